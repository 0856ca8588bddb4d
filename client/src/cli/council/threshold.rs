//! A motion's threshold, compared with what a decision needs: whoever opens a motion chooses it.

use super::motion::Council;
use crate::chain::Motion;
use std::cmp::Ordering;

/// Ayes a motion asks for, and ayes a decision needs.
pub struct Threshold {
    motion: usize,
    council: usize,
}

impl Threshold {
    /// Of this motion, in the council as it is.
    pub fn of(council: &Council, motion: &Motion) -> Threshold {
        Threshold {
            motion: usize::try_from(motion.votes.threshold).unwrap_or(usize::MAX),
            council: council.threshold(),
        }
    }

    /// For programs: what is wrong with it.
    pub fn fault(&self) -> Option<&'static str> {
        match self.motion.cmp(&self.council) {
            Ordering::Less => Some("too-low"),
            Ordering::Equal => None,
            Ordering::Greater => Some("too-high"),
        }
    }

    /// What it means.
    pub fn warning(&self) -> Option<String> {
        let Threshold { motion, council } = self;
        match motion.cmp(council) {
            Ordering::Less => Some(format!(
                "WARNING: its threshold of {motion} is below the council's two thirds: closed with fewer than {council} ayes, the decision is refused"
            )),
            Ordering::Equal => None,
            Ordering::Greater => Some(format!(
                "WARNING: its threshold of {motion} is above the council's two thirds: {council} ayes do not carry it out, and it may be stuck"
            )),
        }
    }
}
