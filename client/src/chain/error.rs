//! What can go wrong between a client and the chain, and what to do about it.

use super::value::Value;
use limpid_primitives::Digest;
use std::fmt;

/// Why the chain could not be asked, or why its answer is of no use.
#[derive(Clone, Debug, thiserror::Error)]
pub enum ChainError {
    /// No node answers.
    #[error("no node answers ({0}): check that a node runs and that its RPC address is right (--node URL)")]
    Unreachable(String),
    /// The address cannot be a node's.
    #[error("{0} is no address of a node: give one that begins with ws://, for example ws://127.0.0.1:9944")]
    Address(String),
    /// A node answered with an error.
    #[error("the node refuses {method}: {message} (code {code}{})", .details.as_ref().map(|d| format!(", {d}")).unwrap_or_default())]
    Refused {
        /// The RPC method.
        method: &'static str,
        /// JSON-RPC error code.
        code: i32,
        /// The node's words.
        message: String,
        /// The error's `data`, mostly the reason proper.
        details: Option<String>,
    },
    /// An answer that this client does not understand.
    #[error("the node's answer to {what} is not understood: {detail}. Use a client and a node of the same release")]
    Unexpected {
        /// What was asked.
        what: &'static str,
        /// What is wrong with the answer.
        detail: String,
    },
    /// The node belongs to another chain than the first one asked.
    #[error("{url} belongs to another chain: its genesis is {found}, expected {expected}. Remove it from the list of nodes")]
    OtherChain {
        /// The node asked.
        url: String,
        /// Genesis of the chain this client follows.
        expected: Digest,
        /// Genesis this node reports.
        found: Digest,
    },
    /// The runtime is not one this client can speak to.
    #[error("the chain's runtime is not compatible with this client: {0}. Update the client")]
    Incompatible(String),
}

impl ChainError {
    /// Whether the same question may succeed later, without anybody changing anything.
    pub fn is_retryable(&self) -> bool {
        matches!(self, ChainError::Unreachable(_))
    }

    pub(super) fn unexpected(what: &'static str, detail: impl fmt::Display) -> ChainError {
        ChainError::Unexpected {
            what,
            detail: detail.to_string(),
        }
    }
}

/// Why a call was not carried out, or is not known to be.
#[derive(Clone, Debug, thiserror::Error)]
pub enum SubmitError {
    /// The transaction pool refuses it for good; nothing was changed.
    #[error("the chain does not admit this transaction: {0}")]
    Rejected(String),
    /// It is in a finalised block and changed nothing, because the call failed.
    #[error("{0}")]
    Failed(Box<Failure>),
    /// It was not seen in a finalised block in time. It may still be included: look before acting on it.
    #[error("not finalised after {waited_s} s (last: {last}). It may still be included; look at the chain before you repeat it")]
    NotFinalised {
        /// How long it was waited.
        waited_s: u64,
        /// What was seen last.
        last: String,
    },
    /// The chain could not be asked.
    #[error(transparent)]
    Chain(#[from] ChainError),
}

impl SubmitError {
    /// Whether the same submission may succeed later, without anybody changing anything.
    pub fn is_retryable(&self) -> bool {
        match self {
            SubmitError::NotFinalised { .. } => true,
            SubmitError::Chain(error) => error.is_retryable(),
            SubmitError::Rejected(_) | SubmitError::Failed(_) => false,
        }
    }
}

/// A call that was included in a block and failed: the pallet's own words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The pallet that refused, or the kind of failure for what no pallet names.
    pub pallet: String,
    /// The error's name, as in the pallet's documentation.
    pub name: String,
    /// Its documentation: what is wrong and what to do.
    pub docs: String,
    /// What the error carries, for example the index of a header.
    pub fields: Value,
    /// The block it failed in.
    pub block: u32,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "refused in block {} by {}.{}",
            self.block, self.pallet, self.name
        )?;
        if !self.fields.is_empty() {
            write!(f, " {}", self.fields)?;
        }
        if !self.docs.is_empty() {
            write!(f, ": {}", self.docs)?;
        }
        Ok(())
    }
}
