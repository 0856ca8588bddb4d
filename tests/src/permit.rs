//! The discharge permit of a site's enterprise.

use crate::{site::text, Limpid};
use serde_json::{json, Map, Value};
use std::{fs, path::Path};

/// Any digest: that of the permit's full text.
const DOCUMENT: &str = "2222222222222222222222222222222222222222222222222222222222222222";

/// What the tests' permits allow a stack: the ultra-low limits of a coal boiler. `limpid simulate` keeps them unless told.
const STACK: [(&str, &str); 3] = [("a21002", "50"), ("a21026", "35"), ("a34013", "10")];
/// What they allow a drain: class 1A of GB 18918.
const DRAIN: [(&str, &str); 4] = [
    ("w01018", "50"),
    ("w21003", "5"),
    ("w21011", "0.5"),
    ("w21001", "15"),
];

/// Issues a permit for these outlets, valid from 2025 to 2029, by a real transaction. Its file is put into `folder`.
pub fn issue(
    limpid: &Limpid,
    folder: &Path,
    agency: &Path,
    permit: &str,
    division: &str,
    codes: &[String],
) {
    let outlets: Map<String, Value> = codes
        .iter()
        .map(|code| (code.clone(), terms(code)))
        .collect();
    let content = json!({
        "number": permit,
        "division": division,
        "category": "key",
        "valid_from": "2025-01-01",
        "valid_until": "2030-01-01",
        "outlets": outlets,
    });
    let file = folder.join("permit.json");
    fs::write(&file, content.to_string()).expect("the permit's file is written");
    let mut issue = vec!["permit", "issue", "--file", text(&file)];
    issue.extend(["--document-digest", DOCUMENT, "--key", text(agency)]);
    limpid.run(issue);
}

fn terms(code: &str) -> Value {
    let (limits, averaging, unit, basis, standard): (&[_], _, _, _, _) =
        match code.starts_with("DA") {
            true => (&STACK, "hour", "mg/m3", "converted", "GB 13223-2011"),
            false => (&DRAIN, "day", "mg/L", "measured", "GB 18918-2002"),
        };
    let limit = |(pollutant, value): &(&str, &str)| json!({ "pollutant": pollutant, "averaging": averaging, "value": value, "unit": unit, "basis": basis, "standard": standard });
    let mass = |(pollutant, _): &(&str, &str)| json!({ "pollutant": pollutant, "mass": "2000 t" });
    json!({
        "position": { "longitude_microdegrees": 120_600_000, "latitude_microdegrees": 31_300_000 },
        "treatments": [],
        "limits": limits.iter().map(limit).collect::<Vec<_>>(),
        "yearly_masses": limits.iter().map(mass).collect::<Vec<_>>(),
    })
}
