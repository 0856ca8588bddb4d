//! Any sequence of calls and of what the market does, against a small model. Every invariant is judged after each step.

use crate::mock::*;
use limpid_primitives::{
    market::{DepositLedger, Fen, Payout, PayoutId},
    InstitutionId,
};
use proptest::prelude::*;
use std::collections::BTreeMap;

const PARTIES: [(InstitutionId, AccountId); 2] = [(PLANT, OWNER), (AGENCY, AGENT)];
const BANKS: [(InstitutionId, AccountId); 2] = [(BANK, BANKER), (OTHER_BANK, OTHER_BANKER)];

#[derive(Clone, Copy, Debug)]
enum Step {
    Credit(usize, usize, u64, u8),
    Request(usize, usize, u64),
    Confirm(usize, usize, u8),
    Refuse(usize, usize),
    Withdraw(usize, usize),
    Hold(usize, u64),
    Release(usize, u64),
    Pay(usize, usize, u64),
}

/// Free, held and in payment.
type Parts = [u64; 3];

#[derive(Default)]
struct Model {
    claims: BTreeMap<InstitutionId, Parts>,
    references: Vec<(InstitutionId, u8)>,
}

impl Model {
    fn claim(&mut self, of: usize) -> &mut Parts {
        self.claims.entry(PARTIES[of].0).or_default()
    }

    /// Moves between two parts of a claim, if it is there.
    fn shift(&mut self, of: usize, from: usize, to: usize, fen: u64) -> bool {
        let claim = self.claim(of);
        let is_there = claim[from] >= fen;
        if is_there {
            claim[from] -= fen;
            claim[to] += fen;
        }
        is_there
    }

    /// A bank's reference counts once.
    fn is_new(&self, bank: usize, number: u8) -> bool {
        !self.references.contains(&(BANKS[bank].0, number))
    }

    fn make(&mut self, step: Step) {
        let (ok, allowed) = match step {
            Step::Credit(bank, of, fen, number) => {
                let by = signed(BANKS[bank].1);
                let result = Deposits::credit(by, PARTIES[of].0, Fen(fen), reference(number));
                let allowed = fen > 0 && self.is_new(bank, number);
                if allowed {
                    self.references.push((BANKS[bank].0, number));
                    self.claim(of)[0] += fen;
                }
                (result.is_ok(), allowed)
            }
            Step::Request(of, bank, fen) => {
                let open = crate::OpenPayouts::<Test>::get(PARTIES[of].0);
                let by = signed(PARTIES[of].1);
                let result = Deposits::request_payout(by, BANKS[bank].0, Fen(fen));
                let allowed = fen > 0 && open < PAYOUTS_MAX && self.shift(of, 0, 2, fen);
                (result.is_ok(), allowed)
            }
            Step::Confirm(bank, place, number) => {
                let Some((id, of, fen, asked)) = open_payout(place) else {
                    return;
                };
                let by = signed(BANKS[bank].1);
                let result = Deposits::confirm_payout(by, id, reference(number));
                let allowed = asked == BANKS[bank].0 && self.is_new(bank, number);
                if allowed {
                    self.references.push((asked, number));
                    self.claim(of)[2] -= fen;
                }
                (result.is_ok(), allowed)
            }
            Step::Refuse(bank, place) => {
                let Some((id, of, fen, asked)) = open_payout(place) else {
                    return;
                };
                let result = Deposits::refuse_payout(signed(BANKS[bank].1), id, REASON);
                let allowed = asked == BANKS[bank].0 && self.shift(of, 2, 0, fen);
                (result.is_ok(), allowed)
            }
            Step::Withdraw(by, place) => {
                let Some((id, of, fen, _)) = open_payout(place) else {
                    return;
                };
                let result = Deposits::withdraw_request(signed(PARTIES[by].1), id);
                let allowed = by == of && self.shift(of, 2, 0, fen);
                (result.is_ok(), allowed)
            }
            Step::Hold(of, fen) => {
                let result = Deposits::hold(PARTIES[of].0, Fen(fen));
                (result.is_ok(), self.shift(of, 0, 1, fen))
            }
            Step::Release(of, fen) => {
                let result = Deposits::release(PARTIES[of].0, Fen(fen));
                (result.is_ok(), self.shift(of, 1, 0, fen))
            }
            Step::Pay(from, to, fen) => {
                let result = Deposits::pay(PARTIES[from].0, PARTIES[to].0, Fen(fen));
                let allowed = self.claim(from)[1] >= fen;
                if allowed {
                    self.claim(from)[1] -= fen;
                    self.claim(to)[0] += fen;
                }
                (result.is_ok(), allowed)
            }
        };
        assert_eq!(ok, allowed, "{step:?}");
    }

    fn compare(&self) {
        for (of, [free, held, paying]) in &self.claims {
            assert_eq!(claim(*of), (*free, *held, *paying));
        }
    }
}

/// The payout at a place among the open ones: number, who asked, how much, which bank.
fn open_payout(place: usize) -> Option<(PayoutId, usize, u64, InstitutionId)> {
    let mut open: Vec<_> = crate::Payouts::<Test>::iter().collect();
    open.sort_by_key(|(id, _)| *id);
    let place = place.checked_rem(open.len())?;
    let (id, Payout::V1(payout)) = open.swap_remove(place);
    let of = PARTIES.iter().position(|(party, _)| *party == payout.of)?;
    Some((id, of, payout.amount.0, payout.bank))
}

fn any_step() -> impl Strategy<Value = Step> {
    let who = || 0..2usize;
    let place = || 0..4usize;
    let fen = || 0u64..100;
    let number = || 0u8..40;
    prop_oneof![
        3 => (who(), who(), fen(), number()).prop_map(|(b, o, f, n)| Step::Credit(b, o, f, n)),
        2 => (who(), who(), fen()).prop_map(|(o, b, f)| Step::Request(o, b, f)),
        2 => (who(), place(), number()).prop_map(|(b, p, n)| Step::Confirm(b, p, n)),
        1 => (who(), place()).prop_map(|(b, p)| Step::Refuse(b, p)),
        1 => (who(), place()).prop_map(|(o, p)| Step::Withdraw(o, p)),
        3 => (who(), fen()).prop_map(|(o, f)| Step::Hold(o, f)),
        2 => (who(), fen()).prop_map(|(o, f)| Step::Release(o, f)),
        3 => (who(), who(), fen()).prop_map(|(o, t, f)| Step::Pay(o, t, f)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn hold_after_each_of_any_calls(steps in proptest::collection::vec(any_step(), 1..100)) {
        ExtBuilder::default().run(|| {
            let mut model = Model::default();
            for step in steps {
                model.make(step);
                model.compare();
                check();
            }
        });
    }
}
