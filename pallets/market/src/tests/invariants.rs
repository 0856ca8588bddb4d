//! Any sequence of orders, and of what comes between them, against a plain model: the same trades at the same prices in the same
//! order, the same books, the same balances. Every invariant is judged after each step, and the events are followed.

use super::replay::Replay;
use crate::mock::*;
use limpid_market::{
    model::{Arrival, PlainBook, PlainPlaced, PlainStep},
    Band, Limits, Removal, Verdict,
};
use limpid_primitives::{
    market::{NewOrder, OrderId, Session, Side, Slot, Tick},
    quota::{Freeze, FreezeId, Holder, Refusal},
    Day, Grams, InstitutionId,
};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

const HOUR_MS: u64 = 60 * 60 * 1_000;
/// What the market tells of a step: the maker, and units or why it was taken out.
type Told = (OrderId, Result<u64, Removal>);

fn parties() -> [(Holder, InstitutionId); 4] {
    [
        (SELLER, PLANT),
        (BUYER, MILL),
        (THIRD, WORKS),
        (reserve(HEBEI), AGENCY),
    ]
}

#[derive(Clone, Copy, Debug)]
enum Step {
    /// Who, which way, how far from the reference, how many units, for how many days.
    Place(usize, Side, i32, u64, u32),
    Cancel(usize),
    Expire(usize),
    Freeze(usize, u64),
    Release,
    Suspend(usize),
    Reinstate(usize),
    Limit(Option<u64>),
    Wait(u64),
}

#[derive(Clone, Copy, Default)]
struct Party {
    units: u64,
    frozen: u64,
    fen: u64,
}

#[derive(Default)]
struct Model {
    book: PlainBook,
    parties: BTreeMap<Holder, Party>,
    suspended: BTreeSet<InstitutionId>,
    limit: Option<u64>,
    deals: Vec<(Day, u32, u64)>,
    /// Where the orders have their places.
    ids: BTreeMap<Arrival, OrderId>,
    levels_max: u8,
}

impl Model {
    /// The mean of the last day before today, weighted by units, half up.
    fn reference(&self) -> u32 {
        let before = self.deals.iter().filter(|(day, ..)| *day < today());
        let Some(last) = before.clone().map(|(day, ..)| *day).max() else {
            return REFERENCE;
        };
        let (mut value, mut units) = (0u64, 0u64);
        for (_, price, count) in before.filter(|(day, ..)| *day == last) {
            value += u64::from(*price) * count;
            units += count;
        }
        ((2 * value + units) / (2 * units)) as u32
    }

    fn limits(&self) -> Limits {
        let reference = u64::from(self.reference());
        let price = |number: u64| tick(number as u32);
        Limits {
            today: today(),
            band: Band {
                low: price((reference * 900).div_ceil(1_000)),
                high: price(reference * 1_100 / 1_000),
            },
            levels_max: self.levels_max,
            steps_max: 32,
        }
    }

    fn party(&self, holder: &Holder) -> Party {
        self.parties[holder]
    }

    /// What a holder's open orders hold: units, and fen.
    fn held(&self, holder: &Holder) -> (u64, u64) {
        let of = |side| {
            let open = self.book.orders(side).into_iter();
            open.filter(|(_, _, slot)| slot.holder == *holder)
        };
        let fen = |(_, price, slot): (_, Tick, Slot)| slot.units * value(price);
        (
            of(Side::Sell).map(|(_, _, slot)| slot.units).sum(),
            of(Side::Buy).map(fen).sum(),
        )
    }

    fn may_place(&self, who: usize, new: &NewOrder, limits: &Limits) -> bool {
        let (holder, institution) = parties()[who];
        let party = self.party(&holder);
        let (held, held_fen) = self.held(&holder);
        let is_within = self
            .limit
            .is_none_or(|limit| party.units + new.units <= limit);
        let has_leg = match new.side {
            Side::Sell => new.units <= (party.units - held).saturating_sub(party.frozen),
            Side::Buy => {
                (holder.institution().is_none() || is_within)
                    && new.units * value(new.tick) <= party.fen - held_fen
            }
        };
        let is_fit = limits.band.has(new.tick) && new.units > 0;
        !self.suspended.contains(&institution) && is_fit && has_leg
    }

    fn place(&mut self, who: usize, new: &NewOrder, limits: &Limits) -> PlainPlaced {
        let (holder, institution) = parties()[who];
        let slot = Slot {
            holder,
            institution,
            units: new.units,
            expires: new.expires,
        };
        let (mut parties, suspended, limit) = (
            self.parties.clone(),
            self.suspended.clone(),
            self.limit.unwrap_or(u64::MAX),
        );
        let judge = |maker: &Slot, price: Tick, units: u64| {
            let other = parties.get_mut(&maker.holder).expect("a party");
            let is_suspended = suspended.contains(&maker.institution);
            let refusal = match new.side {
                Side::Buy if is_suspended => Some(Refusal::SellerSuspended),
                Side::Buy if other.units - units < other.frozen => Some(Refusal::Frozen),
                Side::Sell if is_suspended => Some(Refusal::BuyerSuspended),
                Side::Sell
                    if maker.holder.institution().is_some() && other.units + units > limit =>
                {
                    Some(Refusal::HolderLimit)
                }
                _ => None,
            };
            if let Some(refusal) = refusal {
                return Verdict::CancelMaker(refusal);
            }
            let (fen, taker_buys) = (units * value(price), new.side == Side::Buy);
            deal(other, units, fen, !taker_buys);
            let own = parties.get_mut(&holder).expect("a party");
            deal(own, units, fen, taker_buys);
            Verdict::Fill
        };
        let placed = self.book.place(new.side, new.tick, slot, limits, judge);
        self.parties = parties;
        for step in &placed.steps {
            if let PlainStep::Filled(_, price, units) = step {
                self.deals.push((today(), price.number(), *units));
            }
        }
        placed
    }

    fn make(&mut self, step: Step) {
        match step {
            Step::Place(who, side, offset, units, days) => {
                let price = i64::from(self.reference()) + i64::from(offset);
                let expires = day_after(days);
                let new = NewOrder {
                    expires,
                    ..order(side, price as u32, units)
                };
                self.try_place(who, &new);
            }
            Step::Cancel(place) => self.cancel(place),
            Step::Expire(place) => self.expire(place),
            Step::Freeze(who, units) => {
                let (holder, _) = parties()[who];
                let amount = Grams(units * UNIT);
                let by = signed(JUDGE);
                if Quotas::freeze(by, holder, CLASS, amount, DOCUMENT).is_ok() {
                    self.parties.get_mut(&holder).expect("a party").frozen += units;
                }
            }
            Step::Release => self.release(),
            Step::Suspend(who) => {
                let (_, id) = parties()[who];
                let by = RuntimeOrigin::root();
                if Institutions::suspend_institution(by, id, DOCUMENT).is_ok() {
                    self.suspended.insert(id);
                }
            }
            Step::Reinstate(who) => {
                let (_, id) = parties()[who];
                let by = RuntimeOrigin::root();
                if Institutions::reinstate_institution(by, id, DOCUMENT).is_ok() {
                    self.suspended.remove(&id);
                }
            }
            Step::Limit(limit) => {
                if !self.suspended.contains(&AGENCY) {
                    self.limit = limit;
                    set_rules(|rules| rules.holder_limit = limit.map(|units| Grams(units * UNIT)));
                }
            }
            Step::Wait(hours) => wait_until(now_ms() + hours * HOUR_MS),
        }
    }

    fn try_place(&mut self, who: usize, new: &NewOrder) {
        let (holder, _) = parties()[who];
        let limits = self.limits();
        let allowed = self.may_place(who, new, &limits);
        let before = System::events().len();
        let result = try_place(holder, &[*new]);
        assert_eq!(result.is_ok(), allowed, "{result:?} {new:?}");
        if !allowed {
            return;
        }
        let (order, left, told) = told_since(before);
        let placed = self.place(who, new, &limits);
        let expected: Vec<Told> = placed
            .steps
            .iter()
            .map(|step| match step {
                PlainStep::Filled(maker, price, units) => {
                    assert_eq!(self.ids[maker].tick, *price);
                    (self.ids[maker], Ok(*units))
                }
                PlainStep::Removed(maker, why) => (self.ids[maker], Err(*why)),
            })
            .collect();
        assert_eq!(told, expected);
        assert_eq!(left > 0, placed.rests_at.is_some());
        if let Some(price) = placed.rests_at {
            assert_eq!((order.tick, left), (price, placed.left));
            self.ids.insert(placed.arrival, order);
        }
    }

    /// An open order by its place among all.
    fn open_order(&self, place: usize) -> Option<(Arrival, OrderId, Slot)> {
        let mut open = self.book.orders(Side::Buy);
        open.extend(self.book.orders(Side::Sell));
        let (arrival, _, slot) = *open.get(place.checked_rem(open.len())?)?;
        Some((arrival, self.ids[&arrival], slot))
    }

    fn cancel(&mut self, place: usize) {
        let Some((arrival, id, slot)) = self.open_order(place) else {
            return;
        };
        let result = cancel(signer(slot.holder), &[id]);
        let allowed = !self.suspended.contains(&slot.institution);
        assert_eq!(result.is_ok(), allowed, "{result:?}");
        if allowed {
            self.book.cancel(arrival);
        }
    }

    fn expire(&mut self, place: usize) {
        let Some((arrival, id, slot)) = self.open_order(place) else {
            return;
        };
        Market::expire_orders(signed(JUDGE), at_most(&[id])).expect("a member");
        if slot.expires < today() {
            self.book.cancel(arrival);
        }
    }

    fn release(&mut self) {
        let standing = |id: &FreezeId| {
            let Freeze::V1(freeze) = pallet_quotas::Freezes::<Test>::get(id).expect("a freeze");
            freeze.released.is_none().then_some(freeze)
        };
        let first = (1..pallet_quotas::NextFreeze::<Test>::get())
            .map(FreezeId)
            .find_map(|id| standing(&id).map(|freeze| (id, freeze)));
        let Some((id, freeze)) = first else {
            return;
        };
        Quotas::release_freeze(signed(JUDGE), id, DOCUMENT).expect("a freeze");
        let party = self.parties.get_mut(&freeze.holder).expect("a party");
        party.frozen -= freeze.amount.0 / UNIT;
    }

    fn compare(&self) {
        for (holder, institution) in parties() {
            let party = self.party(&holder);
            let (held, held_fen) = self.held(&holder);
            assert_eq!(units(holder), (party.units, held), "{holder}");
            assert_eq!(money(institution), (party.fen - held_fen, held_fen));
        }
        let kept = Market::check_books().expect("whole books");
        for side in [Side::Buy, Side::Sell] {
            let expected: Vec<_> = self
                .book
                .orders(side)
                .into_iter()
                .map(|(arrival, _, slot)| (self.ids[&arrival], slot))
                .collect();
            let mut of_side = kept.clone();
            of_side.retain(|(order, _)| order.side == side);
            of_side.sort_by_key(|(order, _)| {
                let price = i64::from(order.tick.number());
                let rank = if side == Side::Buy { -price } else { price };
                (rank, order.number)
            });
            assert_eq!(of_side, expected);
        }
    }
}

fn value(price: Tick) -> u64 {
    u64::from(price.number()) * TICK
}

fn deal(party: &mut Party, units: u64, fen: u64, buys: bool) {
    if buys {
        party.units += units;
        party.fen -= fen;
    } else {
        party.units -= units;
        party.fen += fen;
    }
}

/// What was told of the order placed since then: where it rests, how much, and what it met.
fn told_since(before: usize) -> (OrderId, u64, Vec<Told>) {
    let mut placed = None;
    let mut told = Vec::new();
    for record in System::events().into_iter().skip(before) {
        match record.event {
            RuntimeEvent::Market(crate::Event::OrderPlaced { order, left, .. }) => {
                placed = Some((order, left));
            }
            RuntimeEvent::Market(crate::Event::Traded { maker, units, .. }) => {
                told.push((maker, Ok(units)));
            }
            RuntimeEvent::Market(crate::Event::OrderRemoved { order, why, .. }) => {
                told.push((order, Err(why)));
            }
            _ => {}
        }
    }
    let (order, left) = placed.expect("a placed order");
    (order, left, told)
}

fn any_step() -> impl Strategy<Value = Step> {
    let who = || 0..4usize;
    let side = prop_oneof![Just(Side::Buy), Just(Side::Sell)];
    let offset = prop_oneof![12 => -6..=6, 1 => -110..=110];
    let limit = proptest::option::weighted(0.7, 150u64..400);
    prop_oneof![
        30 => (who(), side, offset, 0u64..40, 0u32..3)
            .prop_map(|(who, side, offset, units, days)| Step::Place(who, side, offset, units, days)),
        5 => (0..64usize).prop_map(Step::Cancel),
        2 => (0..64usize).prop_map(Step::Expire),
        2 => (who(), 0u64..150).prop_map(|(who, units)| Step::Freeze(who, units)),
        3 => Just(Step::Release),
        1 => who().prop_map(Step::Suspend),
        2 => who().prop_map(Step::Reinstate),
        1 => limit.prop_map(Step::Limit),
        3 => (1u64..30).prop_map(Step::Wait),
    ]
}

/// How many sequences: by `PROPTEST_CASES`, or few.
fn cases() -> u32 {
    let set = std::env::var("PROPTEST_CASES").ok();
    set.and_then(|text| text.parse().ok()).unwrap_or(16)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases()))]

    #[test]
    fn hold_after_each_of_any_orders(
        steps in proptest::collection::vec(any_step(), 1..120),
        levels_max in prop_oneof![Just(0u8), Just(2), Just(5)],
    ) {
        let mut world = ExtBuilder::default().listing(|listing| {
            listing.levels_max = levels_max;
            listing.sessions = at_most(&[Session::new(0, 1_440).expect("a session")]);
        });
        for (holder, institution) in parties() {
            world = world.quota(holder, 200).money(institution, 3_000_000);
        }
        world.run(|| {
            let mut model = Model {
                levels_max,
                ..Model::default()
            };
            for (holder, _) in parties() {
                let party = Party {
                    units: 200,
                    frozen: 0,
                    fen: 3_000_000,
                };
                model.parties.insert(holder, party);
            }
            let (holders, institutions): (Vec<_>, Vec<_>) = parties().into_iter().unzip();
            let mut replay = Replay::begin(&holders, &institutions);
            for step in steps {
                model.make(step);
                model.compare();
                replay.follow(events());
                replay.compare();
                Market::do_try_state().expect("every invariant of the market holds");
            }
        });
    }
}
