//! The number of a gateway.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

running_number!(
    /// A gateway's number on chain, given when it is registered.
    GatewayId
);
