//! The calls this client makes, one constructor each. Their indices are looked up by name in the chain's metadata.

mod anchors;
mod cases;
mod council;
mod deposits;
mod emissions;
mod finality;
mod institutions;
mod market;
mod nodes;
mod permits;
mod quotas;
mod session;
mod sharing;
mod system;
mod tags;
mod validators;

pub use anchors::*;
pub use cases::*;
pub use council::*;
pub use deposits::*;
pub use emissions::*;
pub use finality::*;
pub use institutions::*;
pub use market::*;
pub use nodes::*;
pub use permits::*;
pub use quotas::*;
pub use session::*;
pub use sharing::*;
pub use system::*;
pub use tags::*;
pub use validators::*;

use super::{error::ChainError, metadata::Metadata};
use codec::{Compact, Encode};
use limpid_primitives::Digest;

/// Something to be carried out on chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    pallet: &'static str,
    name: &'static str,
    arguments: Arguments,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Arguments {
    /// SCALE of the arguments in order.
    Encoded(Vec<u8>),
    /// A motion: a threshold, the call and a bound of its length.
    Motion { threshold: u32, call: Box<Call> },
    /// A decision: its document's digest and the call.
    Decision { document: Digest, call: Box<Call> },
    /// The end of a motion: its hash, its number, what it may weigh and how long its call is.
    Close {
        motion: Digest,
        index: u32,
        length: u32,
    },
}

impl Call {
    fn new(pallet: &'static str, name: &'static str, arguments: impl Encode) -> Call {
        Call {
            pallet,
            name,
            arguments: Arguments::Encoded(arguments.encode()),
        }
    }

    /// A call that has no constructor here. `arguments` is the SCALE of them, in order.
    pub fn encoded(pallet: &'static str, name: &'static str, arguments: Vec<u8>) -> Call {
        Call {
            pallet,
            name,
            arguments: Arguments::Encoded(arguments),
        }
    }

    /// `Pallet.call`, as people write it.
    pub fn name(&self) -> String {
        match &self.arguments {
            Arguments::Encoded(_) | Arguments::Close { .. } => {
                format!("{}.{}", self.pallet, self.name)
            }
            // Every motion is one to decide.
            Arguments::Motion { call, .. } => {
                format!("{}.{} of {}", self.pallet, self.name, call.name())
            }
            Arguments::Decision { call, .. } => call.name(),
        }
    }

    /// The bytes of this call on the chain with this metadata.
    pub fn encode(&self, metadata: &Metadata) -> Result<Vec<u8>, ChainError> {
        let mut bytes = metadata.call_index(self.pallet, self.name)?.to_vec();
        match &self.arguments {
            Arguments::Encoded(arguments) => bytes.extend(arguments),
            Arguments::Motion { threshold, call } => {
                let call = call.encode(metadata)?;
                Compact(*threshold).encode_to(&mut bytes);
                bytes.extend(&call);
                Compact(u32::try_from(call.len()).unwrap_or(u32::MAX)).encode_to(&mut bytes);
            }
            Arguments::Decision { document, call } => {
                document.encode_to(&mut bytes);
                bytes.extend(call.encode(metadata)?);
            }
            Arguments::Close {
                motion,
                index,
                length,
            } => {
                (motion, Compact(*index)).encode_to(&mut bytes);
                // A lower bound could be below what the call weighs; a motion of more than this is never opened.
                bytes.extend(metadata.constant("Council", "MaxProposalWeight")?);
                Compact(*length).encode_to(&mut bytes);
            }
        }
        Ok(bytes)
    }
}
