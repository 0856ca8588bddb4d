//! The founders of a chain: agencies with their administrators, seats in the council, validators and nodes.

use super::tag_rules::tag_rules;
use crate::{
    configs::{AUTHORITIES_MAX, NODES_OF_INSTITUTION_MAX, SEATS_MAX},
    AccountId, RuntimeGenesisConfig, SessionKeys,
};
use alloc::{collections::BTreeSet, string::String, vec, vec::Vec};
use core::fmt;
use frame_support::build_struct_json_patch;
use limpid_primitives::{
    Digest, DivisionCode, Duty, InstitutionId, InstitutionKind, InstitutionName, NodeAddress,
    NodeKey, Uscc,
};
use pallet_institutions::{GenesisInstitution, GenesisMember};
use serde::{Deserialize, Serialize};
use sp_core::{ed25519, sr25519};

/// The fewest validators of a chain that can lose one of them without losing finality.
const VALIDATORS_MIN: u32 = 4;
/// Ten minutes: what a change of the validators may wait for, twice.
const SESSION_BLOCKS: u32 = 200;

/// The founders' file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Founders {
    /// Length of a session: a change of the validators works from the end of the next one on.
    #[serde(default = "session_blocks")]
    pub session_blocks: u32,
    /// The chain never has fewer validators.
    #[serde(default = "validators_min")]
    pub validators_min: u32,
    /// The founding agencies, in the order of their numbers from 1.
    pub institutions: Vec<Founder>,
}

/// A founding agency. Accounts and keys are public keys in hex.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Founder {
    /// Its credit code.
    pub uscc: Uscc,
    /// Its name.
    pub name: InstitutionName,
    /// Its division.
    pub division: DivisionCode,
    /// The account of its first administrator.
    pub administrator: Digest,
    /// Whether the administrator has a seat in the council.
    pub council_seat: bool,
    /// The validator it runs, if any.
    #[serde(default)]
    pub validator: Option<FounderValidator>,
    /// The nodes it runs, if the chain lists its nodes.
    #[serde(default)]
    pub nodes: Vec<FounderNode>,
}

/// A founder's validator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FounderValidator {
    /// Its account: the administrator's, or one of its own, which becomes a member with the duty to submit.
    pub account: Digest,
    /// The key it authors with (sr25519).
    pub aura: Digest,
    /// The key it votes on finality with (ed25519).
    pub grandpa: Digest,
}

/// A founder's node.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FounderNode {
    /// Its network key.
    pub key: NodeKey,
    /// Where it listens.
    pub addresses: Vec<NodeAddress>,
}

fn session_blocks() -> u32 {
    SESSION_BLOCKS
}

fn validators_min() -> u32 {
    VALIDATORS_MIN
}

/// Why no chain can begin with these founders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FoundersError {
    /// The file is not what it should be.
    File(String),
    /// Fewer validators than `validators_min`.
    TooFewValidators {
        /// How many there are.
        found: u32,
        /// How many there must be.
        least: u32,
    },
    /// A chain of fewer than four validators loses finality with the first that fails.
    MinimumTooLow(u32),
    /// `session_blocks` is 0.
    NoSession,
    /// More of something than the chain can carry.
    TooMany {
        /// Of what.
        what: &'static str,
        /// How many there are.
        found: usize,
        /// How many there may be.
        most: u32,
    },
    /// No administrator has a seat in the council.
    NoCouncil,
    /// Two founders share what each must have alone.
    Shared(&'static str, String),
    /// A node is listed without an address.
    NoAddress(NodeKey),
    /// Only some of the validators' agencies list nodes: the others could not connect.
    NotListed(Uscc),
}

impl fmt::Display for FoundersError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(reason) => write!(f, "this is no founders' file: {reason}"),
            Self::TooFewValidators { found, least } => write!(
                f,
                "there are {found} validators and the chain needs {least}: name more"
            ),
            Self::MinimumTooLow(least) => write!(
                f,
                "validators_min is {least}; below {VALIDATORS_MIN} the loss of one validator stops finality"
            ),
            Self::NoSession => write!(f, "session_blocks is 0; it must be at least 1"),
            Self::TooMany { what, found, most } => {
                write!(f, "there are {found} {what}; the chain carries {most}")
            }
            Self::NoCouncil => write!(
                f,
                "nobody has a seat in the council, so nothing could ever be decided: set council_seat for the agencies that found it"
            ),
            Self::Shared(what, which) => {
                write!(f, "two founders have the {what} {which}; each needs its own")
            }
            Self::NoAddress(key) => write!(
                f,
                "the node {key} has no address: give where it listens, such as /ip4/10.0.0.1/tcp/30333"
            ),
            Self::NotListed(uscc) => write!(
                f,
                "{uscc} runs a validator and lists no node while others do: its validator could not connect; list it, or list none at all"
            ),
        }
    }
}

impl Founders {
    /// Reads a founders' file, JSON. A chain of one's own has at least four validators; only the development preset has fewer.
    pub fn from_json(json: &[u8]) -> Result<Self, FoundersError> {
        let founders: Self = serde_json::from_slice(json)
            .map_err(|error| FoundersError::File(alloc::format!("{error}")))?;
        match founders.validators_min {
            least if least < VALIDATORS_MIN => Err(FoundersError::MinimumTooLow(least)),
            _ => Ok(founders),
        }
    }

    /// The genesis of their chain, as a JSON patch of the genesis configuration.
    pub fn genesis(&self) -> Result<serde_json::Value, FoundersError> {
        self.check()?;
        Ok(self.patch())
    }

    fn check(&self) -> Result<(), FoundersError> {
        if self.session_blocks == 0 {
            return Err(FoundersError::NoSession);
        }
        self.check_many()?;
        let found = u32::try_from(self.validators().count()).unwrap_or(u32::MAX);
        if found < self.validators_min {
            return Err(FoundersError::TooFewValidators {
                found,
                least: self.validators_min,
            });
        }
        if !self.institutions.iter().any(|founder| founder.council_seat) {
            return Err(FoundersError::NoCouncil);
        }
        self.check_alone()?;
        self.check_nodes()
    }

    /// What the chain has room for.
    fn check_many(&self) -> Result<(), FoundersError> {
        let seats = self.institutions.iter().filter(|f| f.council_seat);
        let nodes = self.institutions.iter().map(|f| f.nodes.len());
        let counts = [
            ("validators", self.validators().count(), AUTHORITIES_MAX),
            ("seats of the council", seats.count(), SEATS_MAX),
            (
                "nodes of one institution",
                nodes.max().unwrap_or(0),
                NODES_OF_INSTITUTION_MAX,
            ),
        ];
        for (what, found, most) in counts {
            if u32::try_from(found).map_or(true, |found| found > most) {
                return Err(FoundersError::TooMany { what, found, most });
            }
        }
        Ok(())
    }

    /// What each must have alone: codes, accounts and keys.
    fn check_alone(&self) -> Result<(), FoundersError> {
        let uscc = self
            .institutions
            .iter()
            .map(|f| alloc::format!("{}", f.uscc));
        alone("credit code", uscc)?;
        let accounts = self.institutions.iter().flat_map(Founder::accounts);
        alone(
            "account",
            accounts.map(|account| alloc::format!("{account}")),
        )?;
        let keys = self.validators().map(|v| alloc::format!("{}", v.aura));
        alone("Aura key", keys)?;
        let keys = self.validators().map(|v| alloc::format!("{}", v.grandpa));
        alone("GRANDPA key", keys)?;
        let nodes = self.institutions.iter().flat_map(|founder| &founder.nodes);
        alone("node", nodes.map(|node| alloc::format!("{}", node.key)))
    }

    fn check_nodes(&self) -> Result<(), FoundersError> {
        let mut nodes = self.institutions.iter().flat_map(|founder| &founder.nodes);
        if let Some(node) = nodes.clone().find(|node| node.addresses.is_empty()) {
            return Err(FoundersError::NoAddress(node.key));
        }
        let left_out = self
            .institutions
            .iter()
            .find(|founder| founder.validator.is_some() && founder.nodes.is_empty());
        match (nodes.next(), left_out) {
            (Some(_), Some(founder)) => Err(FoundersError::NotListed(founder.uscc)),
            _ => Ok(()),
        }
    }

    fn validators(&self) -> impl Iterator<Item = &FounderValidator> {
        self.institutions
            .iter()
            .filter_map(|founder| founder.validator.as_ref())
    }

    fn nodes(&self) -> Vec<(InstitutionId, NodeKey, Vec<NodeAddress>)> {
        (1..)
            .zip(&self.institutions)
            .flat_map(|(number, founder)| {
                founder
                    .nodes
                    .iter()
                    .map(move |node| (InstitutionId(number), node.key, node.addresses.clone()))
            })
            .collect()
    }

    fn patch(&self) -> serde_json::Value {
        let keys: Vec<(AccountId, AccountId, SessionKeys)> = self
            .validators()
            .map(|validator| {
                let account = AccountId::from(validator.account.0);
                (account.clone(), account, validator.session_keys())
            })
            .collect();
        let validators: Vec<AccountId> = keys.iter().map(|(account, ..)| account.clone()).collect();
        let mut council: Vec<AccountId> = self
            .institutions
            .iter()
            .filter(|founder| founder.council_seat)
            .map(|founder| AccountId::from(founder.administrator.0))
            .collect();
        council.sort();
        let council = frame_support::BoundedVec::truncate_from(council);
        build_struct_json_patch!(RuntimeGenesisConfig {
            institutions: pallet_institutions::GenesisConfig {
                institutions: self
                    .institutions
                    .iter()
                    .map(Founder::institution)
                    .collect::<Vec<_>>()
            },
            council_seats: pallet_membership::GenesisConfig { members: council },
            session: pallet_session::GenesisConfig { keys },
            validators: pallet_validators::GenesisConfig {
                validators: validators,
                minimum: self.validators_min,
                session_blocks: self.session_blocks
            },
            nodes: pallet_nodes::GenesisConfig {
                nodes: self.nodes()
            },
            tags: pallet_tags::GenesisConfig { rules: tag_rules() },
        })
    }
}

impl Founder {
    /// The administrator's account, and the validator's if it is another.
    fn accounts(&self) -> Vec<Digest> {
        let mut accounts = vec![self.administrator];
        accounts.extend(
            self.validator
                .as_ref()
                .map(|validator| validator.account)
                .filter(|account| *account != self.administrator),
        );
        accounts
    }

    fn institution(&self) -> GenesisInstitution<AccountId> {
        let administrator = [Duty::Administrator, Duty::Submitter, Duty::Approver];
        let members = self
            .accounts()
            .into_iter()
            .enumerate()
            .map(|(place, account)| {
                let duties = match place {
                    0 => administrator.into_iter().collect(),
                    _ => Duty::Submitter.into(),
                };
                GenesisMember {
                    account: account.0.into(),
                    duties,
                }
            });
        GenesisInstitution {
            kind: InstitutionKind::Agency,
            uscc: self.uscc,
            name: self.name.clone(),
            division: self.division,
            admitted_by: None,
            members: members.collect(),
        }
    }
}

impl FounderValidator {
    fn session_keys(&self) -> SessionKeys {
        SessionKeys {
            aura: sr25519::Public::from_raw(self.aura.0).into(),
            grandpa: ed25519::Public::from_raw(self.grandpa.0).into(),
        }
    }
}

/// Refuses the first of `values` that comes twice.
fn alone(what: &'static str, values: impl Iterator<Item = String>) -> Result<(), FoundersError> {
    let mut seen = BTreeSet::new();
    for value in values {
        if !seen.insert(value.clone()) {
            return Err(FoundersError::Shared(what, value));
        }
    }
    Ok(())
}
