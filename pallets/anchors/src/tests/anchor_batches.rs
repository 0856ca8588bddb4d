use crate::{mock::*, Error, Event, WeightInfo};
use frame_support::{assert_noop, assert_ok, dispatch::GetDispatchInfo};
use limpid_evidence::{
    chain::{Anchor, AnchorV1, Head, Timing},
    BatchHeader, SignedHeader,
};
use limpid_primitives::{Digest, GatewayId};
use sp_runtime::{DispatchError, ModuleError};

fn anchored(header: &BatchHeader, timing: Timing) -> Event<Test> {
    Event::BatchAnchored {
        gateway: header.gateway,
        sequence: header.sequence,
        root: header.root,
        records: header.records,
        timing,
    }
}

/// Good headers with one changed at this place, signed again.
fn with_changed(place: usize, change: impl FnOnce(&mut BatchHeader)) -> Vec<SignedHeader> {
    let mut headers = chain_of(GATEWAY, 3, 1);
    let mut header = headers[place].header;
    change(&mut header);
    headers[place] = sign(header, 1);
    headers
}

#[test]
fn a_header_gets_its_place_and_time() {
    ExtBuilder::default().run(|| {
        let moment = later_by(3_000);
        go_to(moment);
        let header = next_header(GATEWAY);
        assert_ok!(anchor(vec![sign(header, 1)]));
        assert_eq!(events(), [anchored(&header, Timing::OnTime)]);
        let anchor = AnchorV1 {
            header,
            key_index: 0,
            at: moment,
            timing: Timing::OnTime,
        };
        assert_eq!(
            crate::Anchors::<Test>::get(GATEWAY, 1),
            Some(Anchor::V1(anchor))
        );
        let head = Head {
            next_sequence: 2,
            last_hash: header.hash(&genesis()),
        };
        assert_eq!(crate::Heads::<Test>::get(GATEWAY), Some(head));
    });
}

#[test]
fn many_headers_of_several_gateways_go_in_one_call() {
    ExtBuilder::default().run(|| {
        assert_ok!(register(2));
        events();
        let first = chain_of(GATEWAY, 2, 1);
        let second = chain_of(SECOND, 2, 2);
        let mixed = vec![first[0], second[0], second[1], first[1]];
        assert_ok!(anchor(mixed.clone()));
        let expected: Vec<_> = mixed
            .iter()
            .map(|signed| anchored(&signed.header, Timing::OnTime))
            .collect();
        assert_eq!(events(), expected);
    });
}

#[test]
fn any_institutions_submitter_may_carry_them() {
    let submitter_of_court = 51;
    ExtBuilder::default().run(|| {
        let headers = chain_of(GATEWAY, 1, 1);
        assert_ok!(Anchors::anchor_batches(
            signed(submitter_of_court),
            headers.try_into().expect("one")
        ));
    });
}

#[test]
fn late_and_ahead_are_marked_and_taken() {
    ExtBuilder::default().run(|| {
        let late = BatchHeader {
            closed_at_ms: 2,
            observed_from_ms: 0,
            observed_until_ms: 1,
            ..next_header(GATEWAY)
        };
        assert_ok!(anchor(vec![sign(late, 1)]));
        let ahead = BatchHeader {
            closed_at_ms: u64::MAX,
            ..next_header(GATEWAY)
        };
        assert_ok!(anchor(vec![sign(ahead, 1)]));
        assert_eq!(
            events(),
            [
                anchored(&late, Timing::Late),
                anchored(&ahead, Timing::Ahead)
            ]
        );
    });
}

#[test]
fn weighs_by_the_number_of_headers() {
    ExtBuilder::default().run(|| {
        let weight = |length| {
            let headers = chain_of(GATEWAY, length, 1);
            let call = crate::Call::<Test>::anchor_batches {
                headers: headers.try_into().expect("not too many"),
            };
            call.get_dispatch_info().call_weight
        };
        assert_eq!(weight(8), <() as WeightInfo>::anchor_batches(8));
        assert!(weight(8).ref_time() > 7 * (weight(2).ref_time() - weight(1).ref_time()));
        assert!(weight(2).all_gt(weight(1)));
    });
}

#[test]
fn the_error_carries_the_place_of_the_header_after_its_own_number() {
    ExtBuilder::default().run(|| {
        let headers = with_changed(2, |header| header.records = 0);
        let Err(DispatchError::Module(ModuleError { error, .. })) = anchor(headers) else {
            panic!("taken");
        };
        assert_eq!(error, [24, 2, 0, 0]);
    });
}

#[test]
fn fails_for_who_is_no_submitter() {
    ExtBuilder::default().run(|| {
        for by in [ENGINEER, AGENT, 99] {
            let headers = chain_of(GATEWAY, 1, 1);
            assert_noop!(
                Anchors::anchor_batches(signed(by), headers.try_into().expect("one")),
                DispatchError::BadOrigin
            );
        }
    });
}

#[test]
fn fails_without_headers() {
    ExtBuilder::default().run(|| {
        assert_noop!(anchor(vec![]), Error::<Test>::NoHeaders);
    });
}

#[test]
fn fails_when_the_gateway_is_unknown() {
    ExtBuilder::default().run(|| {
        let headers = with_changed(1, |header| header.gateway = GatewayId(7));
        assert_noop!(
            anchor(headers),
            Error::<Test>::HeaderGatewayUnknown { index: 1 }
        );
    });
}

#[test]
fn fails_when_the_gateway_is_suspended() {
    ExtBuilder::default().run(|| {
        assert_ok!(Anchors::suspend_gateway(signed(AGENT), GATEWAY, REASON));
        assert_noop!(
            anchor(chain_of(GATEWAY, 2, 1)),
            Error::<Test>::HeaderGatewaySuspended { index: 0 }
        );
    });
}

#[test]
fn fails_when_the_very_header_is_anchored_already() {
    ExtBuilder::default().run(|| {
        let headers = chain_of(GATEWAY, 3, 1);
        assert_ok!(anchor(headers[..2].to_vec()));
        assert_noop!(
            anchor(headers.clone()),
            Error::<Test>::AlreadyAnchored { index: 0 }
        );
        assert_noop!(
            anchor(vec![headers[2], headers[1]]),
            Error::<Test>::AlreadyAnchored { index: 1 }
        );
        assert_ok!(anchor(headers[2..].to_vec()));
    });
}

#[test]
fn fails_when_another_header_has_that_number() {
    ExtBuilder::default().run(|| {
        let forked = with_changed(0, |header| header.records = 4);
        assert_ok!(anchor(chain_of(GATEWAY, 1, 1)));
        assert_noop!(anchor(forked), Error::<Test>::SequenceForked { index: 0 });
    });
}

#[test]
fn fails_for_number_0() {
    ExtBuilder::default().run(|| {
        let headers = with_changed(0, |header| header.sequence = 0);
        assert_noop!(anchor(headers), Error::<Test>::SequenceForked { index: 0 });
    });
}

#[test]
fn fails_when_a_header_is_missing() {
    ExtBuilder::default().run(|| {
        let mut headers = chain_of(GATEWAY, 3, 1);
        headers.remove(1);
        assert_noop!(anchor(headers), Error::<Test>::SequenceAhead { index: 1 });
    });
}

#[test]
fn fails_when_it_does_not_continue_the_one_before() {
    ExtBuilder::default().run(|| {
        for place in 0..3 {
            let headers = with_changed(place, |header| header.previous = Digest([9; 32]));
            let index = place as u16;
            assert_noop!(anchor(headers), Error::<Test>::PreviousMismatch { index });
        }
    });
}

#[test]
fn fails_when_it_counts_no_or_too_many_records() {
    ExtBuilder::default().run(|| {
        for records in [0, RECORDS_MAX + 1, u32::MAX] {
            let headers = with_changed(0, |header| header.records = records);
            assert_noop!(
                anchor(headers),
                Error::<Test>::RecordsOutOfRange { index: 0 }
            );
        }
    });
}

#[test]
fn fails_when_its_times_end_before_they_begin() {
    ExtBuilder::default().run(|| {
        let headers = with_changed(0, |header| {
            header.observed_from_ms = header.observed_until_ms + 1
        });
        assert_noop!(anchor(headers), Error::<Test>::PeriodReversed { index: 0 });
    });
}

#[test]
fn fails_when_another_key_signed() {
    ExtBuilder::default().run(|| {
        assert_noop!(
            anchor(chain_of(GATEWAY, 1, 2)),
            Error::<Test>::SignatureInvalid { index: 0 }
        );
    });
}

#[test]
fn fails_when_any_field_was_changed_after_signing() {
    let changes: [fn(&mut BatchHeader); 5] = [
        |header| header.observed_from_ms -= 1,
        |header| header.observed_until_ms += 1,
        |header| header.records += 1,
        |header| header.root.0[31] ^= 1,
        |header| header.closed_at_ms += 1,
    ];
    ExtBuilder::default().run(|| {
        for change in changes {
            let mut headers = chain_of(GATEWAY, 3, 1);
            change(&mut headers[2].header);
            assert_noop!(
                anchor(headers),
                Error::<Test>::SignatureInvalid { index: 2 }
            );
        }
    });
}

#[test]
fn fails_when_the_header_was_signed_for_another_chain() {
    use ed25519_dalek::Signer;
    ExtBuilder::default().run(|| {
        let header = next_header(GATEWAY);
        let signature = key(1).sign(&header.signing_bytes(&Digest([1; 32])));
        let signed = SignedHeader {
            header,
            signature: signature.to_bytes(),
        };
        assert_noop!(
            anchor(vec![signed]),
            Error::<Test>::SignatureInvalid { index: 0 }
        );
    });
}
