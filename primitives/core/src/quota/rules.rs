//! What the agencies set of a class: who may buy in, how much, and what may be done with it.

use super::{ClassKey, Declaration, Place, Refusal, Sector, Zone};
use crate::{AtMost, DivisionCode, Grams};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// The rules of a class, in the version it was written in. Versions are only ever added.
#[derive(
    Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case")
)]
pub enum ClassRules {
    /// The first version.
    #[codec(index = 1)]
    V1(ClassRulesV1),
}

/// First version of [`ClassRules`].
#[derive(
    Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
pub struct ClassRulesV1 {
    /// Most that is ever allocated of the class.
    pub cap: Grams,
    /// Zones whose holders may buy in, besides the class's own.
    pub zones: AtMost<Zone, { ClassRulesV1::ZONES_MAX }>,
    /// Sectors whose holders may buy in, besides the class's own.
    pub sectors: AtMost<Sector, { ClassRulesV1::SECTORS_MAX }>,
    /// Divisions whose holders may not buy in, because they miss their quality target.
    pub barred: AtMost<DivisionCode, { ClassRulesV1::BARRED_MAX }>,
    /// Most that one institution may come to hold by buying.
    pub holder_limit: Option<Grams>,
    /// Most that one declared group may come to hold by buying.
    pub group_limit: Option<Grams>,
    /// When what was bought may be sold.
    pub resale: ResaleRule,
    /// Whether holders may transfer by agreement, outside the market.
    pub transfer: TransferRule,
    /// The longest lease, in days; none if it is 0.
    pub lease_days_max: u16,
}

/// When what was bought may be sold.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub enum ResaleRule {
    /// At once.
    #[codec(index = 0)]
    SameDay,
    /// From the next day on (当日买入不得当日卖出).
    #[codec(index = 1)]
    NextDay,
}

words!(ResaleRule, ResaleRuleError, "same-day, next-day", {
    SameDay => "same-day",
    NextDay => "next-day",
});

/// Whether holders may transfer by agreement.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub enum TransferRule {
    /// They may not: 平台之外无交易.
    #[codec(index = 0)]
    Forbidden,
    /// They may if both agree.
    #[codec(index = 1)]
    Agreed,
}

words!(TransferRule, TransferRuleError, "forbidden, agreed", {
    Forbidden => "forbidden",
    Agreed => "agreed",
});

impl ClassRulesV1 {
    /// The most zones that may buy in besides the class's own.
    pub const ZONES_MAX: usize = 16;
    /// The most sectors that may buy in besides the class's own.
    pub const SECTORS_MAX: usize = 8;
    /// The most barred divisions.
    pub const BARRED_MAX: usize = 64;

    /// Whether the class is good at a place: its own zone or one that may buy in has it.
    pub fn is_good_at(&self, key: &ClassKey, place: &Place) -> bool {
        key.zone().has(place) || self.zones.iter().any(|zone| zone.has(place))
    }

    /// Whether holders of a sector may have it.
    pub fn is_for(&self, key: &ClassKey, sector: Sector) -> bool {
        key.sector() == sector || self.sectors.contains(&sector)
    }

    /// Whether a holder may have quota of the class: by one of its sites, and by its sector.
    pub fn check_holder(&self, key: &ClassKey, declaration: &Declaration) -> Result<(), Refusal> {
        if !declaration
            .places
            .iter()
            .any(|place| self.is_good_at(key, place))
        {
            return Err(Refusal::OutsideZone);
        }
        if !self.is_for(key, declaration.sector) {
            return Err(Refusal::OtherSector);
        }
        Ok(())
    }

    /// Whether a holder may buy in: as [`check_holder`](Self::check_holder), and by a site in an area that is not barred.
    pub fn check_buyer(&self, key: &ClassKey, declaration: &Declaration) -> Result<(), Refusal> {
        self.check_holder(key, declaration)?;
        let is_barred =
            |place: &Place| self.barred.iter().any(|area| area.contains(place.division));
        let mut good = declaration
            .places
            .iter()
            .filter(|place| self.is_good_at(key, place));
        if good.all(is_barred) {
            return Err(Refusal::AreaBarred);
        }
        Ok(())
    }
}
