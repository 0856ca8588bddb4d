//! The calls this client makes, one constructor each. Their indices are looked up by name in the chain's metadata.

use super::{error::ChainError, metadata::Metadata};
use codec::{Compact, Encode};

/// Something to be carried out on chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    pallet: &'static str,
    name: &'static str,
    arguments: Arguments,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Arguments {
    /// SCALE of the arguments in order.
    Encoded(Vec<u8>),
    /// A motion: a threshold, the call and a bound of its length.
    Motion { threshold: u32, call: Box<Call> },
}

impl Call {
    fn new(pallet: &'static str, name: &'static str, arguments: impl Encode) -> Call {
        Call {
            pallet,
            name,
            arguments: Arguments::Encoded(arguments.encode()),
        }
    }

    /// `Pallet.call`, as people write it.
    pub fn name(&self) -> String {
        match &self.arguments {
            Arguments::Encoded(_) => format!("{}.{}", self.pallet, self.name),
            Arguments::Motion { call, .. } => {
                format!("{}.{} of {}", self.pallet, self.name, call.name())
            }
        }
    }

    /// The bytes of this call on the chain with this metadata.
    pub fn encode(&self, metadata: &Metadata) -> Result<Vec<u8>, ChainError> {
        let mut bytes = metadata.call_index(self.pallet, self.name)?.to_vec();
        match &self.arguments {
            Arguments::Encoded(arguments) => bytes.extend(arguments),
            Arguments::Motion { threshold, call } => {
                let call = call.encode(metadata)?;
                Compact(*threshold).encode_to(&mut bytes);
                bytes.extend(&call);
                Compact(u32::try_from(call.len()).unwrap_or(u32::MAX)).encode_to(&mut bytes);
            }
        }
        Ok(bytes)
    }
}

/// A text in a block, without effect.
pub fn remark(text: &[u8]) -> Call {
    Call::new("System", "remark", text)
}

pub use anchors::*;
pub use council::*;
pub use institutions::*;

mod institutions {
    use super::Call;
    use crate::chain::Account;
    use limpid_primitives::{
        Digest, DivisionCode, Duties, InstitutionId, InstitutionKind, InstitutionName, Uscc,
    };

    const PALLET: &str = "Institutions";

    /// Admits an institution with its first administrator.
    pub fn admit_institution(
        kind: InstitutionKind,
        uscc: Uscc,
        name: &InstitutionName,
        division: DivisionCode,
        administrator: Account,
    ) -> Call {
        Call::new(
            PALLET,
            "admit_institution",
            (kind, uscc, name, division, administrator.0),
        )
    }

    /// Corrects an institution's name and division.
    pub fn amend_institution(
        institution: InstitutionId,
        name: &InstitutionName,
        division: DivisionCode,
    ) -> Call {
        Call::new(PALLET, "amend_institution", (institution, name, division))
    }

    /// Suspends an institution; the digest is that of the document saying why.
    pub fn suspend_institution(institution: InstitutionId, reason: Digest) -> Call {
        Call::new(PALLET, "suspend_institution", (institution, reason))
    }

    /// Lets a suspended institution act again; the digest is that of the document saying why.
    pub fn reinstate_institution(institution: InstitutionId, reason: Digest) -> Call {
        Call::new(PALLET, "reinstate_institution", (institution, reason))
    }

    /// Makes an account a member of the signer's institution.
    pub fn add_member(account: Account, duties: Duties) -> Call {
        Call::new(PALLET, "add_member", (account.0, duties))
    }

    /// Sets all the duties of a member of the signer's institution.
    pub fn set_duties(account: Account, duties: Duties) -> Call {
        Call::new(PALLET, "set_duties", (account.0, duties))
    }

    /// Removes a member.
    pub fn remove_member(account: Account) -> Call {
        Call::new(PALLET, "remove_member", account.0)
    }

    /// What an institution may take of the chain in one window.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, codec::Encode, codec::Decode)]
    pub struct Allowance {
        /// Computation, in picoseconds of the reference machine.
        pub ref_time: u64,
        /// Bytes of transactions.
        pub bytes: u64,
    }

    /// Sets what an institution may take in one window; `None` puts the default back. For the council.
    pub fn set_allowance(institution: InstitutionId, allowance: Option<Allowance>) -> Call {
        Call::new(PALLET, "set_allowance", (institution, allowance))
    }

    /// Makes an account administrator of an institution. For its admitting authority.
    pub fn appoint_administrator(institution: InstitutionId, account: Account) -> Call {
        Call::new(PALLET, "appoint_administrator", (institution, account.0))
    }
}

mod council {
    use super::{Arguments, Call};
    use codec::Compact;
    use limpid_primitives::Digest;

    const PALLET: &str = "Council";

    /// What carrying out a motion may weigh at most: below the runtime's own bound of half a block.
    const MOTION_REF_TIME_MAX: u64 = 400_000_000_000;
    const MOTION_PROOF_BYTES_MAX: u64 = 5 * 1024 * 1024;

    /// Puts a call to the council's vote. With a threshold of 1 it is carried out at once.
    pub fn propose(threshold: u32, call: Call) -> Call {
        let arguments = Arguments::Motion {
            threshold,
            call: Box::new(call),
        };
        Call {
            pallet: PALLET,
            name: "propose",
            arguments,
        }
    }

    /// A council member's vote on a motion.
    pub fn vote(motion: Digest, index: u32, vote: Vote) -> Call {
        Call::new(PALLET, "vote", (motion, Compact(index), vote == Vote::Aye))
    }

    /// Ends a motion that is decided: carries it out or drops it. `length` is that of the proposed call.
    pub fn close(motion: Digest, index: u32, length: u32) -> Call {
        let weight = (
            Compact(MOTION_REF_TIME_MAX),
            Compact(MOTION_PROOF_BYTES_MAX),
        );
        Call::new(
            PALLET,
            "close",
            (motion, Compact(index), weight, Compact(length)),
        )
    }

    /// For or against.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
    pub enum Vote {
        /// For.
        Aye,
        /// Against.
        Nay,
    }
}

mod anchors {
    use super::Call;
    use crate::keys::GatewayKey;
    use limpid_evidence::SignedHeader;
    use limpid_primitives::{Digest, DivisionCode, GatewayId, InstitutionId, Mn, Outlet};

    const PALLET: &str = "Anchors";

    /// Registers a gateway with its first key, which proves that it is held.
    pub fn register_gateway(
        genesis: &Digest,
        operator: InstitutionId,
        division: DivisionCode,
        key: &GatewayKey,
    ) -> Call {
        let proof = key.proof(genesis, operator);
        Call::new(
            PALLET,
            "register_gateway",
            (operator, division, key.public(), proof),
        )
    }

    /// Replaces a gateway's key by one that proves that it is held. The operator is the gateway's.
    pub fn rotate_key(
        genesis: &Digest,
        gateway: GatewayId,
        operator: InstitutionId,
        key: &GatewayKey,
    ) -> Call {
        let proof = key.proof(genesis, operator);
        Call::new(PALLET, "rotate_key", (gateway, key.public(), proof))
    }

    /// Suspends a gateway; the digest is that of the document saying why.
    pub fn suspend_gateway(gateway: GatewayId, reason: Digest) -> Call {
        Call::new(PALLET, "suspend_gateway", (gateway, reason))
    }

    /// Takes a suspended gateway's batches again; the digest is that of the document saying why.
    pub fn reinstate_gateway(gateway: GatewayId, reason: Digest) -> Call {
        Call::new(PALLET, "reinstate_gateway", (gateway, reason))
    }

    /// Binds a device to an outlet at a gateway, from an observed time on.
    pub fn bind_outlet(gateway: GatewayId, outlet: Outlet, mn: Mn, from_ms: u64) -> Call {
        Call::new(PALLET, "bind_outlet", (gateway, outlet, mn, from_ms))
    }

    /// Ends the binding of an outlet at a gateway, at an observed time (exclusive).
    pub fn unbind_outlet(gateway: GatewayId, outlet: Outlet, until_ms: u64) -> Call {
        Call::new(PALLET, "unbind_outlet", (gateway, outlet, until_ms))
    }

    /// Anchors batches by their signed headers, in this order. At most the chain's `HeadersMax`.
    pub fn anchor_batches(headers: &[SignedHeader]) -> Call {
        Call::new(PALLET, "anchor_batches", headers)
    }
}
