//! Tags on the data of outlets, as the chain keeps them.

use super::{error::ChainError, storage::MapKey, At, Chain};
use limpid_primitives::{Outlet, Tag, TagCode, TagId, TagRule, TagRuleV1, TagV1};

impl Chain {
    /// The codes in use, in their order, and what each means.
    pub async fn tag_rules(&self, at: At) -> Result<Vec<(TagCode, TagRuleV1)>, ChainError> {
        let map = MapKey::of("Tags", "TagRules").bytes();
        let mut all: Vec<(TagCode, TagRule)> = self.entries(map, 2, at).await?;
        all.sort_by_key(|(code, _)| *code);
        let of = |(code, TagRule::V1(rule))| (code, rule);
        Ok(all.into_iter().map(of).collect())
    }

    /// The tags of an outlet, in the order they were filed in.
    pub async fn tags(&self, outlet: Outlet, at: At) -> Result<Vec<(TagId, TagV1)>, ChainError> {
        let map = MapKey::of("Tags", "Tags").blake2(outlet).bytes();
        let mut all: Vec<(TagId, Tag)> = self.entries(map, 4, at).await?;
        all.sort_by_key(|(id, _)| *id);
        let of = |(id, Tag::V1(tag))| (id, tag);
        Ok(all.into_iter().map(of).collect())
    }
}
