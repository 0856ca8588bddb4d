//! Every kind of institution and every duty against every call: exactly the allowed pairs pass.

use crate::{mock::*, Call};
use frame_support::{
    storage::with_transaction,
    traits::{GetCallIndex, UnfilteredDispatchable},
};
use limpid_primitives::{
    market::{AuctionId, BlockTradeId, Listing, NewAuction, NewBlockOffer, OrderId, Side},
    quota::Holder,
    Duty, InstitutionId, InstitutionKind,
};
use pallet_institutions::may_have;
use sp_runtime::{DispatchError, DispatchResult, TransactionOutcome};

/// The signer under test: a member of an institution over the whole nation with one duty.
const SIGNER: AccountId = 1_000;
/// The credit code of the signer's institution.
const CODE: u32 = 77;
/// What the signer's bid asks for.
const LINES: &[(u64, u64)] = &[(150, 1)];

type Allowed = fn(InstitutionKind, Duty) -> bool;

/// Exchanges and agencies.
fn supervisor(kind: InstitutionKind, duty: Duty) -> bool {
    matches!(kind, InstitutionKind::Exchange | InstitutionKind::Agency)
        && matches!(duty, Duty::Administrator | Duty::Approver)
}

/// For its own quota an enterprise, for a reserve an agency.
fn holder(kind: InstitutionKind, duty: Duty) -> bool {
    matches!(kind, InstitutionKind::Enterprise | InstitutionKind::Agency)
        && matches!(duty, Duty::Administrator | Duty::Trader)
}

/// Who supervises the class, and who sells.
fn either(kind: InstitutionKind, duty: Duty) -> bool {
    supervisor(kind, duty) || holder(kind, duty)
}

fn member(_: InstitutionKind, _: Duty) -> bool {
    true
}

/// What is waiting for the signer. Numbers are those of [`world`].
struct Waiting {
    own: Holder,
    institution: InstitutionId,
    order: OrderId,
}

/// Each call with arguments that only the signer's kind and duty can make fail, and the pairs that may make it.
fn calls(waiting: &Waiting) -> Vec<(Call<Test>, Allowed)> {
    let own = waiting.own;
    let auction = |number| AuctionId(number);
    let new_auction = NewAuction {
        seller: own,
        ..new_auction(1)
    };
    let new_offer = NewBlockOffer {
        from: own,
        to: BUYER,
        ..new_block(Side::Sell, 1_000, 1_000)
    };
    vec![
        (
            Call::list_class {
                class: UNLISTED,
                listing: Listing::V1(listing()),
            },
            supervisor,
        ),
        (
            Call::set_listing {
                class: CLASS,
                listing: Listing::V1(listing()),
            },
            supervisor,
        ),
        (
            Call::halt {
                class: Some(CLASS),
                reason: REASON,
            },
            supervisor,
        ),
        (
            Call::resume {
                class: Some(UNLISTED),
            },
            supervisor,
        ),
        (
            Call::place_orders {
                class: CLASS,
                holder: own,
                orders: at_most(&[sell(1_050, 1)]),
            },
            holder,
        ),
        (
            Call::cancel_orders {
                orders: at_most(&[waiting.order]),
            },
            holder,
        ),
        (
            Call::expire_orders {
                orders: at_most(&[waiting.order]),
            },
            member,
        ),
        (
            Call::open_auction {
                auction: new_auction,
            },
            holder,
        ),
        (
            Call::commit_bid {
                auction: auction(1),
                holder: own,
                commitment: DOCUMENT,
                units_max: 1,
            },
            holder,
        ),
        (
            Call::reveal_bid {
                auction: auction(2),
                bid: 0,
                lines: lines(LINES),
                salt: SALT,
            },
            holder,
        ),
        (
            Call::clear_auction {
                auction: auction(3),
                prices_max: 1,
            },
            member,
        ),
        (
            Call::settle_auction {
                auction: auction(4),
                bids_max: 1,
            },
            member,
        ),
        (
            Call::cancel_auction {
                auction: auction(5),
                reason: REASON,
            },
            either,
        ),
        (Call::offer_block { offer: new_offer }, holder),
        (
            Call::accept_block {
                offer: BlockTradeId(1),
            },
            holder,
        ),
        // Over, so that any member may.
        (
            Call::withdraw_block {
                offer: BlockTradeId(2),
            },
            member,
        ),
    ]
}

/// Runs a test in a world where everything there can be is waiting for the signer.
fn world(kind: InstitutionKind, duty: Duty, test: impl FnOnce(&Waiting)) {
    ExtBuilder::traders().wide().run(|| {
        let institution = admit(kind, duty);
        let is_enterprise = kind == InstitutionKind::Enterprise;
        let own = if is_enterprise {
            enrol(institution, TANGSHAN, None);
            Holder::Institution(institution)
        } else {
            reserve(HEBEI)
        };
        give(own, 100_000, 1);
        credit(AGENCY, 1_000_000_000, 1);
        if matches!(kind, InstitutionKind::Enterprise | InstitutionKind::Agency) {
            credit(institution, 1_000_000_000, 2);
        }
        Market::halt(signed(BROKER), Some(UNLISTED), REASON).expect("a halt");
        let by = if is_enterprise { SIGNER + 1 } else { AGENT };
        let acting = if is_enterprise { institution } else { AGENCY };
        auctions(own, by, acting);
        wait_days(1);
        let orders = at_most(&[sell(1_040, 1)]);
        Market::place_orders(signed(by), CLASS, own, orders).expect("an order");
        let order = crate::tests::views::own_orders(own)[0];
        test(&Waiting {
            own,
            institution,
            order,
        });
    });
}

/// Auctions: to bid in, to reveal in, to clear, to settle, and the signer's own to call off; and negotiated trades, one for the
/// signer to accept, one that is over.
fn auctions(own: Holder, by: AccountId, acting: InstitutionId) {
    let day = limpid_primitives::Day::LENGTH_MS;
    let now_ms = now_ms();
    let open_with = |commit_ms: u64, reveal_ms: u64| {
        open(NewAuction {
            commit_until_ms: now_ms + commit_ms,
            reveal_until_ms: now_ms + reveal_ms,
            ..new_auction(10)
        })
    };
    open_with(3 * day, 4 * day);
    let revealed = open_with(day, 3 * day);
    open_with(day / 4, day / 2);
    let settled = open_with(day / 4, day / 2);
    let genesis = limpid_primitives::Digest(System::block_hash(0).0);
    let bytes =
        limpid_primitives::market::bid_bytes(&genesis, revealed, acting, &lines(LINES), &SALT);
    let commitment = limpid_primitives::Digest(sp_io::hashing::sha2_256(&bytes));
    Market::commit_bid(signed(by), revealed, own, commitment, 1).expect("a bid");
    let new = NewAuction {
        seller: own,
        commit_until_ms: now_ms + 3 * day,
        reveal_until_ms: now_ms + 4 * day,
        ..new_auction(10)
    };
    Market::open_auction(signed(by), new).expect("an auction");
    for open_until_ms in [now_ms + 2 * day, now_ms + day] {
        let new = NewBlockOffer {
            to: own,
            open_until_ms,
            ..new_block(Side::Sell, 1_000, 1_000)
        };
        Market::offer_block(signed(OWNER), new).expect("an offer");
    }
    wait_until(now_ms + day / 2);
    clear(settled, 1).expect("an auction to settle");
    wait_until(now_ms);
}

/// Admits an institution of this kind over the nation, or for those an agency admits over Hebei, with the signer in it.
fn admit(kind: InstitutionKind, duty: Duty) -> InstitutionId {
    let administrator = SIGNER + 1;
    let (by, place) = match pallet_institutions::admitter_of(kind) {
        pallet_institutions::Admitter::Council => (RuntimeOrigin::root(), NATION),
        pallet_institutions::Admitter::Agency => (signed(AGENT), HEBEI),
    };
    let name = "x".parse().expect("a name");
    let division = division(place);
    Institutions::admit_institution(by, kind, uscc(CODE), name, division, administrator)
        .expect("a new institution");
    Institutions::add_member(signed(administrator), SIGNER, duty.into()).expect("a new member");
    NEXT
}

#[test]
fn exactly_the_allowed_pairs_pass() {
    for kind in InstitutionKind::ALL.iter().copied() {
        for duty in Duty::ALL.iter().copied() {
            if !may_have(kind, duty.into()) {
                continue;
            }
            world(kind, duty, |waiting| {
                assert_eq!(waiting.institution, NEXT);
                for (call, allowed) in calls(waiting) {
                    let text = format!("{kind} {duty}: {call:?}");
                    let result = tried(call);
                    assert_eq!(result.is_ok(), allowed(kind, duty), "{text}: {result:?}");
                }
            });
        }
    }
}

/// What becomes of the call, which leaves nothing behind.
fn tried(call: Call<Test>) -> DispatchResult {
    with_transaction(|| {
        let result = call.dispatch_bypass_filter(signed(SIGNER));
        let result = result.map(|_| ()).map_err(|failed| failed.error);
        TransactionOutcome::Rollback(Ok::<_, DispatchError>(result))
    })
    .expect("a layer")
}

#[test]
fn every_call_is_in_the_matrix() {
    ExtBuilder::default().wide().run(|| {
        let waiting = Waiting {
            own: SELLER,
            institution: PLANT,
            order: OrderId {
                class: CLASS,
                side: Side::Sell,
                tick: tick(1),
                number: 0,
            },
        };
        let indices: Vec<u8> = calls(&waiting)
            .iter()
            .map(|(call, _)| call.get_call_index())
            .collect();
        assert_eq!(indices, Call::<Test>::get_call_indices());
    });
}
