//! Gateways: who runs them, and whether their batches are taken.

use crate::{
    pallet::{Config, Error, Event, Gateways, Heads, NextGateway},
    types::may_operate,
    Pallet,
};
use frame_support::{ensure, traits::Time};
use limpid_evidence::chain::{Gateway, GatewayStatus, GatewayV1, Head};
use limpid_primitives::{
    Digest, DivisionCode, GatewayId, InstitutionId, InstitutionStatus, Moment,
};
use pallet_institutions::{Actor, InstitutionLookup};
use sp_runtime::{traits::SaturatedConversion, ArithmeticError, DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
    pub(crate) fn do_register_gateway(
        agency: Actor<T::AccountId>,
        operator: InstitutionId,
        division: DivisionCode,
        public: [u8; 32],
        proof: [u8; 64],
    ) -> DispatchResult {
        ensure!(
            agency.division.contains(division),
            Error::<T>::OutsideDivision
        );
        ensure!(Self::is_fit(operator), Error::<T>::OperatorUnfit);
        Self::ensure_acceptable(operator, &public, &proof)?;
        let number = NextGateway::<T>::get();
        let next = number.checked_add(1).ok_or(ArithmeticError::Overflow)?;
        let gateway = GatewayId(number);
        let registered = Self::now();
        NextGateway::<T>::put(next);
        Self::insert_key(gateway, 0, public, registered);
        Heads::<T>::insert(gateway, Head::START);
        let record = GatewayV1 {
            operator,
            division,
            status: GatewayStatus::Active,
            key_index: 0,
            registered,
        };
        Gateways::<T>::insert(gateway, Gateway::V1(record));
        Self::deposit_event(Event::GatewayRegistered {
            gateway,
            operator,
            division,
            public,
            by: agency.institution,
        });
        Ok(())
    }

    pub(crate) fn do_suspend_gateway(
        agency: Actor<T::AccountId>,
        id: GatewayId,
        reason: Digest,
    ) -> DispatchResult {
        let gateway = Self::ensure_inside(&agency, id)?;
        ensure!(
            gateway.status == GatewayStatus::Active,
            Error::<T>::AlreadySuspended
        );
        let since = Self::now();
        let suspended = GatewayV1 {
            status: GatewayStatus::Suspended { since },
            ..gateway
        };
        Gateways::<T>::insert(id, Gateway::V1(suspended));
        Self::deposit_event(Event::GatewaySuspended {
            gateway: id,
            reason,
            by: agency.institution,
        });
        Ok(())
    }

    pub(crate) fn do_reinstate_gateway(
        agency: Actor<T::AccountId>,
        id: GatewayId,
        reason: Digest,
    ) -> DispatchResult {
        let gateway = Self::ensure_inside(&agency, id)?;
        ensure!(
            gateway.status != GatewayStatus::Active,
            Error::<T>::NotSuspended
        );
        let active = GatewayV1 {
            status: GatewayStatus::Active,
            ..gateway
        };
        Gateways::<T>::insert(id, Gateway::V1(active));
        Self::deposit_event(Event::GatewayReinstated {
            gateway: id,
            reason,
            by: agency.institution,
        });
        Ok(())
    }

    pub(crate) fn known(id: GatewayId) -> Result<GatewayV1, DispatchError> {
        let Gateway::V1(gateway) = Gateways::<T>::get(id).ok_or(Error::<T>::GatewayUnknown)?;
        Ok(gateway)
    }

    /// The gateway with this number, if it lies in the agency's division.
    pub(crate) fn ensure_inside(
        agency: &Actor<T::AccountId>,
        id: GatewayId,
    ) -> Result<GatewayV1, DispatchError> {
        let gateway = Self::known(id)?;
        ensure!(
            agency.division.contains(gateway.division),
            Error::<T>::OutsideDivision
        );
        Ok(gateway)
    }

    /// This block, with its time.
    pub(crate) fn now() -> Moment {
        Moment {
            block: frame_system::Pallet::<T>::block_number().saturated_into(),
            time_ms: T::Time::now(),
        }
    }

    fn is_fit(operator: InstitutionId) -> bool {
        T::Institutions::institution(operator).is_some_and(|institution| {
            institution.status == InstitutionStatus::Active && may_operate(institution.kind)
        })
    }
}
