//! Units of the factor tables.

use core::fmt;

/// A unit of HJ 212-2017 tables B.1 and B.2.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)] // Each says itself; the symbol is in `Display`.
pub enum Unit {
    Dimensionless,
    Degree,
    Celsius,
    Percent,
    Kilopascal,
    SquareMetre,
    MetrePerSecond,
    LitrePerSecond,
    CubicMetrePerSecond,
    CubicMetre,
    MilligramPerLitre,
    MicrogramPerLitre,
    NanogramPerLitre,
    MilligramPerCubicMetre,
    NanogramPerCubicMetre,
    MicrosiemensPerCentimetre,
    PiecePerLitre,
    TonPerSquareKilometreMonth,
    Kilogram,
    Gram,
    Milligram,
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Dimensionless => "无量纲",
            Self::Degree => "度",
            Self::Celsius => "℃",
            Self::Percent => "%",
            Self::Kilopascal => "kPa",
            Self::SquareMetre => "m2",
            Self::MetrePerSecond => "m/s",
            Self::LitrePerSecond => "L/s",
            Self::CubicMetrePerSecond => "m3/s",
            Self::CubicMetre => "m3",
            Self::MilligramPerLitre => "mg/L",
            Self::MicrogramPerLitre => "ug/L",
            Self::NanogramPerLitre => "ng/L",
            Self::MilligramPerCubicMetre => "mg/m3",
            Self::NanogramPerCubicMetre => "ng/m3",
            Self::MicrosiemensPerCentimetre => "uS/cm",
            Self::PiecePerLitre => "个/L",
            Self::TonPerSquareKilometreMonth => "t/km2·月",
            Self::Kilogram => "kg",
            Self::Gram => "g",
            Self::Milligram => "mg",
        })
    }
}
