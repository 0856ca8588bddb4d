//! The council of agencies: its decisions, its votes and its seats.

use super::{Arguments, Call};
use crate::chain::Account;
use codec::Compact;
use limpid_primitives::Digest;

const PALLET: &str = "Council";
const SEATS: &str = "CouncilSeats";
/// `MultiAddress::Id`: how these calls name an account.
const ADDRESS_ID: u8 = 0;

/// A decision of the council, by the document of this digest: what carries `call` out with its authority. It comes about by
/// a motion ([`propose`]).
pub fn decide(document: Digest, call: Call) -> Call {
    let arguments = Arguments::Decision {
        document,
        call: Box::new(call),
    };
    Call {
        pallet: "Governance",
        name: "decide",
        arguments,
    }
}

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
    let arguments = Arguments::Close {
        motion,
        index,
        length,
    };
    Call {
        pallet: PALLET,
        name: "close",
        arguments,
    }
}

/// Gives an account a seat in the council. For the council.
pub fn add_seat(account: Account) -> Call {
    Call::new(SEATS, "add_member", (ADDRESS_ID, account.0))
}

/// Takes an account's seat away. For the council.
pub fn remove_seat(account: Account) -> Call {
    Call::new(SEATS, "remove_member", (ADDRESS_ID, account.0))
}

/// Gives the seat of one account to another. For the council.
pub fn swap_seat(from: Account, to: Account) -> Call {
    Call::new(SEATS, "swap_member", (ADDRESS_ID, from.0, ADDRESS_ID, to.0))
}

/// For or against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Vote {
    /// For.
    Aye,
    /// Against.
    Nay,
}
