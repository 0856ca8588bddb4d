//! README.md: the council decides.

use limpid_tests::{wait_for, Desk, Printed, Rpc};
use std::thread;

/// What every scenario with a decision runs.
pub const BLOCKS: &[&str] = &["council-vote"];

/// Who has a seat: her desk, with `KEY` and `NODE` set, and that node.
pub struct Voter {
    pub desk: Desk,
    pub rpc: Rpc,
}

/// On which blocks a decision rests.
#[derive(Clone, Copy, Debug)]
pub enum Rest {
    /// On final ones, as usual.
    Final,
    /// On the best ones, while nothing becomes final.
    Best,
}

/// The voters, exactly as many as a decision needs, vote for the motion that was proposed, all at the same time. One of them
/// closes it, and all know that it is final.
pub fn decide(proposed: &Printed, voters: &[Voter]) {
    let printed = Motion::proposed(proposed, Rest::Final).vote(voters);
    let mut closed = printed
        .iter()
        .filter(|one| one.out.contains("closed and carried out"));
    let (Some(closed), None) = (closed.next(), closed.next()) else {
        panic!("one of them closes it: {printed:#?}");
    };
    let block = closed
        .word_after("finalised in block ")
        .parse()
        .expect("a block's number");
    for voter in voters {
        wait_for("the decision", 60, || voter.rpc.finalised() >= Some(block));
    }
}

/// A motion that is open.
pub struct Motion {
    number: String,
    block: u32,
    rest: Rest,
}

impl Motion {
    /// That of a command which printed this.
    pub fn proposed(printed: &Printed, rest: Rest) -> Self {
        let block = printed.word_after("in block ").trim_end_matches(',');
        Self {
            number: printed.word_after("the council votes on motion ").into(),
            block: block.parse().expect("a block's number"),
            rest,
        }
    }

    /// These vote for it, all at the same time; what each is told.
    pub fn vote(&self, voters: &[Voter]) -> Vec<Printed> {
        thread::scope(|scope| {
            let started: Vec<_> = voters
                .iter()
                .map(|voter| scope.spawn(|| self.run(voter)))
                .collect();
            let ended = started.into_iter().map(|thread| thread.join());
            ended.map(|one| one.expect("the vote counts")).collect()
        })
    }

    /// The vote that decides it.
    pub fn vote_and_close(&self, voter: &Voter) {
        self.run(voter).says("closed and carried out");
    }

    fn run(&self, voter: &Voter) -> Printed {
        // Her own node must know of it.
        wait_for("the motion", 60, || {
            let height = match self.rest {
                Rest::Final => voter.rpc.finalised(),
                Rest::Best => voter.rpc.best(),
            };
            height >= Some(self.block)
        });
        let desk = voter.desk.with("MOTION", &self.number);
        match self.rest {
            Rest::Final => desk.run("council-vote"),
            Rest::Best => desk.run("loss-vote"),
        }
    }
}
