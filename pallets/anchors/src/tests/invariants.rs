//! Random sequences of calls against a small model: which batches are anchored, which gateways are suspended, and which
//! periods are bound.

use crate::mock::*;
use frame_support::assert_ok;
use limpid_evidence::chain::{Anchor, Head};
use limpid_primitives::{Digest, GatewayId, Mn, Outlet};
use proptest::prelude::*;
use sp_runtime::DispatchResult;
use std::collections::{BTreeMap, BTreeSet};

/// Times bindings begin and end at, after [`FROM_MS`].
const TIMES: std::ops::Range<u64> = 0..12;

#[derive(Clone, Debug)]
enum Step {
    Register,
    Rotate(u32),
    Suspend(u32),
    Reinstate(u32),
    Bind(u32, u32, u32, u64),
    Unbind(u32, u32, u64),
    Anchor(u32, Vec<Fault>),
}

/// What is wrong with a header; each batch after a wrong one continues the last good one.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Fault {
    None,
    Previous,
    Sequence,
    Signature,
    Records,
}

/// One period of a binding: gateway, outlet, device, from, until.
type Period = (GatewayId, Outlet, Mn, u64, Option<u64>);

#[derive(Default)]
struct Model {
    /// The seed of each gateway's current key.
    keys: BTreeMap<GatewayId, u8>,
    rotations: BTreeMap<GatewayId, u32>,
    suspended: BTreeSet<GatewayId>,
    roots: BTreeMap<GatewayId, Vec<Digest>>,
    periods: Vec<Period>,
    seeds_used: u8,
}

impl Model {
    fn fresh_seed(&mut self) -> u8 {
        self.seeds_used += 1;
        self.seeds_used
    }

    /// Makes the step, and says whether the chain did what the model says it should.
    fn make(&mut self, step: Step) {
        match step {
            Step::Register => {
                let seed = self.fresh_seed();
                assert_ok!(register(seed));
                let id = GatewayId(self.keys.len() as u32 + 1);
                self.keys.insert(id, seed);
            }
            Step::Rotate(number) => self.rotate(GatewayId(number)),
            Step::Suspend(number) => {
                let id = GatewayId(number);
                let result = Anchors::suspend_gateway(signed(AGENT), id, REASON);
                let expected = self.keys.contains_key(&id) && self.suspended.insert(id);
                assert_eq!(result.is_ok(), expected);
            }
            Step::Reinstate(number) => {
                let id = GatewayId(number);
                let result = Anchors::reinstate_gateway(signed(AGENT), id, REASON);
                assert_eq!(result.is_ok(), self.suspended.remove(&id));
            }
            Step::Bind(number, outlet, device, from) => {
                self.bind(GatewayId(number), stack(outlet), mn(device), FROM_MS + from)
            }
            Step::Unbind(number, outlet, until) => {
                self.unbind(GatewayId(number), stack(outlet), FROM_MS + until)
            }
            Step::Anchor(number, faults) => self.anchor(GatewayId(number), &faults),
        }
    }

    fn rotate(&mut self, id: GatewayId) {
        let seed = self.fresh_seed();
        let result = Anchors::rotate_key(signed(AGENT), id, public(seed), proof(seed, OPERATOR));
        let rotations = self.rotations.entry(id).or_default();
        let expected = self.keys.contains_key(&id) && *rotations + 1 < KEYS_MAX;
        assert_eq!(result.is_ok(), expected);
        if expected {
            *rotations += 1;
            self.keys.insert(id, seed);
        }
    }

    fn bind(&mut self, id: GatewayId, outlet: Outlet, device: Mn, from_ms: u64) {
        let result = Anchors::bind_outlet(signed(AGENT), id, outlet, device, from_ms);
        let clashes = self.periods.iter().any(|(_, at, mn, _, until_ms)| {
            (*at == outlet || *mn == device) && until_ms.is_none_or(|until_ms| until_ms > from_ms)
        });
        assert_eq!(
            result.is_ok(),
            self.keys.contains_key(&id) && !clashes,
            "{result:?}"
        );
        if result.is_ok() {
            self.periods.push((id, outlet, device, from_ms, None));
        }
    }

    fn unbind(&mut self, id: GatewayId, outlet: Outlet, until_ms: u64) {
        let result = Anchors::unbind_outlet(signed(AGENT), id, outlet, until_ms);
        let open = self
            .periods
            .iter_mut()
            .find(|(at, bound, _, from_ms, until)| {
                *at == id && *bound == outlet && until.is_none() && *from_ms < until_ms
            });
        assert_eq!(result.is_ok(), open.is_some(), "{result:?}");
        if let Some((.., until)) = open {
            *until = Some(until_ms);
        }
    }

    fn anchor(&mut self, id: GatewayId, faults: &[Fault]) {
        let seed = self.keys.get(&id).copied().unwrap_or(1);
        let result = send(id, seed, faults);
        let expected = self.keys.contains_key(&id)
            && !self.suspended.contains(&id)
            && !faults.is_empty()
            && faults.iter().all(|fault| *fault == Fault::None);
        assert_eq!(result.is_ok(), expected, "{faults:?}: {result:?}");
        if expected {
            let roots = self.roots.entry(id).or_default();
            for _ in faults {
                roots.push(Digest([roots.len() as u8 + 1; 32]));
            }
        }
    }

    /// The chain holds exactly the batches of the model, and will for ever.
    fn compare(&self) {
        for id in self.keys.keys() {
            let mut anchored: Vec<_> = crate::Anchors::<Test>::iter_prefix_values(id)
                .map(|Anchor::V1(anchor)| (anchor.header.sequence, anchor.header.root))
                .collect();
            anchored.sort_by_key(|(sequence, _)| *sequence);
            let roots: Vec<_> = anchored.into_iter().map(|(_, root)| root).collect();
            assert_eq!(roots, self.roots.get(id).cloned().unwrap_or_default());
        }
    }
}

/// Sends headers that continue the gateway's head, with these faults.
fn send(id: GatewayId, seed: u8, faults: &[Fault]) -> DispatchResult {
    let mut head = crate::Heads::<Test>::get(id).unwrap_or(Head::START);
    let mut headers = Vec::new();
    for fault in faults {
        let mut header = header_after(id, head);
        match fault {
            Fault::Previous => header.previous.0[0] ^= 1,
            Fault::Sequence => header.sequence += 1,
            Fault::Records => header.records = 0,
            Fault::None | Fault::Signature => {
                head = Head {
                    next_sequence: header.sequence + 1,
                    last_hash: header.hash(&genesis()),
                }
            }
        }
        let mut signed = sign(header, seed);
        if *fault == Fault::Signature {
            signed.signature[0] ^= 1;
        }
        headers.push(signed);
    }
    anchor(headers)
}

fn any_fault() -> impl Strategy<Value = Fault> {
    prop_oneof![
        12 => Just(Fault::None),
        1 => Just(Fault::Previous),
        1 => Just(Fault::Sequence),
        1 => Just(Fault::Signature),
        1 => Just(Fault::Records),
    ]
}

fn any_step() -> impl Strategy<Value = Step> {
    let gateway = || 1u32..4;
    prop_oneof![
        1 => Just(Step::Register),
        1 => gateway().prop_map(Step::Rotate),
        1 => gateway().prop_map(Step::Suspend),
        2 => gateway().prop_map(Step::Reinstate),
        3 => (gateway(), 1u32..4, 1u32..4, TIMES)
            .prop_map(|(gateway, outlet, mn, from)| Step::Bind(gateway, outlet, mn, from)),
        3 => (gateway(), 1u32..4, TIMES)
            .prop_map(|(gateway, outlet, until)| Step::Unbind(gateway, outlet, until)),
        4 => (gateway(), proptest::collection::vec(any_fault(), 0..4))
            .prop_map(|(gateway, faults)| Step::Anchor(gateway, faults)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn hold_after_each_of_any_calls(steps in proptest::collection::vec(any_step(), 1..30)) {
        ExtBuilder::without_gateway().run(|| {
            let mut model = Model::default();
            for (step, block) in steps.into_iter().zip(NOW.block + 1..) {
                System::set_block_number(block);
                model.make(step);
                model.compare();
                Anchors::do_try_state().expect("every invariant holds");
            }
        });
    }
}
