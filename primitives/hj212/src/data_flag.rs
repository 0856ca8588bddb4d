//! What a logger says of its data's validity, HJ 212-2017 table 8.

/// A data flag (数据标记).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DataFlag {
    /// N, 正常: the instrument works normally.
    Normal,
    /// F, 停运: the instrument is stopped.
    Stopped,
    /// M, 维护: made while the instrument was maintained.
    Maintenance,
    /// S, 手工输入: set by hand.
    Manual,
    /// D, 故障: the instrument has a fault.
    Fault,
    /// C, 校准: the instrument is calibrating.
    Calibration,
    /// T, 超测上限: above the measuring range.
    OverRange,
    /// B, 通讯异常: the logger does not reach the instrument.
    Communication,
    /// A character the table does not have, as the numbers of 2005.
    Other(char),
}

impl DataFlag {
    /// The flag of a value of one character.
    pub fn of(value: &str) -> Option<Self> {
        let mut characters = value.chars();
        let character = characters.next()?;
        if characters.next().is_some() {
            return None;
        }
        Some(match character {
            'N' => Self::Normal,
            'F' => Self::Stopped,
            'M' => Self::Maintenance,
            'S' => Self::Manual,
            'D' => Self::Fault,
            'C' => Self::Calibration,
            'T' => Self::OverRange,
            'B' => Self::Communication,
            other => Self::Other(other),
        })
    }

    /// The name in the standard; empty for a character it does not have.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Normal => "正常",
            Self::Stopped => "停运",
            Self::Maintenance => "维护",
            Self::Manual => "手工输入",
            Self::Fault => "故障",
            Self::Calibration => "校准",
            Self::OverRange => "超测上限",
            Self::Communication => "通讯异常",
            Self::Other(_) => "",
        }
    }
}
