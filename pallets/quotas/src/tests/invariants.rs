//! Random sequences of calls against a small model: balances, what is set aside, frozen, leased and owed, and where each gram
//! of a lot came from. The model keeps no lots: it follows amounts, and the invariants of the title graph are the pallet's own.

use crate::mock::*;
use frame_support::{traits::Hooks, weights::Weight};
use limpid_primitives::{
    market::TradeId,
    quota::{
        Cause, Deduction, Delivery, Freeze, FreezeId, Holder, HoldingV1, Lease, LeaseId, NewOffer,
        Offer, OfferId, OfferTerms, QuotaLedger, ResaleRule, Sector, Share,
    },
    Day, Digest, Grams, InstitutionId,
};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// Who takes part: [`PLANT`], [`MILL`] and the reserve of Hebei.
const PARTIES: usize = 3;

fn party(index: usize) -> (Holder, AccountId) {
    [(SELLER, OWNER), (BUYER, MILLER), (reserve(HEBEI), AGENT)][index % PARTIES]
}

#[derive(Clone, Debug)]
enum Step {
    Allocate(usize, u64),
    TakeBack(usize, u64),
    Offer(usize, usize, u64, Option<u32>),
    Accept(usize),
    Withdraw(usize),
    Return(usize),
    Freeze(usize, u64),
    Release(usize),
    Retire(usize, u64),
    Hold(usize, u64),
    Unhold(usize, u64),
    Deliver(usize, usize, u64),
    Discharge(u64),
    Surrender(u64),
    Assess,
    Waive(u64),
    Regroup(usize, Option<u32>),
    Wait(u64),
    Expire(usize),
}

/// What the model says of one party.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Party {
    amount: u64,
    held: u64,
    offered: u64,
    frozen: u64,
    leased: u64,
    lent: u64,
}

impl Party {
    fn usable(&self) -> u64 {
        self.amount
            .saturating_sub(self.held + self.offered)
            .saturating_sub(self.frozen)
    }
}

#[derive(Default)]
struct Model {
    parties: BTreeMap<Holder, Party>,
    bought: BTreeMap<Holder, (Day, u64)>,
    decisions: u8,
    ended: u64,
    allocated: u64,
    discharged: u64,
    covered: u64,
}

impl Model {
    fn party(&mut self, holder: Holder) -> &mut Party {
        self.parties.entry(holder).or_default()
    }

    /// What a party bought today and still has.
    fn bought(&mut self, holder: Holder) -> u64 {
        let unheld = {
            let party = self.party(holder);
            party.amount - party.held - party.offered
        };
        match self.bought.get_mut(&holder) {
            Some((day, bought)) if *day == today() => {
                *bought = (*bought).min(unheld);
                *bought
            }
            _ => 0,
        }
    }

    fn sellable(&mut self, holder: Holder) -> u64 {
        let bought = self.bought(holder);
        let party = self.party(holder);
        party
            .usable()
            .saturating_sub(party.leased)
            .saturating_sub(bought)
    }

    /// Moves an amount that leaves what is set aside, or used, of one party to another.
    fn moved(&mut self, from: Holder, to: Holder, grams: u64) {
        self.party(from).amount -= grams;
        self.bought(from);
        self.party(to).amount += grams;
    }

    fn make(&mut self, step: Step) {
        match step {
            Step::Allocate(to, grams) => self.allocate(party(to).0, grams),
            Step::TakeBack(from, grams) => {
                let from = party(from).0;
                let to = reserve(HEBEI);
                let result = Quotas::take_back(
                    signed(AGENT),
                    CLASS,
                    from,
                    division(HEBEI),
                    Grams(grams),
                    DOCUMENT,
                );
                let state = *self.party(from);
                let own = state.usable().saturating_sub(state.leased);
                let allowed = from != to && grams > 0 && grams <= own && is_valid();
                assert_eq!(result.is_ok(), allowed, "{result:?}");
                if allowed {
                    self.moved(from, to, grams);
                }
            }
            Step::Offer(from, to, grams, days) => self.offer(from, to, grams, days),
            Step::Accept(place) => self.accept(open_offer(place)),
            Step::Withdraw(place) => {
                let id = open_offer(place);
                let open = crate::Offers::<Test>::get(id);
                let result = match &open {
                    Some(Offer::V1(offer)) => {
                        let by = account_of(offer.new.from);
                        Quotas::withdraw_offer(signed(by), id)
                    }
                    None => Quotas::withdraw_offer(signed(OWNER), id),
                };
                assert_eq!(result.is_ok(), open.is_some());
                if let Some(Offer::V1(offer)) = open {
                    self.party(offer.new.from).offered -= offer.new.amount.0;
                }
            }
            Step::Return(place) => self.give_back(open_lease(place)),
            Step::Freeze(of, grams) => {
                let holder = party(of).0;
                let there = crate::Holdings::<Test>::contains_key(holder, CLASS);
                let result = Quotas::freeze(signed(JUDGE), holder, CLASS, Grams(grams), DOCUMENT);
                assert_eq!(result.is_ok(), there && grams > 0);
                if result.is_ok() {
                    self.party(holder).frozen += grams;
                }
            }
            Step::Release(place) => {
                let id = standing_freeze(place);
                let freeze = crate::Freezes::<Test>::get(id).map(|Freeze::V1(freeze)| freeze);
                let result = Quotas::release_freeze(signed(JUDGE), id, DOCUMENT);
                let stands = freeze.filter(|freeze| freeze.released.is_none());
                assert_eq!(result.is_ok(), stands.is_some());
                if let Some(freeze) = stands {
                    self.party(freeze.holder).frozen -= freeze.amount.0;
                }
            }
            Step::Retire(of, grams) => {
                let (holder, by) = party(of);
                let state = *self.party(holder);
                let own = state.usable().saturating_sub(state.leased);
                let result = Quotas::retire(signed(by), CLASS, holder, Grams(grams), DOCUMENT);
                let allowed = grams > 0 && grams <= own && is_valid();
                assert_eq!(result.is_ok(), allowed, "{result:?}");
                if allowed {
                    self.end(holder, grams);
                }
            }
            Step::Hold(of, grams) => {
                let holder = party(of).0;
                let allowed = grams > 0
                    && grams <= self.sellable(holder)
                    && is_valid()
                    && arrears(holder) == 0;
                let result = Quotas::hold(&holder, CLASS, Grams(grams));
                assert_eq!(result.is_ok(), allowed, "{result:?}");
                if allowed {
                    self.party(holder).held += grams;
                }
            }
            Step::Unhold(of, grams) => {
                let holder = party(of).0;
                let result = Quotas::release(&holder, CLASS, Grams(grams));
                let state = self.party(holder);
                assert_eq!(result.is_ok(), grams <= state.held);
                if result.is_ok() {
                    state.held -= grams;
                }
            }
            Step::Deliver(from, to, grams) => self.deliver(party(from).0, party(to).0, grams),
            Step::Discharge(grams) => {
                self.discharged = grams;
                set_mass(&permit(), nox(), YEAR, Some(u128::from(grams) * 1_000_000));
            }
            Step::Surrender(grams) => {
                let missing = self.discharged.saturating_sub(self.covered);
                let usable = self.party(SELLER).usable();
                let allowed = grams > 0 && grams <= missing && grams <= usable && is_valid();
                let result = Quotas::surrender(signed(OWNER), permit(), YEAR, CLASS, Grams(grams));
                assert_eq!(result.is_ok(), allowed, "{result:?}");
                if allowed {
                    self.covered += grams;
                    self.end(SELLER, grams);
                }
            }
            Step::Assess => {
                let _ = Quotas::assess_year(signed(CLERK), permit(), nox(), YEAR);
            }
            Step::Waive(grams) => {
                let amount = Grams(grams);
                let by = signed(AGENT);
                let result = Quotas::waive_shortfall(by, permit(), nox(), YEAR, amount, DOCUMENT);
                if result.is_ok() {
                    self.covered += grams;
                }
            }
            Step::Regroup(of, group) => {
                let (holder, _) = party(of);
                let Some(id) = holder.institution() else {
                    return;
                };
                let place = if id == PLANT { TANGSHAN } else { BAODING };
                let sector = Sector::Industry;
                let declaration = declaration(sector, group.map(uscc), &[place]);
                Quotas::enrol_holder(signed(AGENT), id, declaration, DOCUMENT)
                    .expect("an enterprise");
            }
            Step::Wait(hours) => self.wait(hours),
            Step::Expire(of) => {
                let holder = party(of).0;
                let state = *self.party(holder);
                let result = Quotas::expire_holding(signed(CLERK), CLASS, holder);
                let allowed = !is_valid() && state.held + state.offered == 0 && state.amount > 0;
                assert_eq!(result.is_ok(), allowed, "{result:?}");
                if allowed {
                    self.end(holder, state.amount);
                }
            }
        }
    }

    fn end(&mut self, holder: Holder, grams: u64) {
        self.party(holder).amount -= grams;
        self.bought(holder);
        self.ended += grams;
    }

    fn allocate(&mut self, to: Holder, grams: u64) {
        self.decisions = self.decisions.wrapping_add(1);
        let share = Share {
            holder: to,
            amount: Grams(grams),
        };
        let document = Digest([self.decisions; 32]);
        let outstanding = to.institution().map_or(0, |id| outstanding_deduction(id).0);
        let deducted = outstanding.min(grams);
        let result = Quotas::allocate(signed(AGENT), CLASS, document, at_most(&[share]));
        let allowed = grams > 0 && is_valid() && self.allocated + grams - deducted <= CAP.0;
        assert_eq!(result.is_ok(), allowed, "{result:?}");
        if allowed {
            self.party(to).amount += grams - deducted;
            self.allocated += grams - deducted;
        }
    }

    fn offer(&mut self, from: usize, to: usize, grams: u64, days: Option<u32>) {
        let (from, by) = party(from);
        let (to, _) = party(to);
        let terms = days.map_or(OfferTerms::Transfer, |days| OfferTerms::Lease {
            until: day_after(days),
        });
        let new = NewOffer {
            terms,
            ..new_offer(from, to, grams)
        };
        let terms_fit = match (days, to) {
            (None, _) => true,
            (Some(_), Holder::Reserve(_)) => false,
            (Some(days), _) => day_after(days) < vintage().expires(),
        };
        let allowed = from != to
            && grams > 0
            && terms_fit
            && grams <= self.sellable(from)
            && arrears(from) == 0
            && Quotas::tally(&from).offers < OFFERS_MAX
            && is_valid()
            && new.open_until_ms <= vintage().expires().end_ms();
        let result = Quotas::make_offer(signed(by), new);
        assert_eq!(result.is_ok(), allowed, "{result:?} {new:?}");
        if allowed {
            self.party(from).offered += grams;
        }
    }

    fn accept(&mut self, id: OfferId) {
        let Some(Offer::V1(offer)) = crate::Offers::<Test>::get(id) else {
            return;
        };
        let new = offer.new;
        let lease_fits = match new.terms {
            OfferTerms::Transfer => true,
            OfferTerms::Lease { until } => {
                until >= today() && Quotas::tally(&new.to).leases < LEASES_MAX
            }
        };
        let from = *self.party(new.from);
        let allowed = pallet_timestamp::Now::<Test>::get() < new.open_until_ms
            && is_valid()
            && lease_fits
            && arrears(new.from) == 0
            && from.amount - new.amount.0 >= from.frozen;
        let result = Quotas::accept_offer(signed(account_of(new.to)), id);
        assert_eq!(result.is_ok(), allowed, "{result:?} {new:?}");
        if result.is_err() {
            return;
        }
        self.party(new.from).offered -= new.amount.0;
        self.moved(new.from, new.to, new.amount.0);
        if let OfferTerms::Lease { .. } = new.terms {
            self.party(new.from).lent += new.amount.0;
            self.party(new.to).leased += new.amount.0;
        }
    }

    /// What a lease gives back when it is settled.
    fn settled(&mut self, id: LeaseId, before: u64) {
        let Some(Lease::V1(lease)) = crate::Leases::<Test>::get(id) else {
            return;
        };
        let owed = match lease.is_open() {
            true => lease.owed.0,
            false => 0,
        };
        let settled = before - owed;
        self.party(lease.lessee).leased -= settled;
        self.party(lease.lessor).lent -= settled;
        if is_valid() {
            self.moved(lease.lessee, lease.lessor, settled);
        }
    }

    fn give_back(&mut self, id: LeaseId) {
        let Some(Lease::V1(lease)) = crate::Leases::<Test>::get(id) else {
            return;
        };
        let usable = self.party(lease.lessee).usable();
        let result = Quotas::return_lease(signed(account_of(lease.lessee)), id);
        if !lease.is_open() {
            assert!(result.is_err());
            return;
        }
        if result.is_ok() {
            self.settled(id, lease.owed.0);
            let Some(Lease::V1(after)) = crate::Leases::<Test>::get(id) else {
                return;
            };
            let returned = lease.owed.0 - after.owed.0;
            assert!(!is_valid() || returned == usable.min(lease.owed.0));
        } else {
            assert_eq!(usable, 0, "{result:?}");
        }
    }

    fn deliver(&mut self, from: Holder, to: Holder, grams: u64) {
        let state = *self.party(from);
        let fits = grams > 0 && grams <= state.held && state.amount - grams >= state.frozen;
        let may = Quotas::may_deliver(&from, CLASS, Grams(grams));
        assert_eq!(may.is_ok(), fits && is_valid() && arrears(from) == 0);
        let delivery = Delivery {
            from,
            amount: Grams(grams),
        };
        let cause = Cause::Trade { trade: TradeId(1) };
        let result = Quotas::deliver(CLASS, &to, &[delivery], cause);
        assert_eq!(result.is_ok(), fits && from != to, "{result:?}");
        if result.is_ok() {
            self.party(from).held -= grams;
            let before = self.bought(to);
            self.moved(from, to, grams);
            self.bought.insert(to, (today(), before + grams));
        }
    }

    fn wait(&mut self, hours: u64) {
        let now_ms = pallet_timestamp::Now::<Test>::get();
        wait_until(now_ms + hours * 60 * 60 * 1_000);
        let open: Vec<_> = crate::Leases::<Test>::iter()
            .filter(|(_, Lease::V1(lease))| lease.is_open())
            .map(|(id, Lease::V1(lease))| (id, lease.owed.0))
            .collect();
        Quotas::on_idle(System::block_number(), Weight::MAX);
        for (id, before) in open {
            self.settled(id, before);
        }
    }

    fn compare(&mut self) {
        for index in 0..PARTIES {
            let holder = party(index).0;
            let expected = *self.party(holder);
            let HoldingV1 {
                amount,
                held,
                offered,
                frozen,
                leased,
                lent,
                ..
            } = holding(holder);
            let stored = Party {
                amount: amount.0,
                held: held.0,
                offered: offered.0,
                frozen: frozen.0,
                leased: leased.0,
                lent: lent.0,
            };
            assert_eq!(stored, expected, "{holder}");
            let bought = self.bought(holder);
            assert_eq!(holding(holder).bought_on(today()).0, bought, "{holder}");
        }
        let live: u64 = self.parties.values().map(|party| party.amount).sum();
        assert_eq!(live + self.ended, self.allocated);
        // The bound: a holding a party, whatever happened.
        assert!(crate::Holdings::<Test>::iter().count() <= PARTIES);
    }
}

/// The number of an open offer, or one that was not given out if there is none.
fn open_offer(place: usize) -> OfferId {
    pick(place, crate::Offers::<Test>::iter_keys()).unwrap_or(OfferId(u32::MAX))
}

fn open_lease(place: usize) -> LeaseId {
    let open = crate::Leases::<Test>::iter()
        .filter(|(_, Lease::V1(lease))| lease.is_open())
        .map(|(id, _)| id);
    pick(place, open).unwrap_or(LeaseId(u32::MAX))
}

fn standing_freeze(place: usize) -> FreezeId {
    let standing = crate::Freezes::<Test>::iter()
        .filter(|(_, Freeze::V1(freeze))| freeze.released.is_none())
        .map(|(id, _)| id);
    pick(place, standing).unwrap_or(FreezeId(u32::MAX))
}

fn pick<T: Ord>(place: usize, all: impl Iterator<Item = T>) -> Option<T> {
    let mut all: Vec<_> = all.collect();
    all.sort();
    let place = place.checked_rem(all.len())?;
    Some(all.swap_remove(place))
}

fn is_valid() -> bool {
    !vintage().is_over(pallet_timestamp::Now::<Test>::get())
}

fn arrears(holder: Holder) -> u32 {
    Quotas::tally(&holder).arrears
}

fn outstanding_deduction(id: InstitutionId) -> Grams {
    let Deduction::V1(deduction) = crate::Deductions::<Test>::get(id, nox());
    deduction.outstanding()
}

fn account_of(holder: Holder) -> AccountId {
    (0..PARTIES)
        .map(party)
        .find(|(known, _)| *known == holder)
        .expect("a party")
        .1
}

fn any_step() -> impl Strategy<Value = Step> {
    let who = || 0..PARTIES;
    let grams = || prop_oneof![9 => 0u64..60, 1 => 0u64..300];
    let place = || 0usize..8;
    let hours = prop_oneof![40 => 1u64..50, 4 => 500u64..3_000, 1 => Just(45_000u64)];
    prop_oneof![
        6 => (who(), grams()).prop_map(|(to, grams)| Step::Allocate(to, grams)),
        1 => (who(), grams()).prop_map(|(from, grams)| Step::TakeBack(from, grams)),
        7 => (who(), who(), grams(), proptest::option::of(0u32..6))
            .prop_map(|(from, to, grams, days)| Step::Offer(from, to, grams, days)),
        7 => place().prop_map(Step::Accept),
        2 => place().prop_map(Step::Withdraw),
        3 => place().prop_map(Step::Return),
        2 => (who(), 0u64..30).prop_map(|(of, grams)| Step::Freeze(of, grams)),
        3 => place().prop_map(Step::Release),
        1 => (who(), grams()).prop_map(|(of, grams)| Step::Retire(of, grams)),
        5 => (who(), grams()).prop_map(|(of, grams)| Step::Hold(of, grams)),
        1 => (who(), grams()).prop_map(|(of, grams)| Step::Unhold(of, grams)),
        6 => (who(), who(), 0u64..30)
            .prop_map(|(from, to, grams)| Step::Deliver(from, to, grams)),
        2 => grams().prop_map(Step::Discharge),
        2 => (0u64..30).prop_map(Step::Surrender),
        1 => Just(Step::Assess),
        2 => (0u64..20).prop_map(Step::Waive),
        1 => (who(), proptest::option::of(40u32..42))
            .prop_map(|(of, group)| Step::Regroup(of, group)),
        4 => hours.prop_map(Step::Wait),
        1 => who().prop_map(Step::Expire),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn hold_after_each_of_any_calls(steps in proptest::collection::vec(any_step(), 1..120)) {
        let world = ExtBuilder::default()
            .rules(|rules| rules.resale = ResaleRule::NextDay)
            .given(SELLER, 100)
            .given(BUYER, 100);
        world.run(|| {
            set_rule();
            let mut model = Model {
                allocated: 200,
                decisions: 150,
                ..Model::default()
            };
            model.party(SELLER).amount = 100;
            model.party(BUYER).amount = 100;
            for step in steps {
                let name = format!("{step:?}").split('(').next().unwrap().to_string();
                System::reset_events();
                model.make(step);
                for record in System::events() {
                    eprintln!("COUNT {name} {}", format!("{:?}", record.event).split('{').next().unwrap());
                }
                model.compare();
                check();
            }
        });
    }
}
