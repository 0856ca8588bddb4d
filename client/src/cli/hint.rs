//! What to do next when the chain refuses: its own words know no command, this table does.

use crate::chain::{Failure, SubmitError};

/// Pallet, error, and the command that helps. Errors whose own words say all are left out.
const HINTS: &[(&str, &str, &str)] = &[
    ("Anchors", "PermitUnknown", "`limpid permit list` shows the permits; the agency issues one with `limpid permit issue`"),
    ("Anchors", "PermitNotInForce", "`limpid permit show NUMBER` says why the permit is not in force"),
    ("Anchors", "OutletUnknown", "`limpid permit show NUMBER` lists the outlets; the agency adds one with `limpid permit amend`"),
    ("Permits", "OutsideDivision", "`limpid institution show ID` says for which division an agency acts"),
    ("Permits", "HolderUnknown", "`limpid institution list` shows who is admitted; an agency admits an enterprise with `limpid institution admit`"),
    ("Permits", "HolderBanned", "`limpid permit show NUMBER` of the permit that was taken says until when; `limpid permit lift-ban` ends it before"),
    ("Permits", "NotBanned", "`limpid permit show NUMBER` says for which of its holder's permits there is a ban"),
    ("Permits", "PermitUnknown", "`limpid permit list` shows the permits"),
    ("Permits", "PermitStands", "change it with `limpid permit amend` or `limpid permit renew`"),
    ("Permits", "PermitSuspended", "`limpid permit reinstate` puts it in force again"),
    ("Permits", "PermitExpired", "`limpid permit issue` issues a new one under the number"),
    ("Permits", "PermitRevoked", "`limpid permit show NUMBER` says when, and until when its holder is banned"),
    ("Permits", "PermitWithdrawn", "`limpid permit show NUMBER` says when, and until when its holder is banned"),
    ("Permits", "PermitCancelled", "`limpid permit issue` issues a new one under the number"),
    ("Tags", "RuleUnknown", "`limpid tag rules` lists the codes"),
    ("Tags", "PermitUnknown", "`limpid permit list` shows the permits"),
    ("Tags", "NotHolder", "`limpid permit show NUMBER` says who holds the permit"),
    ("Tags", "OutletUnknown", "`limpid permit show NUMBER` lists the outlets"),
    ("Tags", "TagUnknown", "`limpid tag list OUTLET` lists the tags"),
    ("Tags", "AlreadyReviewed", "`limpid tag list OUTLET` says by whom and when"),
    ("Emissions", "PermitUnknown", "`limpid permit list` shows the permits"),
    ("Emissions", "OutletUnknown", "`limpid permit show NUMBER` lists the outlets of each version"),
    ("Emissions", "NoSubstitutionRule", "the agency sets one with `limpid emissions set-substitution`"),
    ("Emissions", "OutsideDivision", "`limpid institution show ID` says for which division an agency acts"),
    ("Emissions", "NoLimit", "`limpid permit show NUMBER` lists the limits"),
    ("Emissions", "DataTagged", "`limpid tag list OUTLET` lists the tags, `limpid emissions rules` how much of an hour or day they may cover"),
    ("Emissions", "AlreadyFound", "`limpid finding list` lists the findings"),
    ("Emissions", "FindingUnknown", "`limpid finding list` lists the findings"),
    ("Emissions", "NotReviewed", "`limpid finding review ID --kind technical` and `--kind legal`, by two approvers"),
    ("Emissions", "NotNotified", "`limpid finding notify ID` comes first"),
    ("Emissions", "AlreadyReviewed", "`limpid finding show ID` says what comes next"),
    ("Emissions", "AlreadyNotified", "`limpid finding show ID` says what comes next"),
    ("Emissions", "ReviewGiven", "`limpid finding show ID` says which review is missing"),
    ("Emissions", "StatementPending", "`limpid finding show ID` says until when the party may state its position"),
    ("Emissions", "StatementTooLate", "`limpid finding show ID` says until when it could"),
];

/// What helps with an error the chain gave, if a command does.
pub fn hint(error: &anyhow::Error) -> Option<&'static str> {
    let failure = error.chain().find_map(|cause| match cause.downcast_ref() {
        Some(SubmitError::Failed(failure)) => Some(failure),
        _ => None,
    })?;
    of(failure)
}

fn of(failure: &Failure) -> Option<&'static str> {
    let fits = |(pallet, name, _): &&(&str, &str, &str)| {
        *pallet == failure.pallet && *name == failure.name
    };
    HINTS.iter().find(fits).map(|(_, _, hint)| *hint)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{chain::Value, cli::Cli};
    use anyhow::Context;
    use clap::CommandFactory;

    #[test]
    fn a_refusal_is_followed_by_the_command_that_helps() {
        let failure = |pallet: &str, name: &str| Failure {
            pallet: pallet.to_owned(),
            name: name.to_owned(),
            docs: String::new(),
            fields: Value::Fields(vec![]),
            block: 1,
        };
        let error = |failure| anyhow::Error::new(SubmitError::Failed(Box::new(failure)));
        let found = hint(&error(failure("Tags", "RuleUnknown")).context("a tag"));
        assert_eq!(found, Some("`limpid tag rules` lists the codes"));
        assert_eq!(hint(&error(failure("Tags", "DayFull"))), None);
        assert_eq!(hint(&error(failure("Market", "RuleUnknown"))), None);
        let other = Err::<(), _>(SubmitError::Rejected("no".to_owned())).context("x");
        assert_eq!(hint(&other.unwrap_err()), None);
    }

    #[test]
    fn every_hint_names_commands_there_are() {
        for (pallet, name, hint) in HINTS {
            let commands = hint.split('`').skip(1).step_by(2);
            for words in commands.filter_map(|command| command.strip_prefix("limpid ")) {
                let mut command = Cli::command();
                let names = words
                    .split(' ')
                    .filter(|word| word.starts_with(|c: char| c.is_ascii_lowercase()));
                for word in names.take(2) {
                    let found = command.find_subcommand(word).cloned();
                    command = found.unwrap_or_else(|| panic!("{pallet}.{name}: {words}"));
                }
            }
            assert!(hint.contains("`limpid "), "{pallet}.{name}");
        }
    }
}
