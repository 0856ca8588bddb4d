//! `limpid permit show`: one version of a permit, and all that was decided.

use super::{
    decide::known,
    file::{word, PermitFile},
    list::names,
    time_text::TimeText,
};
use crate::{
    chain::{At, Chain, PermitVersion},
    cli::{
        table::{pollutant, table, Column},
        Globals,
    },
    mass::tonnes,
    when::beijing,
};
use anyhow::Context;
use limpid_primitives::{
    permit::{BanV1, OutletTermsV1, PermitStatus, PermitV1, Position, Standing},
    InstitutionId, Micrograms, OutletCode, PermitNumber,
};
use serde_json::{json, Value as Json};
use std::collections::HashMap;

/// A version of a permit, with what people want to know of it.
struct Shown {
    number: PermitNumber,
    permit: PermitV1,
    /// The last decision under the version that is shown.
    standing: Standing,
    version: PermitVersion,
    /// The ban on its holder, unless it is over.
    ban: Option<BanV1>,
    names: HashMap<InstitutionId, String>,
    now_ms: u64,
}

/// Prints a permit.
pub async fn show(
    globals: &Globals,
    number: PermitNumber,
    version: Option<u32>,
) -> anyhow::Result<()> {
    let chain = globals.connect().await?;
    let shown = Shown::read(&chain, number, version).await?;
    globals.print(&shown.json(), || shown.text());
    Ok(())
}

/// In a word: in force, or why not.
pub fn state(permit: &PermitV1, now_ms: u64) -> &'static str {
    match permit.in_force_at(now_ms) {
        Ok(_) => "in-force",
        Err(why) => why.word(),
    }
}

impl Shown {
    async fn read(
        chain: &Chain,
        number: PermitNumber,
        version: Option<u32>,
    ) -> anyhow::Result<Shown> {
        let permit = known(chain, number).await?;
        let standing = standing(&permit, version).with_context(|| {
            let newest = permit.present().map_or(0, |present| present.version);
            format!("permit {number} has no such version: its versions are 1 to {newest}")
        })?;
        let at = At::Block(chain.resolve(At::Finalised).await?);
        let version = chain.permit_version(number, standing.version, at).await?;
        let now_ms = chain.time_ms(at).await?;
        let ban = chain.ban(number, at).await?;
        Ok(Shown {
            version: version.context(
                "the chain lacks a version of the permit; use a node with a whole state",
            )?,
            ban: ban.filter(|ban| ban.until_ms > now_ms),
            names: names(chain, at).await?,
            number,
            permit,
            standing,
            now_ms,
        })
    }

    fn file(&self) -> PermitFile {
        let division = self.permit.division;
        PermitFile::of(self.number, division, &self.standing, &self.version)
    }

    fn json(&self) -> Json {
        let in_force = self.permit.in_force_at(self.now_ms);
        json!({
            "number": self.number, "issuer": self.permit.issuer, "holder": self.permit.holder,
            "in_force": in_force.is_ok(), "state": state(&self.permit, self.now_ms),
            "version": self.standing.version, "document": self.version.terms.document,
            "ban": self.ban, "permit": self.file(),
            "standings": self.permit.standings,
        })
    }

    fn name(&self, id: InstitutionId) -> String {
        match self.names.get(&id) {
            Some(name) => format!("{name} (institution {id})"),
            None => format!("institution {id}"),
        }
    }

    fn text(&self) -> String {
        let state = match self.permit.in_force_at(self.now_ms) {
            Ok(version) => format!("in force, version {version}"),
            Err(why) => format!("NOT in force: {}", why.word()),
        };
        let holder = match self.permit.holder {
            Some(holder) => self.name(holder),
            None => "without a credit code".to_owned(),
        };
        let mut lines = vec![
            format!("permit     {}", self.number),
            format!("state      {state}, as of {}", beijing(self.now_ms)),
            format!("holder     {holder}"),
            format!("issuer     {}", self.name(self.permit.issuer)),
            format!("division   {}", self.permit.division),
            format!("version    {}", self.standing.version),
            format!("category   {}", self.version.terms.category),
            format!("valid      {}", valid(&self.standing)),
            format!("document   {}", self.version.terms.document),
        ];
        if let Some(ban) = self.ban {
            lines.push(format!(
                "ban        its holder gets no permit until {}: for permit {}, by an agency of {}",
                beijing(ban.until_ms),
                ban.number,
                ban.division
            ));
        }
        for (code, terms) in &self.version.outlets {
            lines.push(String::new());
            lines.push(outlet(*code, terms));
        }
        lines.push("\ndecisions".to_owned());
        lines.extend(self.permit.standings.iter().map(decision));
        lines.join("\n")
    }
}

/// The last decision under a version, or of all.
fn standing(permit: &PermitV1, version: Option<u32>) -> Option<Standing> {
    let is_asked = |standing: &&Standing| version.is_none_or(|asked| standing.version == asked);
    permit.standings.iter().rev().find(is_asked).copied()
}

fn valid(standing: &Standing) -> String {
    let (from, until) = (standing.valid_from_ms, standing.valid_until_ms);
    format!(
        "from {} until {}, exclusive",
        TimeText(from),
        TimeText(until)
    )
}

fn decision(standing: &Standing) -> String {
    let status = match standing.status {
        PermitStatus::Active => "active",
        PermitStatus::Suspended => "suspended",
        PermitStatus::Revoked => "revoked",
        PermitStatus::Withdrawn => "withdrawn",
        PermitStatus::Cancelled => "cancelled",
    };
    format!(
        "  {}  block {}  version {}  {status}  valid {}\n    document {}",
        beijing(standing.at.time_ms),
        standing.at.block,
        standing.version,
        valid(standing),
        standing.document
    )
}

fn outlet(code: OutletCode, terms: &OutletTermsV1) -> String {
    let treatments: Vec<_> = terms.treatments.iter().map(ToString::to_string).collect();
    let treatments = match treatments.is_empty() {
        true => "no treatment".to_owned(),
        false => format!("treatment {}", treatments.join(", ")),
    };
    let mut text = format!(
        "outlet {code}  {}  {}  {treatments}",
        word(code.medium()),
        position(terms.position)
    );
    if !terms.limits.is_empty() {
        text.push('\n');
        text.push_str(&limits(terms));
    }
    if !terms.yearly_masses.is_empty() {
        let columns = [Column::Left("pollutant"), Column::Right("permitted a year")];
        let rows = terms.yearly_masses.iter();
        let rows = rows.map(|y| [pollutant(y.pollutant), tonnes(Micrograms::from(y.mass))]);
        text.push('\n');
        text.push_str(&table(columns, rows));
    }
    text
}

fn limits(terms: &OutletTermsV1) -> String {
    let columns = [
        Column::Left("pollutant"),
        Column::Left("mean of"),
        Column::Right("limit"),
        Column::Left("basis"),
        Column::Left("standard"),
    ];
    let rows = terms.limits.iter().map(|limit| {
        [
            pollutant(limit.pollutant),
            limit.averaging.to_string(),
            format!("{} {}", limit.value, limit.unit),
            limit.basis.to_string(),
            limit.standard.to_string(),
        ]
    });
    table(columns, rows)
}

/// `118.180000° E, 39.630000° N`.
fn position(position: Position) -> String {
    let degrees = |microdegrees: i32, [positive, negative]: [char; 2]| {
        let letter = if microdegrees < 0 { negative } else { positive };
        let size = microdegrees.unsigned_abs();
        format!("{}.{:06}° {letter}", size / 1_000_000, size % 1_000_000)
    };
    format!(
        "{}, {}",
        degrees(position.longitude_microdegrees(), ['E', 'W']),
        degrees(position.latitude_microdegrees(), ['N', 'S'])
    )
}

#[cfg(test)]
mod tests {
    use super::{super::template::EXAMPLE, *};
    use limpid_primitives::{
        permit::{OutletTerms, PermitTermsV1},
        Digest, Moment,
    };

    const DAY_MS: u64 = 86_400_000;

    fn shown(status: PermitStatus) -> Shown {
        let file: PermitFile = serde_json::from_str(EXAMPLE).unwrap();
        let text = file.text(Digest([7; 32])).unwrap();
        let from_ms = file.validity().from_ms;
        let standing = |status, days| Standing {
            at: Moment {
                block: 9,
                time_ms: from_ms + days * DAY_MS,
            },
            version: 1,
            status,
            valid_from_ms: from_ms,
            valid_until_ms: file.validity().until_ms,
            document: Digest([7; 32]),
        };
        let standings = vec![standing(PermitStatus::Active, 0), standing(status, 1)];
        let permit = PermitV1 {
            issuer: InstitutionId(1),
            holder: Some(InstitutionId(2)),
            division: file.division,
            standings: standings.try_into().unwrap(),
        };
        let codes: Vec<_> = text.outlets.iter().map(|(code, _)| *code).collect();
        let terms = PermitTermsV1 {
            category: text.category,
            document: text.document,
            outlets: codes.try_into().unwrap(),
        };
        let outlets = text.outlets.into_iter();
        Shown {
            number: file.number,
            standing: standing_of(&permit),
            permit,
            version: PermitVersion {
                terms,
                outlets: outlets
                    .map(|(code, OutletTerms::V1(terms))| (code, terms))
                    .collect(),
            },
            ban: None,
            names: HashMap::from([(InstitutionId(2), "唐山钢铁".to_owned())]),
            now_ms: from_ms + 2 * DAY_MS,
        }
    }

    fn standing_of(permit: &PermitV1) -> Standing {
        standing(permit, None).unwrap()
    }

    #[test]
    fn a_permit_is_shown_with_limits_masses_and_decisions() {
        let text = shown(PermitStatus::Active).text();
        for part in [
            "in force, version 1, as of 2026-01-03",
            "唐山钢铁 (institution 2)",
            "from 2026-01-01 until 2031-01-01, exclusive",
            "outlet DA001  air  118.180000° E, 39.630000° N  treatment TA001, TA002",
            "a21002 NOx",
            "50 mg/m3",
            "GB 13223-2011",
            "315.5 t",
            "2026-01-02 00:00:00+08:00  block 9  version 1  active",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
        let text = shown(PermitStatus::Suspended).text();
        assert!(text.contains("NOT in force: suspended"), "{text}");
    }

    #[test]
    fn a_ban_is_shown_with_the_permit_and_the_division_that_can_lift_it() {
        let mut shown = shown(PermitStatus::Revoked);
        assert_eq!(shown.json()["ban"], Json::Null);
        shown.ban = Some(BanV1 {
            until_ms: shown.now_ms + DAY_MS,
            number: shown.number,
            division: "130000".parse().unwrap(),
        });
        let number = shown.number;
        let part =
            format!("until 2026-01-04 00:00:00+08:00: for permit {number}, by an agency of 130000");
        let text = shown.text();
        assert!(text.contains(&part), "{text}");
        let json =
            json!({ "until_ms": shown.now_ms + DAY_MS, "number": number, "division": "130000" });
        assert_eq!(shown.json()["ban"], json);
    }

    #[test]
    fn what_programs_get_can_be_amended() {
        let json = shown(PermitStatus::Suspended).json();
        let template: Json = serde_json::from_str(EXAMPLE).unwrap();
        assert_eq!(json["permit"], template);
        assert_eq!(
            (&json["in_force"], &json["state"]),
            (&json!(false), &json!("suspended"))
        );
        assert_eq!(json["standings"][1]["status"], "suspended");
    }

    #[test]
    fn an_older_version_is_shown_by_the_last_decision_about_it() {
        let permit = shown(PermitStatus::Suspended).permit;
        assert_eq!(
            standing(&permit, Some(1)).unwrap().status,
            PermitStatus::Suspended
        );
        assert_eq!(standing(&permit, Some(2)), None);
    }
}
