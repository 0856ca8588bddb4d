//! `limpid emissions show`: a year of a permit, read from the chain.

use super::{
    report::{PermitYear, DAY, MONTH},
    year::{days_of, Line, OutletYear, YEARS},
};
use crate::{
    chain::{At, Chain},
    cli::{permit::known, Globals},
};
use anyhow::ensure;
use limpid_primitives::{
    permit::{PermitStatus, PermitV1},
    Day, Outlet, OutletCode, PermitNumber, Pollutant,
};
use std::collections::BTreeMap;

/// Which year of which permit.
#[derive(Debug, clap::Args)]
pub struct ShowArgs {
    /// The permit's number.
    #[arg(long, value_name = "NUMBER")]
    permit: PermitNumber,
    /// The year.
    #[arg(long, value_parser = parse_year)]
    year: u16,
    /// Of this outlet only, as DA001.
    #[arg(long, value_name = "CODE")]
    outlet: Option<OutletCode>,
    /// Of this pollutant only, as a21002.
    #[arg(long, value_name = "CODE")]
    pollutant: Option<Pollutant>,
    /// Chart each day instead of the months.
    #[arg(long)]
    daily: bool,
}

fn parse_year(text: &str) -> Result<u16, String> {
    let year = text.parse().ok().filter(|year| YEARS.contains(year));
    year.ok_or_else(|| "a year has four digits, as 2026".to_owned())
}

/// Prints a year.
pub async fn show(globals: &Globals, args: &ShowArgs) -> anyhow::Result<()> {
    let chain = globals.connect().await?;
    let year = PermitYear::read(&chain, args).await?;
    let characters = if args.daily { DAY } else { MONTH };
    globals.print(&year.json(characters), || year.text(characters));
    Ok(())
}

impl PermitYear {
    async fn read(chain: &Chain, args: &ShowArgs) -> anyhow::Result<PermitYear> {
        let at = At::Block(chain.resolve(At::Finalised).await?);
        let permit = known(chain, args.permit).await?;
        let now_ms = chain.time_ms(at).await?;
        let days: Vec<Day> = days_of(args.year).collect();
        let over = over(&permit, &days, now_ms);
        let mut outlets = outlets(chain, args, &permit, now_ms, at).await?;
        if let Some(code) = args.outlet {
            outlets.retain(|known, _| *known == code);
            ensure!(
                !outlets.is_empty(),
                "permit {} has no outlet {code} in {}; `limpid permit show` lists its outlets",
                args.permit,
                args.year
            );
        }
        for (code, outlet_year) in &mut outlets {
            let outlet = Outlet {
                permit: args.permit,
                code: *code,
            };
            outlet_year.days = chain.day_totals(outlet, &days, at).await?;
            if let Some((first, end)) = over.first().zip(over.last().and_then(|last| last.next())) {
                outlet_year.gaps = chain.days_without_data(outlet, *first, end, at).await?;
                outlet_year.gaps.retain(|(day, _)| over.contains(day));
            }
        }
        let lines = outlets
            .iter()
            .flat_map(|(code, year)| year.lines(*code, &over));
        let is_asked = |line: &Line| {
            args.pollutant
                .is_none_or(|asked| line.entry.pollutant == asked)
        };
        Ok(PermitYear {
            permit: args.permit,
            year: args.year,
            now_ms,
            lines: lines.filter(is_asked).collect(),
            over,
            outlets,
        })
    }
}

/// The days that are over, and for which the permit stood. What is discharged without a permit counts all the same.
fn over(permit: &PermitV1, days: &[Day], now_ms: u64) -> Vec<Day> {
    let stood = |day: &&Day| {
        let standing = permit.standing_at(day.start_ms());
        standing.is_some_and(|standing| {
            let is_valid =
                standing.valid_from_ms <= day.start_ms() && day.end_ms() <= standing.valid_until_ms;
            match standing.status {
                PermitStatus::Active | PermitStatus::Suspended => is_valid,
                PermitStatus::Revoked | PermitStatus::Withdrawn | PermitStatus::Cancelled => false,
            }
        })
    };
    let is_over = |day: &&Day| day.end_ms() <= now_ms;
    days.iter().filter(is_over).filter(stood).copied().collect()
}

/// The outlets of the version that stood last in the year, and those that were counted.
async fn outlets(
    chain: &Chain,
    args: &ShowArgs,
    permit: &PermitV1,
    now_ms: u64,
    at: At,
) -> anyhow::Result<BTreeMap<OutletCode, OutletYear>> {
    let end_ms = days_of(args.year)
        .last()
        .map_or(now_ms, |day| day.end_ms().saturating_sub(1));
    let version = match permit.standing_at(end_ms.min(now_ms)) {
        Some(standing) => {
            chain
                .permit_version(args.permit, standing.version, at)
                .await?
        }
        None => None,
    };
    let mut outlets: BTreeMap<OutletCode, OutletYear> = BTreeMap::new();
    for (code, terms) in version.into_iter().flat_map(|version| version.outlets) {
        outlets.entry(code).or_default().terms = Some(terms);
    }
    for (code, total) in chain.year_totals(args.permit, args.year, at).await? {
        outlets.entry(code).or_default().total = total;
    }
    Ok(outlets)
}

#[cfg(test)]
mod tests {
    use super::*;
    use limpid_primitives::{permit::Standing, Digest, InstitutionId, Moment};

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn standing(status: PermitStatus, at: &str, from: &str, until: &str) -> Standing {
        Standing {
            at: Moment {
                block: 1,
                time_ms: day(at).start_ms(),
            },
            version: 1,
            status,
            valid_from_ms: day(from).start_ms(),
            valid_until_ms: day(until).start_ms(),
            document: Digest([1; 32]),
        }
    }

    fn permit(standings: Vec<Standing>) -> PermitV1 {
        PermitV1 {
            issuer: InstitutionId(1),
            holder: None,
            division: "130200".parse().unwrap(),
            standings: standings.try_into().unwrap(),
        }
    }

    #[test]
    fn days_are_expected_while_the_permit_stands() {
        use PermitStatus::{Active, Revoked, Suspended};
        let days: Vec<_> = days_of(2026).collect();
        let now_ms = day("2026-04-01").start_ms() + 1;
        let (from, until) = ("2026-01-11", "2026-03-11");
        let active = standing(Active, from, from, until);
        let count = |standings| over(&permit(standings), &days, now_ms).len();
        // 21 days of January, 28, and 10 of March.
        assert_eq!(count(vec![active]), 59);
        let suspended = standing(Suspended, "2026-02-01", from, until);
        assert_eq!(count(vec![active, suspended]), 59);
        let revoked = standing(Revoked, "2026-02-01", from, until);
        assert_eq!(count(vec![active, revoked]), 21);
        let today = over(&permit(vec![active]), &days, day("2026-01-12").start_ms());
        assert_eq!(today, [day("2026-01-11")]);
    }
}
