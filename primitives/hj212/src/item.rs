//! The items of CP: `name=value`, separated by `;` between factors and by `,` inside one.

/// One `name=value` of CP, without the spaces around.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Item<'a> {
    /// Where the item starts in CP, in bytes.
    pub(crate) offset: usize,
    /// What stands before the `=`; empty if there is no `=`.
    pub name: &'a str,
    /// What stands behind it.
    pub value: &'a str,
}

impl<'a> Item<'a> {
    /// Factor and suffix of a name such as `a21026-Avg`; `None` for a name without `-`.
    pub fn factor_and_suffix(&self) -> Option<(&'a str, &'a str)> {
        self.name
            .split_once('-')
            .filter(|(factor, suffix)| !factor.is_empty() && !suffix.is_empty())
    }
}

/// Goes through the items of CP in order. Empty ones, as before a closing `;`, are skipped.
///
/// A value in `//` … `//` (log text, HJ 212-2017 C.40) goes to its closing `//`, whatever stands in it.
#[derive(Clone, Debug)]
pub struct Items<'a> {
    rest: &'a str,
    offset: usize,
}

impl<'a> Items<'a> {
    pub(crate) fn new(cp: &'a str) -> Self {
        Self {
            rest: cp,
            offset: 0,
        }
    }

    /// The text up to the next separator outside of `//`, which is taken away too.
    fn take(&mut self) -> &'a str {
        let end = end_of_item(self.rest);
        let (item, rest) = self.rest.split_at_checked(end).unwrap_or((self.rest, ""));
        self.rest = rest.get(1..).unwrap_or_default();
        self.offset += item.len() + 1;
        item
    }
}

fn end_of_item(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let end = bytes
        .iter()
        .position(|byte| matches!(byte, b';' | b','))
        .unwrap_or(bytes.len());
    let Some((name, _)) = rest.get(..end).and_then(|item| item.split_once("=//")) else {
        return end;
    };
    let text = name.len() + 3;
    // Without a closing `//` it is no enclosed text.
    let Some(close) = rest.get(text..).and_then(|text| text.find("//")) else {
        return end;
    };
    let after = text + close + 2;
    let tail = bytes.get(after..).unwrap_or_default();
    after
        + tail
            .iter()
            .position(|byte| matches!(byte, b';' | b','))
            .unwrap_or(tail.len())
}

impl<'a> Iterator for Items<'a> {
    type Item = Item<'a>;

    fn next(&mut self) -> Option<Item<'a>> {
        while !self.rest.is_empty() {
            let offset = self.offset;
            let item = self.take();
            if item.trim_ascii().is_empty() {
                continue;
            }
            let (name, value) = item.split_once('=').unwrap_or(("", item));
            return Some(Item {
                offset,
                name: name.trim_ascii(),
                value: value.trim_ascii(),
            });
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;

    fn pairs(cp: &str) -> Vec<(&str, &str)> {
        Items::new(cp).map(|item| (item.name, item.value)).collect()
    }

    #[test]
    fn separators_and_spaces() {
        assert_eq!(
            pairs("A=1;b-Rtd= 2 , b-Flag=N;;"),
            [("A", "1"), ("b-Rtd", "2"), ("b-Flag", "N")]
        );
        assert_eq!(pairs(""), []);
        assert_eq!(pairs("nothing"), [("", "nothing")]);
        assert_eq!(pairs("x="), [("x", "")]);
    }

    #[test]
    fn enclosed_text_keeps_its_separators() {
        assert_eq!(
            pairs("i-Info=//清洗;a=b,c//;B=1"),
            [("i-Info", "//清洗;a=b,c//"), ("B", "1")]
        );
        assert_eq!(
            pairs("i-Info=//open;B=1"),
            [("i-Info", "//open"), ("B", "1")]
        );
        assert_eq!(pairs("i-Info=////,B=//"), [("i-Info", "////"), ("B", "//")]);
    }

    #[test]
    fn offsets_point_at_the_item() {
        let cp = "A=1;;i=//,//,名=2";
        for item in Items::new(cp) {
            assert!(cp[item.offset..].starts_with(item.name));
        }
        assert_eq!(
            Items::new(cp).map(|item| item.offset).collect::<Vec<_>>(),
            [0, 5, 13]
        );
    }
}
