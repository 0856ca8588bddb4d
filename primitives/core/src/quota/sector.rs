//! Sectors between which quota doesn't move unless a rule says so.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// What an enterprise does. 国办发〔2014〕38号: industry doesn't trade with agriculture, nor thermal power with other industries for air.
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
pub enum Sector {
    /// 火电: thermal power.
    #[codec(index = 0)]
    Power,
    /// 工业: other industry.
    #[codec(index = 1)]
    Industry,
    /// 农业: agriculture.
    #[codec(index = 2)]
    Agriculture,
    /// 生活: municipal sewage and refuse.
    #[codec(index = 3)]
    Municipal,
}

words!(Sector, SectorError, "power, industry, agriculture, municipal", {
    Power => "power",
    Industry => "industry",
    Agriculture => "agriculture",
    Municipal => "municipal",
});
