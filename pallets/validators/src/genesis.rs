//! What the chain begins with.

use crate::{
    pallet::{Approved, Config, Minimum, SessionBlocks, ValidatorsOf},
    Pallet,
};
use pallet_session::{historical, SessionManager};

/// Writes the validators and their rules. A wrong genesis stops the chain before its first block, with the reason: nobody could
/// repair its set.
pub(crate) fn build<T: Config>(validators: &[T::AccountId], minimum: u32, session_blocks: u32) {
    assert!(minimum > 0, "genesis: the minimum of validators is 0");
    assert!(session_blocks > 0, "genesis: a session has 0 blocks");
    Minimum::<T>::put(minimum);
    SessionBlocks::<T>::put(session_blocks);
    if validators.is_empty() {
        return;
    }
    for (place, validator) in validators.iter().enumerate() {
        assert!(
            Pallet::<T>::is_agency_member(validator),
            "genesis validator {validator:?} is no member of an agency"
        );
        assert!(
            !validators
                .iter()
                .skip(place.saturating_add(1))
                .any(|other| other == validator),
            "genesis validator {validator:?} stands twice"
        );
    }
    let Ok(approved) = ValidatorsOf::<T>::try_from(validators.to_vec()) else {
        panic!("genesis: too many validators");
    };
    assert!(
        u32::try_from(approved.len()).is_ok_and(|count| count >= minimum),
        "genesis: fewer validators than the minimum of {minimum}"
    );
    Approved::<T>::put(approved);
    note_first_roots::<T>();
}

/// Where the session pallet's genesis was built before this one, it could not ask yet who validates, and noted no root for the
/// sessions the chain begins with: offences in them, and in all later ones with the same set, could not be proven.
fn note_first_roots<T: Config>() {
    let is_built = historical::StoredRange::<T>::exists();
    if is_built && !historical::HistoricalSessions::<T>::contains_key(0) {
        for session in [0, 1] {
            <T as pallet_session::Config>::SessionManager::new_session_genesis(session);
        }
    }
}
