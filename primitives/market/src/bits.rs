//! A set of bytes.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// A set of numbers from 0 to 255, as 256 bits: number `n` is bit `n % 64` of word `n / 64`.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Default,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub struct Bits256([u64; 4]);

impl Bits256 {
    /// The set without numbers.
    pub const EMPTY: Self = Self([0; 4]);

    /// Whether there is no number in it.
    pub fn is_empty(&self) -> bool {
        *self == Self::EMPTY
    }

    /// Whether the number is in it.
    pub fn has(&self, number: u8) -> bool {
        self.intersection(&Self::only(number)) != Self::EMPTY
    }

    /// The set with the number.
    #[must_use]
    pub fn with(&self, number: u8) -> Self {
        self.combine(&Self::only(number), |word, bit| word | bit)
    }

    /// The set without the number.
    #[must_use]
    pub fn without(&self, number: u8) -> Self {
        self.combine(&Self::only(number), |word, bit| word & !bit)
    }

    /// The smallest number.
    pub fn lowest(&self) -> Option<u8> {
        let mut first = 0u32;
        for word in self.0 {
            if word != 0 {
                return u8::try_from(first.saturating_add(word.trailing_zeros())).ok();
            }
            first = first.saturating_add(u64::BITS);
        }
        None
    }

    /// The largest number.
    pub fn highest(&self) -> Option<u8> {
        let mut last = 255u32;
        for word in self.0.iter().rev() {
            if *word != 0 {
                return u8::try_from(last.saturating_sub(word.leading_zeros())).ok();
            }
            last = last.saturating_sub(u64::BITS);
        }
        None
    }

    /// The smallest number larger than this one.
    pub fn above(&self, number: u8) -> Option<u8> {
        self.intersection(&Self::all_from(number.checked_add(1)?))
            .lowest()
    }

    /// The largest number smaller than this one.
    pub fn below(&self, number: u8) -> Option<u8> {
        let from = Self::all_from(number);
        self.combine(&from, |word, from| word & !from).highest()
    }

    /// The set of one number.
    fn only(number: u8) -> Self {
        Self::words(number, |bit| 1u64.unbounded_shl(bit), 0)
    }

    /// The set of this number and all larger ones.
    fn all_from(number: u8) -> Self {
        Self::words(number, |bit| u64::MAX.unbounded_shl(bit), u64::MAX)
    }

    /// The number's own word by its bit, zeros before it and one value after it.
    fn words(number: u8, own: impl Fn(u32) -> u64, after: u64) -> Self {
        let (place, bit) = (u32::from(number / 64), u32::from(number % 64));
        Self([0u32, 1, 2, 3].map(|word| match word.cmp(&place) {
            core::cmp::Ordering::Less => 0,
            core::cmp::Ordering::Equal => own(bit),
            core::cmp::Ordering::Greater => after,
        }))
    }

    fn intersection(&self, other: &Self) -> Self {
        self.combine(other, |a, b| a & b)
    }

    fn combine(&self, other: &Self, word: impl Fn(u64, u64) -> u64) -> Self {
        let ([a, b, c, d], [e, f, g, h]) = (self.0, other.0);
        Self([word(a, e), word(b, f), word(c, g), word(d, h)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn is_a_set(numbers: BTreeSet<u8>, asked: u8) {
            let bits = numbers.iter().fold(Bits256::EMPTY, |bits, number| bits.with(*number));
            prop_assert_eq!(bits.is_empty(), numbers.is_empty());
            prop_assert_eq!(bits.has(asked), numbers.contains(&asked));
            prop_assert_eq!(bits.lowest(), numbers.first().copied());
            prop_assert_eq!(bits.highest(), numbers.last().copied());
            prop_assert_eq!(bits.below(asked), numbers.range(..asked).next_back().copied());
            let above = numbers.iter().find(|number| **number > asked).copied();
            prop_assert_eq!(bits.above(asked), above);
            let without = bits.without(asked);
            prop_assert!(!without.has(asked));
            prop_assert_eq!(without.with(asked), bits.with(asked));
        }
    }

    #[test]
    fn the_ends() {
        let ends = Bits256::EMPTY.with(0).with(255);
        assert_eq!((ends.lowest(), ends.highest()), (Some(0), Some(255)));
        assert_eq!((ends.above(0), ends.below(255)), (Some(255), Some(0)));
        assert_eq!((ends.above(255), ends.below(0)), (None, None));
    }
}
