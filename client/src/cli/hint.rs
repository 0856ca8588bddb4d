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
    ("Quotas", "OutsideDivision", "`limpid institution show ID` says for which division an agency acts"),
    ("Quotas", "ClassUnknown", "`limpid quota class list` shows the classes"),
    ("Quotas", "ClassExists", "`limpid quota class list` shows it; its rules are changed with `limpid quota class rules`"),
    ("Quotas", "ClassExpired", "`limpid quota class show CLASS` says until when it was valid"),
    ("Quotas", "SetFromAbove", "`limpid quota class show CLASS` says who set the rules, `limpid quota holdings HOLDER --json` who enrolled the holder"),
    ("Quotas", "CapExceeded", "`limpid quota class show CLASS` says how much was allocated; the cap is raised with `limpid quota class rules`"),
    ("Quotas", "HolderUnknown", "`limpid institution list` shows the enterprises"),
    ("Quotas", "AlreadyAllocated", "`limpid quota allocate` with all shares of the decision passes over what was allocated already"),
    ("Quotas", "NotHolder", "`limpid institution show ID` says who acts for whom"),
    ("Quotas", "NotEnrolled", "its agency enrols it with `limpid quota enrol`"),
    ("Quotas", "OutsideZone", "`limpid quota class show CLASS` says where it is good, `limpid quota holdings HOLDER` where the holder's sites are"),
    ("Quotas", "AreaBarred", "`limpid quota class show CLASS` lists the areas that may not buy in"),
    ("Quotas", "OtherSector", "`limpid quota class show CLASS` lists the sectors that may buy in"),
    ("Quotas", "HolderLimit", "`limpid quota class show CLASS` says how much one may hold"),
    ("Quotas", "GroupLimit", "`limpid quota class show CLASS` says how much a group may hold"),
    ("Quotas", "HoldingsFull", "`limpid quota expire` writes off those that are over"),
    ("Quotas", "SellerLocked", "`limpid quota holdings HOLDER` says by what; `limpid quota surrender` or `limpid quota lease return` makes it good"),
    ("Quotas", "Frozen", "`limpid quota freezes` lists the freezes, with their courts"),
    ("Quotas", "NotEnough", "`limpid quota holdings HOLDER` says what is there, and what of it is set aside"),
    ("Quotas", "Leased", "`limpid quota lease list` says what is to come back to whom"),
    ("Quotas", "BoughtToday", "`limpid quota class show CLASS` says when what was bought may be sold"),
    ("Quotas", "SetAside", "`limpid quota withdraw OFFER` and `limpid market cancel` release what is set aside"),
    ("Quotas", "TransferForbidden", "`limpid market place` trades it"),
    ("Quotas", "LeaseToReserve", "`limpid quota offer` without --lease-until is a buy-back"),
    ("Quotas", "LeaseTooLong", "`limpid quota class show CLASS` says how long a lease may be"),
    ("Quotas", "LeasesFull", "`limpid quota lease return LEASE` returns one"),
    ("Quotas", "OffersFull", "`limpid quota withdraw OFFER` takes one back"),
    ("Quotas", "OfferUnknown", "`limpid quota offers` lists the open ones"),
    ("Quotas", "OfferOpen", "`limpid quota offers` says until when"),
    ("Quotas", "LeaseUnknown", "`limpid quota lease list --all` lists all"),
    ("Quotas", "LeaseEnded", "`limpid quota lease list --all` says when"),
    ("Quotas", "LeaseRuns", "`limpid quota lease list` says until when"),
    ("Quotas", "HoldingUnknown", "`limpid quota holdings HOLDER` lists what there is"),
    ("Quotas", "FreezeUnknown", "`limpid quota freezes` lists the freezes"),
    ("Quotas", "AlreadyReleased", "`limpid quota freezes --all` says when and by which court"),
    ("Quotas", "OtherCourt", "`limpid quota freezes` says which"),
    ("Quotas", "PermitUnknown", "`limpid permit list` shows the permits"),
    ("Quotas", "NotPermitHolder", "`limpid permit show NUMBER` says who holds the permit"),
    ("Quotas", "PlaceNotEnrolled", "its agency adds the permit's division with `limpid quota enrol`, naming all places again"),
    ("Quotas", "YearNotCovered", "`limpid quota class show CLASS` says for which years it is, `limpid quota rule list` from which year on emissions are to be covered"),
    ("Quotas", "MoreThanMissing", "`limpid quota shortfall` says how much is missing"),
    ("Quotas", "RuleUnknown", "the agency sets one with `limpid quota rule set`"),
    ("Quotas", "DeadlineAhead", "`limpid quota shortfall` says when it is"),
    ("Quotas", "AlreadyAssessed", "`limpid quota shortfall` says what was found"),
    ("Deposits", "NotBank", "`limpid institution list` shows the settlement banks"),
    ("Deposits", "NotDepositor", "`limpid institution list` shows who is an enterprise or an agency"),
    ("Deposits", "NotEnough", "`limpid deposit show ID` says what is free; held money comes back with `limpid market cancel`"),
    ("Deposits", "PayoutsFull", "`limpid deposit withdraw PAYOUT` takes one back, or wait for the bank"),
    ("Deposits", "PayoutUnknown", "`limpid deposit show` lists the open payouts"),
    ("Market", "ClassUnknown", "`limpid quota class list` shows the classes"),
    ("Market", "AlreadyListed", "change it with `limpid market set`"),
    ("Market", "NotListed", "an exchange lists a class with `limpid market list`"),
    ("Market", "ListingUnfit", "`limpid market template` prints a listing that fits"),
    ("Market", "NotHalted", "`limpid market show` says what is halted"),
    ("Market", "HaltedAbove", "`limpid market show` says who halted it"),
    ("Market", "Halted", "`limpid market show` says who halted it and by which document"),
    ("Market", "MarketClosed", "`limpid market show` says when orders are matched"),
    ("Market", "OutsideBand", "`limpid market show` says between which prices today"),
    ("Market", "UnitsOutOfRange", "`limpid market show` says how many units an order or a negotiated trade has; a bid asks for no more than `limpid market auction show` says"),
    ("Market", "OrdersFull", "cancel some of them: `limpid market orders HOLDER` lists them"),
    ("Market", "OrderUnknown", "it was filled or taken out: `limpid market orders HOLDER` lists those that are open"),
    ("Market", "NotEnoughMoney", "`limpid deposit show ID` says what is free; a settlement bank credits more with `limpid deposit credit`"),
    ("Market", "NotEnough", "`limpid quota holdings HOLDER` says what is free, held and frozen"),
    ("Market", "Frozen", "`limpid quota holdings HOLDER` says what is free, held and frozen"),
    ("Market", "BoughtToday", "the class's rules let what was bought be sold from the next day on: `limpid quota class show CLASS`"),
    ("Market", "SellerLocked", "something is to be made good first: `limpid quota holdings HOLDER` says what"),
    ("Market", "NotEnrolled", "the agency enrols an enterprise with `limpid quota enrol`"),
    ("Market", "OutsideZone", "`limpid quota class show CLASS` says where it is good"),
    ("Market", "AreaBarred", "`limpid quota class show CLASS` lists the areas that may not buy in"),
    ("Market", "OtherSector", "`limpid quota class show CLASS` lists the sectors that may buy in"),
    ("Market", "HolderLimit", "`limpid quota class show CLASS` says how much one may hold"),
    ("Market", "GroupLimit", "`limpid quota class show CLASS` says how much a group may hold"),
    ("Market", "AuctionUnknown", "`limpid market auction show` lists the auctions"),
    ("Market", "RevealOpen", "`limpid market auction show ID` says until when bids are revealed"),
    ("Market", "NotRevealTime", "`limpid market auction show ID` says when bids are revealed"),
    ("Market", "AuctionNotCleared", "`limpid market auction clear ID` comes first"),
    ("Market", "WrongReveal", "reveal it from the file that `limpid market auction bid` wrote"),
    ("Market", "BlockUnknown", "`limpid market block list` lists the open offers"),
    ("Cases", "CaseUnknown", "`limpid case list` lists the cases"),
    ("Cases", "NotHost", "`limpid case list` says who hosts which"),
    ("Cases", "NotMember", "`limpid case show CASE` says who takes part; the host invites with `limpid case invite`"),
    ("Cases", "AgencyUnknown", "`limpid institution list` shows the agencies"),
    ("Cases", "NotInvited", "`limpid case show CASE` says how each agency stands; the host invites with `limpid case invite`"),
    ("Cases", "HasTasks", "`limpid case show CASE` lists the tasks; `limpid case finish-task` and `limpid case withdraw-task` end one"),
    ("Cases", "ClueUnknown", "`limpid case clues` lists the clues"),
    ("Cases", "OutsideDivision", "`limpid case nearest DIVISION` says which office it goes to"),
    ("Cases", "NearerOffice", "`limpid case nearest DIVISION --content FILE` says which office it goes to first"),
    ("Cases", "AlreadyHanded", "`limpid case clues` says what became of it; `limpid case dispute-clue` puts a return before the superior"),
    ("Cases", "NotParty", "`limpid case clues CLUE` says who has to do with it"),
    ("Cases", "AlreadyAnswered", "`limpid case clues CLUE` says what became of it"),
    ("Cases", "StillAnswerable", "`limpid case clues CLUE` says until when the receiver can answer"),
    ("Cases", "AnswerOverdue", "`limpid case accept-clue CLUE` still takes it"),
    ("Cases", "NotDisputed", "`limpid case clues CLUE` says how it stands"),
    ("Cases", "NotSuperior", "`limpid case clues CLUE` says of which division an agency decides"),
    ("Cases", "AlreadyAttached", "`limpid case show CASE` lists the evidence"),
    ("Cases", "PermitUnknown", "`limpid permit list` shows the permits"),
    ("Cases", "ArchiveNotRecognised", "an agency of the host's province recognises the archive with `limpid share recognise`"),
    ("Cases", "NotJoined", "`limpid case show CASE` says who joined; `limpid case invite` invites"),
    ("Cases", "TaskUnknown", "`limpid case show CASE` lists the tasks"),
    ("Cases", "NotYourTask", "`limpid case show CASE` says whose it is"),
    ("Cases", "TaskEnded", "`limpid case show CASE` says what became of it"),
    ("Cases", "TasksOpen", "`limpid case show CASE` lists them; `limpid case withdraw-task` takes one back"),
    ("Sharing", "OutsideDivision", "`limpid institution show ID` says for which division an agency acts"),
    ("Sharing", "KeyNotCurrent", "`limpid share key show INSTITUTION` lists its keys; its administrator registers one with `limpid share key register`"),
    ("Sharing", "SubjectUnknown", "`limpid permit list` shows the permits"),
    ("Sharing", "DataSetUnknown", "`limpid share find` lists the catalogue"),
    ("Sharing", "DataSetWithdrawn", "`limpid share show DATA_SET` says since when"),
    ("Sharing", "NotProvider", "`limpid share show DATA_SET` says who the provider is"),
    ("Sharing", "VersionUnknown", "`limpid share show DATA_SET` says which version is the newest"),
    ("Sharing", "RequestUnknown", "`limpid share requests` lists your requests, with --as provider those to you"),
    ("Sharing", "AlreadyAnswered", "`limpid share requests` says how it was answered"),
    ("Sharing", "ScopeOutside", "`limpid share show DATA_SET` says of which time the data speak"),
    ("Sharing", "GrantUnknown", "`limpid share grants` lists your grants, with --as provider those you gave"),
    ("Sharing", "ExpiryNotLater", "`limpid share grants` says until when it is live; `limpid share revoke` ends it"),
    ("Sharing", "NotEscrowed", "`limpid share request` asks the provider for it"),
    ("Sharing", "NotEscrowAgency", "`limpid share show DATA_SET` says who keeps shares"),
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
        assert_eq!(hint(&error(failure("Market", "DayFull"))), None);
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
