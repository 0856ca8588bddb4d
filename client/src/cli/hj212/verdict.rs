//! The line of JSON for a frame.

use limpid_hj212::{Field, Frame, FrameError, Group};
use serde::Serialize;

/// What is printed of a frame. Fields are written in this order.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Verdict<'a> {
    Good(Good<'a>),
    Bad(Bad),
}

#[derive(Serialize)]
pub(super) struct Good<'a> {
    line: u64,
    ok: bool,
    version: &'static str,
    qn: Option<&'a str>,
    st: &'a str,
    cn: String,
    mn: &'a str,
    data_time: Option<String>,
    packet: Option<Part>,
    values: Vec<Values<'a>>,
}

/// Which part of a split message a frame is.
#[derive(Serialize)]
struct Part {
    count: u16,
    number: u16,
}

#[derive(Serialize)]
pub(super) struct Bad {
    line: u64,
    ok: bool,
    error: &'static str,
    /// What should stand there.
    #[serde(skip_serializing_if = "Option::is_none")]
    expected: Option<String>,
    /// What stands there.
    #[serde(skip_serializing_if = "Option::is_none")]
    found: Option<String>,
    detail: String,
}

/// A factor and its values under their suffixes in snake case, in the order they were sent.
struct Values<'a> {
    factor: &'a str,
    values: Vec<(String, &'a str)>,
}

impl Serialize for Values<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let factor = ("factor", self.factor);
        serializer.collect_map(
            std::iter::once(factor).chain(
                self.values
                    .iter()
                    .map(|(suffix, value)| (suffix.as_str(), *value)),
            ),
        )
    }
}

pub(super) fn good<'a>(line: u64, frame: &Frame<'a>) -> Good<'a> {
    Good {
        line,
        ok: true,
        version: frame.version().as_str(),
        qn: frame.qn(),
        st: frame.st(),
        cn: format!("{:04}", frame.cn()),
        mn: frame.mn(),
        data_time: frame.data_time().map(|time| time.to_string()),
        packet: frame.packet().map(|packet| Part {
            count: packet.count,
            number: packet.number,
        }),
        values: frame.groups().flat_map(|group| values(&group)).collect(),
    }
}

/// One object for a factor, and another one whenever a suffix comes a second time, so that no value hides another.
fn values<'a>(group: &Group<'a>) -> Vec<Values<'a>> {
    let mut all: Vec<Values<'a>> = Vec::new();
    for (suffix, value) in group.values() {
        let suffix = snake_case(suffix);
        match all
            .last_mut()
            .filter(|latest| latest.values.iter().all(|(known, _)| *known != suffix))
        {
            Some(latest) => latest.values.push((suffix, value)),
            None => all.push(Values {
                factor: group.factor(),
                values: vec![(suffix, value)],
            }),
        }
    }
    all
}

/// `ZsAvg` becomes `zs_avg`, `EFlag` `e_flag`, `RS` `rs`.
fn snake_case(name: &str) -> String {
    let mut snake = String::new();
    let mut before = None;
    let mut characters = name.chars().peekable();
    while let Some(character) = characters.next() {
        let starts_word = character.is_uppercase()
            && before.is_some_and(|before: char| {
                !before.is_uppercase() || characters.peek().is_some_and(|next| next.is_lowercase())
            });
        if starts_word {
            snake.push('_');
        }
        snake.extend(character.to_lowercase());
        before = Some(character);
    }
    snake
}

pub(super) fn bad(line: u64, raw: &[u8], error: &FrameError) -> Bad {
    let (expected, found) = match error {
        FrameError::CrcMismatch { expected, found } => (
            Some(format!("{expected:04X}")),
            Some(String::from_utf8_lossy(found).into_owned()),
        ),
        FrameError::LengthMismatch { declared, found } => {
            (Some(format!("{found:04}")), Some(format!("{declared:04}")))
        }
        _ => (None, None),
    };
    let mut detail = error.to_string();
    if let FrameError::BadField {
        field: Field::Item { offset },
        ..
    } = error
    {
        let item = raw.get(*offset..).unwrap_or_default();
        let item = item
            .split(|byte| matches!(byte, b';' | b',' | b'&'))
            .next()
            .unwrap_or_default();
        detail = format!("{detail}: {}", String::from_utf8_lossy(item).trim());
    }
    Bad {
        line,
        ok: false,
        error: error.code(),
        expected,
        found,
        detail,
    }
}
