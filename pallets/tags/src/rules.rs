//! What each code says: the council's data.

use crate::{
    pallet::{Config, Error, Event, TagRules},
    Pallet,
};
use frame_support::ensure;
use limpid_primitives::{TagCode, TagRule};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
    pub(crate) fn do_set_tag_rule(code: TagCode, rule: TagRule) -> DispatchResult {
        TagRules::<T>::insert(code, &rule);
        Self::deposit_event(Event::TagRuleSet { code, rule });
        Ok(())
    }

    pub(crate) fn do_remove_tag_rule(code: TagCode) -> DispatchResult {
        ensure!(TagRules::<T>::contains_key(code), Error::<T>::RuleUnknown);
        TagRules::<T>::remove(code);
        Self::deposit_event(Event::TagRuleRemoved { code });
        Ok(())
    }
}
