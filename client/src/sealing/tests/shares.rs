//! A threshold of shares makes the key; fewer do not, and wrong ones are told.

use super::super::{combine, shares::SharesError, split, ContentKey};
use std::collections::BTreeSet;

fn key() -> ContentKey {
    ContentKey::from_slice(&[0x5a; 32]).unwrap()
}

#[test]
fn every_choice_of_a_threshold_makes_the_key() {
    for (threshold, count) in [(2, 2), (2, 3), (3, 5), (8, 8), (2, 8)] {
        let shares = split(&key(), threshold, count).unwrap();
        assert_eq!(shares.len(), count);
        let numbers: BTreeSet<_> = shares.iter().map(|share| share[0]).collect();
        assert!(numbers.len() == count && !numbers.contains(&0));
        for choice in 0..1u32 << count {
            let chosen: Vec<_> = (0..)
                .zip(&shares)
                .filter(|(bit, _)| choice >> bit & 1 == 1)
                .map(|(_, share)| share.to_vec())
                .collect();
            let made = combine(&chosen, threshold, &key().digest());
            match chosen.len() >= usize::from(threshold) {
                true => assert_eq!(made.unwrap().bytes(), key().bytes(), "{choice:b}"),
                false => {
                    let given = chosen.len();
                    let error = SharesError::TooFew {
                        given,
                        needed: threshold,
                    };
                    assert_eq!(made.unwrap_err(), error);
                }
            }
        }
    }
}

#[test]
fn a_share_more_makes_up_for_a_wrong_one() {
    let mut shares = split(&key(), 2, 3).unwrap();
    shares[1][20] ^= 1;
    let two = [&shares[0], &shares[1]].map(|share| share.to_vec());
    assert_eq!(
        combine(&two, 2, &key().digest()).unwrap_err(),
        SharesError::WrongKey
    );
    let all: Vec<_> = shares.iter().map(|share| share.to_vec()).collect();
    assert_eq!(
        combine(&all, 2, &key().digest()).unwrap().bytes(),
        key().bytes()
    );
}

#[test]
fn the_same_share_twice_is_one() {
    let shares = split(&key(), 2, 3).unwrap();
    let twice = [shares[0].to_vec(), shares[0].to_vec()];
    assert_eq!(
        combine(&twice, 2, &key().digest()).unwrap_err(),
        SharesError::WrongKey
    );
}

#[test]
fn what_is_no_share_is_refused() {
    let share = split(&key(), 2, 2).unwrap().remove(0).to_vec();
    // Number 0 would be the key itself.
    let zero = [&[0], &share[1..]].concat();
    for wrong in [Vec::new(), vec![1], share[..32].to_vec(), zero] {
        let shares = [share.clone(), wrong];
        assert_eq!(
            combine(&shares, 2, &key().digest()).unwrap_err(),
            SharesError::Malformed
        );
    }
}

#[test]
fn an_unfit_threshold_is_refused() {
    for (threshold, shares) in [(0, 3), (1, 3), (4, 3), (2, 0), (2, 9)] {
        let error = split(&key(), threshold, shares).unwrap_err();
        assert_eq!(error, SharesError::Threshold { threshold, shares });
    }
}
