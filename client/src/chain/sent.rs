//! A transaction under way: whether it still comes, is sent again, or is signed anew.

/// Finalised blocks a transaction may be missing from before it is sent again.
const RESEND_AFTER_BLOCKS: u32 = 4;

/// A transaction that was sent.
pub(super) struct Sent {
    /// Its number among the account's.
    pub(super) nonce: u32,
    /// The transaction as it stands in a block's body.
    pub(super) text: String,
    /// The version of the runtime it is signed for.
    pub(super) spec_version: u32,
    /// The first block that can no longer include it.
    pub(super) dies_at: u32,
    /// The newest finalised block when it was sent last.
    pub(super) sent_at: u32,
}

/// What becomes of a transaction that was not found up to a finalised block.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// It may still come.
    UnderWay,
    /// It should have come: it is sent again.
    Overdue,
    /// It can never be included: it is signed anew.
    Dead,
    /// The runtime it is signed for is gone: it is signed anew, under the same number. A pool may hold it for a while yet, and
    /// count it.
    Void,
}

impl Sent {
    /// Whether it should stand in a finalised block by now.
    pub(super) fn is_overdue(&self, head: u32) -> bool {
        head.saturating_sub(self.sent_at) >= RESEND_AFTER_BLOCKS
    }

    /// Its fate after the finalised block `head`, whose runtime has this version; `nonce` is the account's there, as far as
    /// it is known. Every block up to `head` was searched: what has died or lost its number by then is not in the chain.
    pub(super) fn fate(&self, head: u32, spec_version: u32, nonce: Option<u32>) -> Fate {
        // Versions only rise. One that is ahead of the finalised one was signed for an upgrade that is not final yet.
        let is_void = self.spec_version < spec_version;
        let has_lost_number = nonce.is_some_and(|nonce| nonce > self.nonce);
        if has_lost_number || head >= self.dies_at {
            Fate::Dead
        } else if is_void {
            Fate::Void
        } else if self.is_overdue(head) {
            Fate::Overdue
        } else {
            Fate::UnderWay
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent() -> Sent {
        Sent {
            nonce: 7,
            text: String::new(),
            spec_version: 101,
            dies_at: 74,
            sent_at: 10,
        }
    }

    #[test]
    fn a_transaction_is_sent_again_while_it_can_be_included() {
        assert_eq!(sent().fate(13, 101, None), Fate::UnderWay);
        assert_eq!(sent().fate(14, 101, Some(7)), Fate::Overdue);
        assert_eq!(sent().fate(73, 101, Some(7)), Fate::Overdue);
        assert_eq!(sent().fate(74, 101, Some(7)), Fate::Dead);
        assert_eq!(sent().fate(14, 101, Some(8)), Fate::Dead);
    }

    #[test]
    fn an_upgrade_that_is_final_makes_what_was_signed_before_it_void() {
        assert_eq!(sent().fate(11, 102, None), Fate::Void);
        // Its number is gone as well: another one is needed.
        assert_eq!(sent().fate(14, 102, Some(8)), Fate::Dead);
        // Signed for an upgrade that the best block has and the finalised one has not: signing it again would double it.
        assert_eq!(sent().fate(11, 100, None), Fate::UnderWay);
        assert_eq!(sent().fate(14, 100, Some(7)), Fate::Overdue);
    }
}
