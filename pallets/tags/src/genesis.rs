//! What the chain begins with.

use crate::pallet::{Config, TagRules};
use limpid_primitives::{TagCode, TagRule};

/// Writes the rules. A wrong genesis stops the chain before its first block, with the reason. In a chain's genesis:
///
/// ```json
/// { "tags": { "rules": [
///   [101, { "v1": { "subject": "equipment", "name": "维护", "deadline_ms": 43200000 } }]
/// ] } }
/// ```
pub(crate) fn build<T: Config>(rules: &[(TagCode, TagRule)]) {
    for (code, rule) in rules {
        let stands_twice = TagRules::<T>::contains_key(code);
        assert!(
            !stands_twice,
            "genesis tag rule {}: the code stands twice",
            code.0
        );
        TagRules::<T>::insert(code, rule);
    }
}
