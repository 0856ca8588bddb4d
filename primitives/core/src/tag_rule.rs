//! What a kind of tag says, and until when it can be filed.

use crate::{AtMost, Day, TagSubject, TagTimeliness};
use alloc::string::String;
use codec::{Decode, DecodeWithMemTracking, Encode, Error, Input, MaxEncodedLen};
use core::{fmt, str::FromStr};
use scale_info::TypeInfo;

/// What a kind of tag says, in the version it was written in. Versions are only ever added.
#[derive(
    Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case")
)]
pub enum TagRule {
    /// The first version.
    #[codec(index = 1)]
    V1(TagRuleV1),
}

/// First version of [`TagRule`].
#[derive(
    Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
pub struct TagRuleV1 {
    /// What it speaks of.
    pub subject: TagSubject,
    /// What it is called.
    pub name: TagName,
    /// How long after the end of a day a tag on its data is still on time. Noon of the next day is twelve hours.
    pub deadline_ms: u64,
}

impl TagRuleV1 {
    /// Whether a tag is on time that is filed then and speaks of no day before this one. Every day of its data has its own
    /// deadline, so the first decides: a tag that reaches back is not made timely by reaching far.
    ///
    /// ```
    /// use limpid_primitives::{Day, TagRuleV1, TagSubject, TagTimeliness};
    /// let day: Day = "2026-11-24".parse().unwrap();
    /// let twelve_hours_ms = 12 * 60 * 60 * 1000;
    /// let rule = TagRuleV1 {
    ///     subject: TagSubject::Equipment,
    ///     name: "校准".parse().unwrap(),
    ///     deadline_ms: twelve_hours_ms,
    /// };
    /// let noon_ms = day.end_ms() + twelve_hours_ms;
    /// assert_eq!(rule.timeliness(day, noon_ms), TagTimeliness::OnTime);
    /// assert_eq!(rule.timeliness(day, noon_ms + 1), TagTimeliness::Late);
    /// ```
    pub const fn timeliness(&self, first: Day, filed_ms: u64) -> TagTimeliness {
        if filed_ms <= first.end_ms().saturating_add(self.deadline_ms) {
            TagTimeliness::OnTime
        } else {
            TagTimeliness::Late
        }
    }
}

/// What a kind of tag is called: 1 to 64 bytes of UTF-8, without control characters and without space at its ends.
///
/// In SCALE it is a byte string.
#[derive(Clone, PartialEq, Eq, Encode, MaxEncodedLen, TypeInfo)]
pub struct TagName(AtMost<u8, { TagName::BYTES_MAX }>);

/// The text is no name of a kind of tag.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TagNameError;

impl TagName {
    /// The longest name has this many bytes of UTF-8.
    pub const BYTES_MAX: usize = 64;

    /// The name as text.
    pub fn as_str(&self) -> &str {
        core::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl FromStr for TagName {
    type Err = TagNameError;
    fn from_str(text: &str) -> Result<Self, TagNameError> {
        if text.is_empty() || text.trim() != text || text.chars().any(char::is_control) {
            return Err(TagNameError);
        }
        let bytes = String::from(text).into_bytes();
        bytes.try_into().map(Self).map_err(|_| TagNameError)
    }
}

impl Decode for TagName {
    fn decode<I: Input>(input: &mut I) -> Result<Self, Error> {
        let bytes = AtMost::<u8, { Self::BYTES_MAX }>::decode(input)?;
        core::str::from_utf8(&bytes)
            .ok()
            .and_then(|text| text.parse().ok())
            .ok_or("not a TagName".into())
    }
}

impl DecodeWithMemTracking for TagName {}

impl fmt::Display for TagName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for TagName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

serde_as_text!(TagName);

impl fmt::Display for TagNameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "a tag's name has 1 to 64 bytes of UTF-8, no control characters and no space at its ends",
        )
    }
}

impl core::error::Error for TagNameError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_short_and_plain() {
        let longest = "x".repeat(TagName::BYTES_MAX);
        for text in ["维护", "通讯中断", "a b", longest.as_str()] {
            let name: TagName = text.parse().unwrap();
            assert_eq!(name.as_str(), text);
            assert_eq!(TagName::decode(&mut &name.encode()[..]), Ok(name));
        }
        let too_long = "x".repeat(TagName::BYTES_MAX + 1);
        for text in ["", " a", "a ", "a\nb", too_long.as_str()] {
            assert_eq!(text.parse::<TagName>(), Err(TagNameError), "{text:?}");
            assert!(TagName::decode(&mut &text.encode()[..]).is_err());
        }
        let not_utf8 = vec![0xffu8].encode();
        assert!(TagName::decode(&mut &not_utf8[..]).is_err());
    }

    #[test]
    fn a_deadline_beyond_all_times_is_met() {
        let rule = TagRuleV1 {
            subject: TagSubject::Condition,
            name: "x".parse().unwrap(),
            deadline_ms: u64::MAX,
        };
        let day = Day::of(0).unwrap();
        assert_eq!(rule.timeliness(day, u64::MAX), TagTimeliness::OnTime);
    }
}
