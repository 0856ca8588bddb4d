//! Bodies of finalised blocks, and what became of a transaction in them.

use super::{
    error::{ChainError, Failure},
    header::{self, RpcHeader},
    metadata::{Event, Metadata},
    params,
    storage::prefix,
    Chain, Header, Value,
};
use limpid_primitives::Digest;
use serde::Deserialize;

#[derive(Deserialize)]
struct RpcSignedBlock {
    block: RpcBlock,
}

#[derive(Deserialize)]
struct RpcBlock {
    header: RpcHeader,
    extrinsics: Vec<String>,
}

/// A block with its transactions as `0x…` text.
pub(super) struct Block {
    pub(super) hash: Digest,
    pub(super) header: Header,
    pub(super) extrinsics: Vec<String>,
}

/// All that happened in a finalised block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlockEvents {
    /// The block's height.
    pub number: u32,
    /// Its hash.
    pub hash: Digest,
    /// What happened, in order, each with the place of the transaction it is of; `None` is of the block itself.
    pub events: Vec<(Option<u32>, Event)>,
}

/// What became of a transaction: its events, or why it failed.
pub(super) type Outcome = Result<Vec<Event>, Box<Failure>>;

impl Chain {
    /// The block at a height that is finalised.
    pub(super) async fn finalised_block(&self, number: u32) -> Result<Block, ChainError> {
        let missing =
            || ChainError::Unreachable(format!("the node does not have block {number} yet"));
        let hash = self.block_hash(number).await?.ok_or_else(missing)?;
        let block: Option<RpcSignedBlock> = self
            .rpc()
            .request("chain_getBlock", params![header::text(&hash.0)])
            .await?;
        let block = block.ok_or_else(missing)?.block;
        Ok(Block {
            hash,
            header: Header::try_from(block.header)?,
            extrinsics: block.extrinsics,
        })
    }

    /// All that happened in the block at a height that is finalised.
    pub async fn block_events(&self, number: u32) -> Result<BlockEvents, ChainError> {
        let missing =
            || ChainError::Unreachable(format!("the node does not have block {number} yet"));
        let parent = self.block_hash(number.saturating_sub(1)).await?;
        let hash = self.block_hash(number).await?.ok_or_else(missing)?;
        let events = self.storage(&prefix("System", "Events"), hash).await?;
        // The runtime that executed the block is the one in force after its parent.
        let runtime = self.runtime(parent.ok_or_else(missing)?).await?;
        Ok(BlockEvents {
            number,
            hash,
            events: match events {
                Some(events) => runtime.metadata.events(&events)?,
                None => Vec::new(),
            },
        })
    }

    /// What the transaction at `index` of a block did.
    pub(super) async fn outcome(&self, block: &Block, index: u32) -> Result<Outcome, ChainError> {
        let events = self
            .storage(&prefix("System", "Events"), block.hash)
            .await?
            .ok_or_else(|| {
                ChainError::unexpected("System.Events", "none in a block with transactions")
            })?;
        // The events were written by the runtime that executed the block, which is the one in force after its parent.
        let runtime = self.runtime(block.header.parent).await?;
        let events = runtime.metadata.events_of(&events, index)?;
        Ok(judge(&runtime.metadata, events, block.header.number))
    }
}

/// A call can fail as the transaction or, inside a motion, as what the council carried out.
fn judge(metadata: &Metadata, events: Vec<Event>, block: u32) -> Outcome {
    let failure =
        events
            .iter()
            .find_map(|event| match (event.pallet.as_str(), event.name.as_str()) {
                ("System", "ExtrinsicFailed") => event.fields.field("dispatch_error"),
                ("Council", "Executed" | "MemberExecuted") => event
                    .fields
                    .field("result")
                    .filter(|result| result.variant() == Some("Err"))?
                    .at(0),
                _ => None,
            });
    match failure {
        Some(error) => Err(Box::new(metadata.failure(error, block))),
        None if events
            .iter()
            .any(|event| event.is("System", "ExtrinsicSuccess")) =>
        {
            Ok(events)
        }
        None => Err(Box::new(Failure {
            pallet: "System".to_owned(),
            name: "NoOutcome".to_owned(),
            docs: "the block says neither that the transaction succeeded nor that it failed"
                .to_owned(),
            fields: Value::List(Vec::new()),
            block,
        })),
    }
}
