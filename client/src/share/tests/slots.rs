//! Nobody takes all the places.

use super::super::slots::Slots;
use crate::chain::Account;

#[test]
fn one_account_leaves_places_for_others() {
    let slots = Slots::new(5, 3);
    let mut own: Vec<_> = (0..3)
        .filter_map(|_| slots.take(Account([1; 32])))
        .collect();
    assert_eq!(own.len(), 3);
    assert!(slots.take(Account([1; 32])).is_none());
    let others: Vec<_> = (2..9)
        .filter_map(|n| slots.take(Account([n; 32])))
        .collect();
    assert_eq!(others.len(), 2);
    // What is given back can be taken again.
    own.pop();
    assert!(slots.take(Account([1; 32])).is_some());
    drop(others);
    assert!(slots.take(Account([4; 32])).is_some());
}
