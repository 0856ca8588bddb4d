//! What an institution is.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// The kind of an institution. It decides which calls its members may make.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub enum InstitutionKind {
    /// An environmental agency (生态环境主管部门).
    #[codec(index = 0)]
    Agency,
    /// A court (人民法院).
    #[codec(index = 1)]
    Court,
    /// An enterprise that discharges (排污单位).
    #[codec(index = 2)]
    Enterprise,
    /// Who runs gateways (前置网关运营单位).
    #[codec(index = 3)]
    GatewayOperator,
    /// The bank that issues deposit claims (结算银行).
    #[codec(index = 4)]
    SettlementBank,
    /// An exchange (交易机构).
    #[codec(index = 5)]
    Exchange,
}

words!(
    InstitutionKind,
    InstitutionKindError,
    "agency, court, enterprise, gateway-operator, settlement-bank, exchange",
    {
        Agency => "agency",
        Court => "court",
        Enterprise => "enterprise",
        GatewayOperator => "gateway-operator",
        SettlementBank => "settlement-bank",
        Exchange => "exchange",
    }
);
