//! Transactions without a signature.

// GRANDPA's pallet still reports this way.
#![allow(deprecated)]

use crate::{Runtime, RuntimeCall};
use sp_runtime::{
    traits::ValidateUnsigned,
    transaction_validity::{
        InvalidTransaction, TransactionSource, TransactionValidity, TransactionValidityError,
    },
};

/// What may come without a member's signature: inherents, and reports of GRANDPA equivocations, which a validator's node makes
/// itself and the pallet takes from no peer. An authorised upgrade is applied by a member like any other call.
pub struct BareCalls;

impl ValidateUnsigned for BareCalls {
    type Call = RuntimeCall;

    fn pre_dispatch(call: &RuntimeCall) -> Result<(), TransactionValidityError> {
        match call {
            RuntimeCall::System(_) => Err(InvalidTransaction::Call.into()),
            call => <Runtime as ValidateUnsigned>::pre_dispatch(call),
        }
    }

    fn validate_unsigned(source: TransactionSource, call: &RuntimeCall) -> TransactionValidity {
        match call {
            RuntimeCall::System(_) => Err(InvalidTransaction::Call.into()),
            call => <Runtime as ValidateUnsigned>::validate_unsigned(source, call),
        }
    }
}
