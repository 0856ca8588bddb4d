//! The values of one factor.

use crate::{DataFlag, Decimal, Item, Items, Suffix};

/// What a frame says of one factor: a run of items with the same factor before the `-`.
#[derive(Clone, Debug)]
pub struct Group<'a> {
    factor: &'a str,
    first: Item<'a>,
    rest: Items<'a>,
}

impl<'a> Group<'a> {
    /// The factor's code, as `a21026`; also a facility (`SB1`) or what else stands before the `-`.
    pub const fn factor(&self) -> &'a str {
        self.factor
    }

    /// Suffix and value of each item, as sent.
    pub fn values(&self) -> impl Iterator<Item = (&'a str, &'a str)> + use<'a> {
        let factor = self.factor;
        core::iter::once(self.first)
            .chain(self.rest.clone())
            .map_while(move |item| {
                let (of, suffix) = item.factor_and_suffix()?;
                (of == factor).then_some((suffix, item.value))
            })
    }

    /// The value with that suffix, as sent.
    pub fn value(&self, suffix: &str) -> Option<&'a str> {
        self.values()
            .find_map(|(name, value)| (name == suffix).then_some(value))
    }

    /// The number with that suffix; `None` if it is not there or empty.
    pub fn decimal(&self, suffix: Suffix) -> Option<Decimal<'a>> {
        Decimal::parse(self.value(suffix.as_str())?)
    }

    /// What the logger says of the data's validity.
    pub fn flag(&self) -> Option<DataFlag> {
        DataFlag::of(self.value("Flag")?)
    }
}

/// Goes through a frame's groups in order.
#[derive(Clone, Debug)]
pub struct Groups<'a> {
    items: Items<'a>,
}

impl<'a> Groups<'a> {
    pub(crate) fn new(items: Items<'a>) -> Self {
        Self { items }
    }
}

impl<'a> Iterator for Groups<'a> {
    type Item = Group<'a>;

    fn next(&mut self) -> Option<Group<'a>> {
        let (first, factor) = self
            .items
            .find_map(|item| item.factor_and_suffix().map(|(factor, _)| (item, factor)))?;
        let group = Group {
            factor,
            first,
            rest: self.items.clone(),
        };
        // The items of this group are passed over; the first of another one stays.
        let mut ahead = self.items.clone();
        while ahead
            .next()
            .and_then(|item| item.factor_and_suffix())
            .is_some_and(|(of, _)| of == factor)
        {
            self.items = ahead.clone();
        }
        Some(group)
    }
}
