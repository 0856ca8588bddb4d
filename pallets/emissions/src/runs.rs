//! Runs of anchored batches as calls carry them: what they prove, with the errors the callers see.

use crate::{
    frames::{frame_of, FrameFault},
    pallet::{Config, Error},
    Pallet,
};
use limpid_evidence::{
    chain::AnchorV1, AnchorLookup, CheckedRun, ProvenRecord, RunFault, ShownRun,
};
use limpid_hj212::Frame;
use limpid_primitives::{GatewayId, Mn, Outlet};
use sp_runtime::DispatchError;

impl<T: Config> Pallet<T> {
    pub(crate) fn anchor(
        index: u16,
        gateway: GatewayId,
        sequence: u64,
    ) -> Result<AnchorV1, DispatchError> {
        let anchor = T::Anchors::anchor(gateway, sequence);
        Ok(anchor.ok_or(Error::<T>::AnchorUnknown { index })?)
    }

    pub(crate) fn check_run(
        index: u16,
        anchor: &AnchorV1,
        run: &ShownRun,
    ) -> Result<CheckedRun, DispatchError> {
        Ok(run
            .check(&anchor.header)
            .map_err(|fault| Error::<T>::of_run(index, fault))?)
    }

    /// The device whose frames count for an outlet at a time.
    pub(crate) fn device(
        index: u16,
        gateway: GatewayId,
        outlet: &Outlet,
        observed_ms: u64,
    ) -> Result<Mn, DispatchError> {
        let device = T::Anchors::device(gateway, outlet, observed_ms);
        Ok(device.ok_or(Error::<T>::OutletNotBound { index })?)
    }

    pub(crate) fn frame<'a>(
        index: u16,
        proven: &'a ProvenRecord,
        device: &Mn,
    ) -> Result<Frame<'a>, DispatchError> {
        Ok(frame_of(&proven.record, device).map_err(|fault| Error::<T>::of_frame(index, fault))?)
    }
}

impl<T: Config> Error<T> {
    pub(crate) fn of_run(index: u16, fault: RunFault) -> Self {
        match fault {
            RunFault::Unreadable => Self::LeafUnreadable { index },
            RunFault::Malformed(_) => Self::RunMalformed { index },
            RunFault::OtherRoot => Self::RootMismatch { index },
            RunFault::Unsorted => Self::LeavesUnsorted { index },
            RunFault::OutsideHeader => Self::LeafOutsideHeader { index },
            RunFault::OpenStart | RunFault::OpenEnd => Self::RangeOpen { index },
            RunFault::Hidden => Self::RecordHidden { index },
        }
    }

    fn of_frame(index: u16, fault: FrameFault) -> Self {
        match fault {
            FrameFault::File => Self::RecordOfOtherKind { index },
            FrameFault::OtherDevice => Self::DeviceMismatch { index },
            FrameFault::Invalid => Self::FrameInvalid { index },
            FrameFault::Misfiled => Self::FrameMisfiled { index },
        }
    }
}
