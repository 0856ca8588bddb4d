//! Anchoring: the one thing here that happens thousands of times a day.

use crate::{
    keys::is_signed,
    pallet::{Anchors, Config, Error, Event, GatewayKeys, Gateways, Heads},
    types::ClockBounds,
    Pallet,
};
use frame_support::{ensure, traits::Get};
use limpid_evidence::{
    chain::{Anchor, AnchorV1, Gateway, GatewayKey, GatewayStatus, Head},
    BatchHeader, SignedHeader,
};
use limpid_primitives::{Digest, Moment};
use sp_runtime::{ArithmeticError, DispatchError, DispatchResult};

/// What all headers of one call share.
struct Call {
    genesis: Digest,
    now: Moment,
    bounds: ClockBounds,
}

/// A header that may be anchored.
struct Accepted<'a> {
    header: &'a BatchHeader,
    key_index: u32,
    next: Head,
}

impl<T: Config> Pallet<T> {
    /// Checks and writes header by header, because each is judged against the head that the one before left. The call runs
    /// in a storage layer of its own, so that a refused header takes back those before it.
    pub(crate) fn do_anchor_batches(headers: &[SignedHeader]) -> DispatchResult {
        ensure!(!headers.is_empty(), Error::<T>::NoHeaders);
        let call = Call {
            genesis: Self::genesis(),
            now: Self::now(),
            bounds: ClockBounds {
                late_after_ms: T::LateAfterMs::get(),
                ahead_after_ms: T::AheadAfterMs::get(),
            },
        };
        for (index, signed) in (0u16..).zip(headers) {
            let accepted = Self::check(&call, index, signed)?;
            Self::anchor(&call, &accepted);
        }
        Ok(())
    }

    fn check<'a>(
        call: &Call,
        index: u16,
        signed: &'a SignedHeader,
    ) -> Result<Accepted<'a>, DispatchError> {
        let header = &signed.header;
        let unknown = Error::<T>::HeaderGatewayUnknown { index };
        let Gateway::V1(gateway) = Gateways::<T>::get(header.gateway).ok_or(unknown)?;
        ensure!(
            gateway.status == GatewayStatus::Active,
            Error::<T>::HeaderGatewaySuspended { index }
        );
        Self::ensure_follows(index, header)?;
        ensure!(
            (1..=T::RecordsMax::get()).contains(&header.records),
            Error::<T>::RecordsOutOfRange { index }
        );
        ensure!(
            header.observed_from_ms <= header.observed_until_ms,
            Error::<T>::PeriodReversed { index }
        );
        let forged = Error::<T>::SignatureInvalid { index };
        let key_index = gateway.key_index;
        let GatewayKey::V1(key) = GatewayKeys::<T>::get(header.gateway, key_index).ok_or(forged)?;
        let bytes = header.signing_bytes(&call.genesis);
        ensure!(
            is_signed(&key.public, &bytes, &signed.signature),
            Error::<T>::SignatureInvalid { index }
        );
        let next_sequence = header
            .sequence
            .checked_add(1)
            .ok_or(ArithmeticError::Overflow)?;
        Ok(Accepted {
            header,
            key_index,
            next: Head {
                next_sequence,
                last_hash: header.hash(&call.genesis),
            },
        })
    }

    /// The header is the next of its gateway.
    fn ensure_follows(index: u16, header: &BatchHeader) -> DispatchResult {
        let head = Heads::<T>::get(header.gateway).unwrap_or(Head::START);
        if header.sequence < head.next_sequence {
            let same = Anchors::<T>::get(header.gateway, header.sequence)
                .is_some_and(|Anchor::V1(anchor)| anchor.header == *header);
            ensure!(!same, Error::<T>::AlreadyAnchored { index });
            return Err(Error::<T>::SequenceForked { index }.into());
        }
        ensure!(
            header.sequence == head.next_sequence,
            Error::<T>::SequenceAhead { index }
        );
        ensure!(
            header.previous == head.last_hash,
            Error::<T>::PreviousMismatch { index }
        );
        Ok(())
    }

    fn anchor(call: &Call, accepted: &Accepted) {
        let header = accepted.header;
        let timing = call.bounds.timing(header, call.now.time_ms);
        let anchor = AnchorV1 {
            header: *header,
            key_index: accepted.key_index,
            at: call.now,
            timing,
        };
        // From here on the batch has its place. Nothing ever writes to this key again.
        Anchors::<T>::insert(header.gateway, header.sequence, Anchor::V1(anchor));
        Heads::<T>::insert(header.gateway, accepted.next);
        Self::deposit_event(Event::BatchAnchored {
            gateway: header.gateway,
            sequence: header.sequence,
            root: header.root,
            records: header.records,
            timing,
        });
    }
}
