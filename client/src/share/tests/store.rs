//! A store is one institution's, and is served by one process.

use super::super::store::*;
use limpid_primitives::{Digest, InstitutionId};
use std::fs;

#[test]
fn a_store_belongs_to_who_published_first() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).unwrap();
    assert_eq!(store.owner().unwrap(), None);
    let owner = Owner {
        genesis: Digest([1; 32]),
        institution: InstitutionId(3),
    };
    store.claim(owner).unwrap();
    store.claim(owner).unwrap();
    let neighbour = Owner {
        institution: InstitutionId(4),
        ..owner
    };
    let other_chain = Owner {
        genesis: Digest([2; 32]),
        ..owner
    };
    for wanted in [neighbour, other_chain] {
        let error = store.claim(wanted).unwrap_err();
        assert!(matches!(error, StoreError::OtherOwner { .. }), "{error}");
    }
    let again = Store::open(folder.path()).unwrap();
    assert_eq!(again.owner().unwrap(), Some(owner));
    // Nothing else is left.
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn an_owner_that_cannot_be_read_is_no_owner() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).unwrap();
    fs::write(folder.path().join("owner.json"), "{}").unwrap();
    assert!(store.owner().is_err());
    let owner = Owner {
        genesis: Digest([1; 32]),
        institution: InstitutionId(3),
    };
    assert!(store.claim(owner).is_err());
}
