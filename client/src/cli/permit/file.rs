//! A permit as a file that people write, and that `limpid permit show --json` has under `permit`.

use super::time_text::TimeText;
use crate::{
    chain::{
        calls::{PermitText, Validity},
        PermitVersion,
    },
    cli::input::{corrected, read_json},
    mass::{parse_mass, tonnes},
};
use anyhow::{bail, ensure, Context};
use limpid_primitives::{
    permit::{
        Averaging, Category, Limit, LimitBasis, OutletTerms, OutletTermsV1, Position, Standing,
        TreatmentCode, YearlyMass,
    },
    Digest, DivisionCode, Grams, Medium, Micrograms, OutletCode, PermitNumber, Pollutant,
};
use serde::{de, Deserialize, Deserializer, Serialize, Serializer};
use std::{collections::BTreeMap, fmt, path::Path};

/// A number of grams has so many micrograms.
const MICROGRAMS: u128 = 1_000_000;

/// A permit as its file has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PermitFile {
    /// Its number.
    pub number: PermitNumber,
    /// The division of its site.
    pub division: DivisionCode,
    /// How closely the holder is managed.
    pub category: Category,
    /// Valid from this time on.
    pub valid_from: TimeText,
    /// Valid up to this time, exclusive.
    pub valid_until: TimeText,
    /// The outlets by their codes.
    #[serde(deserialize_with = "each_once")]
    pub outlets: BTreeMap<OutletCode, OutletText>,
}

/// An outlet as a permit's file has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OutletText {
    /// Where it is.
    pub position: Position,
    /// The treatment facilities before it.
    pub treatments: Vec<TreatmentCode>,
    /// Ceilings of concentration.
    pub limits: Vec<Limit>,
    /// Ceilings of mass.
    pub yearly_masses: Vec<YearlyMassText>,
}

/// The mass of a pollutant that may be discharged in a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct YearlyMassText {
    /// The pollutant.
    pub pollutant: Pollutant,
    /// Its mass.
    #[serde(serialize_with = "write_mass", deserialize_with = "read_mass")]
    pub mass: Grams,
}

impl PermitFile {
    /// Reads a file. An error says where in it.
    pub fn read(path: &Path) -> anyhow::Result<PermitFile> {
        const ADVICE: &str = "`limpid permit template` prints an example that is good";
        let file: PermitFile = read_json(path, ADVICE)?;
        file.terms()
            .map_err(|fault| corrected(path, &fault, ADVICE))?;
        Ok(file)
    }

    /// The file of a version of a permit.
    pub fn of(
        number: PermitNumber,
        division: DivisionCode,
        standing: &Standing,
        version: &PermitVersion,
    ) -> PermitFile {
        PermitFile {
            number,
            division,
            category: version.terms.category,
            valid_from: TimeText(standing.valid_from_ms),
            valid_until: TimeText(standing.valid_until_ms),
            outlets: version
                .outlets
                .iter()
                .map(|(code, terms)| (*code, OutletText::of(terms)))
                .collect(),
        }
    }

    /// When it is valid.
    pub fn validity(&self) -> Validity {
        Validity {
            from_ms: self.valid_from.0,
            until_ms: self.valid_until.0,
        }
    }

    /// What a call says of it, by the full text of this digest.
    pub fn text(&self, document: Digest) -> anyhow::Result<PermitText> {
        Ok(PermitText {
            category: self.category,
            document,
            outlets: self.terms()?,
        })
    }

    fn terms(&self) -> anyhow::Result<Vec<(OutletCode, OutletTerms)>> {
        let terms = |(code, outlet): (&OutletCode, &OutletText)| {
            let terms = outlet.terms(code.medium());
            let terms = terms.map_err(|error| error.context(format!("outlets.{code}")))?;
            Ok((*code, OutletTerms::V1(terms)))
        };
        self.outlets.iter().map(terms).collect()
    }
}

impl OutletText {
    fn of(terms: &OutletTermsV1) -> OutletText {
        let yearly = |yearly: &YearlyMass| YearlyMassText {
            pollutant: yearly.pollutant,
            mass: yearly.mass,
        };
        OutletText {
            position: terms.position,
            treatments: terms.treatments.to_vec(),
            limits: terms.limits.to_vec(),
            yearly_masses: terms.yearly_masses.iter().map(yearly).collect(),
        }
    }

    /// As the chain wants it: sorted, each limit once, and of one medium.
    fn terms(&self, medium: Medium) -> anyhow::Result<OutletTermsV1> {
        let limits = self.limits.iter().enumerate();
        for (index, limit) in limits {
            check_limit(limit, medium).with_context(|| format!("limits[{index}]"))?;
        }
        for (index, yearly) in self.yearly_masses.iter().enumerate() {
            check_pollutant(yearly.pollutant, medium)
                .with_context(|| format!("yearly_masses[{index}]"))?;
        }
        let mut limits = self.limits.clone();
        limits.sort_by_key(of_limit);
        if let Some((pollutant, averaging)) = twice(limits.iter().map(of_limit)) {
            bail!("limits: there are two for the {averaging} mean of {pollutant}; keep one");
        }
        let yearly = |text: &YearlyMassText| YearlyMass {
            pollutant: text.pollutant,
            mass: text.mass,
        };
        let mut yearly_masses: Vec<_> = self.yearly_masses.iter().map(yearly).collect();
        yearly_masses.sort_by_key(|yearly| yearly.pollutant);
        if let Some(pollutant) = twice(yearly_masses.iter().map(|yearly| yearly.pollutant)) {
            bail!("yearly_masses: there are two for {pollutant}; keep one");
        }
        Ok(OutletTermsV1 {
            position: self.position,
            treatments: self.treatments.clone().try_into().context("treatments")?,
            limits: limits.try_into().context("limits")?,
            yearly_masses: yearly_masses.try_into().context("yearly_masses")?,
        })
    }
}

fn of_limit(limit: &Limit) -> (Pollutant, Averaging) {
    (limit.pollutant, limit.averaging)
}

/// The first of sorted values that comes twice.
fn twice<T: PartialEq>(values: impl Iterator<Item = T>) -> Option<T> {
    let mut before = None;
    for value in values {
        if before.as_ref() == Some(&value) {
            return before;
        }
        before = Some(value);
    }
    None
}

fn check_limit(limit: &Limit, medium: Medium) -> anyhow::Result<()> {
    check_pollutant(limit.pollutant, medium)?;
    ensure!(
        limit.unit.medium() == medium,
        "{} is no unit for {}: air has mg/m3, ug/m3 or ng/m3, water mg/L, ug/L or ng/L",
        limit.unit,
        word(medium)
    );
    ensure!(
        limit.basis == LimitBasis::Measured || medium == Medium::Air,
        "only flue gas is converted to an oxygen content: the basis of a limit on water is \"measured\""
    );
    Ok(())
}

fn check_pollutant(pollutant: Pollutant, medium: Medium) -> anyhow::Result<()> {
    ensure!(
        pollutant.medium() == medium,
        "{pollutant} is a pollutant of {}, and the outlet discharges into {}",
        word(pollutant.medium()),
        word(medium)
    );
    Ok(())
}

/// What an outlet discharges into, in a word.
pub fn word(medium: Medium) -> &'static str {
    match medium {
        Medium::Air => "air",
        Medium::Water => "water",
    }
}

/// An object in which no key comes twice: of two outlets under one code, none may vanish.
fn each_once<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<BTreeMap<OutletCode, OutletText>, D::Error> {
    struct Outlets;
    impl<'de> de::Visitor<'de> for Outlets {
        type Value = BTreeMap<OutletCode, OutletText>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("outlets by their codes")
        }

        fn visit_map<A: de::MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut outlets = BTreeMap::new();
            while let Some((code, outlet)) = map.next_entry()? {
                if outlets.insert(code, outlet).is_some() {
                    let fault = format!("the outlet {code} is there twice; keep one");
                    return Err(de::Error::custom(fault));
                }
            }
            Ok(outlets)
        }
    }
    deserializer.deserialize_map(Outlets)
}

fn write_mass<S: Serializer>(mass: &Grams, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&tonnes(Micrograms::from(*mass)))
}

/// `12.5 t`; a bare number could be grams, kilograms or tonnes.
fn read_mass<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Grams, D::Error> {
    struct Mass;
    impl de::Visitor<'_> for Mass {
        type Value = Grams;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a mass with its unit, as \"12.5 t\"")
        }

        fn visit_str<E: de::Error>(self, text: &str) -> Result<Grams, E> {
            let Micrograms(mass) = parse_mass(text).map_err(E::custom)?;
            let grams = mass.checked_div(MICROGRAMS).unwrap_or_default();
            match u64::try_from(grams) {
                Ok(grams) if mass.is_multiple_of(MICROGRAMS) => Ok(Grams(grams)),
                Ok(_) => Err(E::custom("a yearly mass has no digits below a gram")),
                Err(_) => Err(E::custom(
                    "a yearly mass is at most 18 million million tonnes",
                )),
            }
        }
    }
    deserializer.deserialize_str(Mass)
}

#[cfg(test)]
mod tests {
    use super::{super::template::EXAMPLE, *};
    use serde_json::{json, Value};

    fn template() -> Value {
        serde_json::from_str(EXAMPLE).unwrap()
    }

    fn read(text: &str) -> anyhow::Result<PermitFile> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("permit.json");
        std::fs::write(&path, text).unwrap();
        PermitFile::read(&path)
    }

    fn fault(file: &Value) -> String {
        format!("{:#}", read(&file.to_string()).unwrap_err())
    }

    #[test]
    fn the_template_is_a_permit_and_is_written_as_it_is_read() {
        let file = read(EXAMPLE).unwrap();
        assert_eq!(serde_json::to_value(&file).unwrap(), template());
        assert!(file.validity().from_ms < file.validity().until_ms);
    }

    #[test]
    fn a_fault_is_told_with_its_place() {
        for (pointer, value, parts) in [
            (
                "/number",
                "91130200699229617Y001P".into(),
                ["number: ", "check character"],
            ),
            ("/valid_from", "soon".into(), ["valid_from: ", "2026-03-01"]),
            (
                "/outlets/DA001/limits/0/value",
                "fifty".into(),
                ["outlets.DA001.limits[0].value: ", "50"],
            ),
            (
                "/outlets/DA001/limits/0/value",
                50.into(),
                ["outlets.DA001.limits[0].value: ", "as text"],
            ),
            (
                "/outlets/DA001/limits/1/unit",
                "mg/L".into(),
                ["outlets.DA001: limits[1]: ", "air has mg/m3"],
            ),
            (
                "/outlets/DA001/limits/1/pollutant",
                "w01018".into(),
                ["outlets.DA001: limits[1]: ", "pollutant of water"],
            ),
            (
                "/outlets/DW001/limits/0/basis",
                "converted".into(),
                ["outlets.DW001: limits[0]: ", "flue gas"],
            ),
            (
                "/outlets/DA001/yearly_masses/0/mass",
                5.into(),
                ["outlets.DA001.yearly_masses[0].mass: ", "unit"],
            ),
            (
                "/outlets/DA001/yearly_masses/0/mass",
                "0.5 g".into(),
                ["outlets.DA001.yearly_masses[0].mass: ", "below a gram"],
            ),
            (
                "/outlets/DA001/yearly_masses/0/pollutant",
                "w01018".into(),
                ["outlets.DA001: yearly_masses[0]: ", "water"],
            ),
        ] {
            let mut file = template();
            *file.pointer_mut(pointer).unwrap() = value;
            let fault = fault(&file);
            assert!(
                parts.iter().all(|part| fault.contains(part)),
                "{pointer}: {fault}"
            );
        }
    }

    #[test]
    fn a_misspelt_field_and_what_is_behind_the_end_are_refused() {
        let mut file = template();
        file["outlets"]["DA001"]["limit"] = json!([]);
        let fault = fault(&file);
        assert!(
            fault.contains("outlets.DA001") && fault.contains("limit"),
            "{fault}"
        );
        let two = template().to_string().repeat(2);
        assert!(read(&two).is_err());
    }

    #[test]
    fn nothing_stands_there_twice() {
        let mut file = template();
        let limit = file["outlets"]["DA001"]["limits"][0].clone();
        file["outlets"]["DA001"]["limits"]
            .as_array_mut()
            .unwrap()
            .push(limit);
        assert!(
            fault(&file).contains("two for the hour mean of a21002"),
            "{}",
            fault(&file)
        );
        let text = template().to_string().replace("DW001", "DA001");
        let error = read(&text).unwrap_err();
        assert!(
            format!("{error:#}").contains("DA001 is there twice"),
            "{error:#}"
        );
    }

    #[test]
    fn limits_are_sorted_for_the_chain() {
        let mut file = template();
        file["outlets"]["DA001"]["limits"]
            .as_array_mut()
            .unwrap()
            .reverse();
        let file = read(&file.to_string()).unwrap();
        let text = file.text(Digest([1; 32])).unwrap();
        let (_, OutletTerms::V1(terms)) = &text.outlets[0];
        assert!(terms.limits.iter().map(of_limit).is_sorted());
    }
}
