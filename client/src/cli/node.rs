//! `limpid node`: which nodes may connect.

use super::{
    decision::{Authority, CouncilDecision},
    finality::{submit_by, tell},
    signer::Signer,
    Globals,
};
use crate::chain::{calls, At, PeerId};
use anyhow::Context;
use limpid_primitives::{InstitutionId, ListedNode, NodeAddress};
use serde_json::json;
use std::process::ExitCode;

/// The list of nodes that may connect. Until the council enforces it, any node may.
#[derive(Debug, clap::Subcommand)]
pub enum NodeCommand {
    /// List the nodes, each with its institution.
    List,
    /// List a node of the signer's institution, or change its addresses.
    Set {
        /// The node's peer id, or its network key in hex.
        #[arg(value_name = "PEER", required_unless_present = "named")]
        peer: Option<PeerId>,
        /// The same, by name.
        #[arg(
            id = "named",
            long = "node-key-or-peer",
            value_name = "PEER",
            conflicts_with = "peer"
        )]
        named: Option<PeerId>,
        /// Where it listens, as /ip4/10.0.0.1/tcp/30333; several, separated by commas or repeated.
        #[arg(
            long = "address",
            value_name = "ADDRESS",
            value_delimiter = ',',
            required = true
        )]
        addresses: Vec<NodeAddress>,
        #[command(flatten)]
        signer: Signer,
    },
    /// Take a node of the signer's institution off the list.
    Unset {
        /// The node's peer id, or its network key in hex.
        #[arg(value_name = "PEER")]
        peer: PeerId,
        #[command(flatten)]
        signer: Signer,
    },
    /// Take any institution's node off the list, by a decision of the council.
    Remove {
        /// The node's peer id, or its network key in hex.
        #[arg(value_name = "PEER")]
        peer: PeerId,
        #[command(flatten)]
        decision: CouncilDecision,
    },
    /// Make nodes keep to the list, by a decision of the council. There is no way back.
    ///
    /// Every validator's node must be on the list before: one that is not is cut off, and without two thirds of the validators
    /// nothing becomes final any more. Each institution lists its own with `set`; compare `list` with `limpid validator list`
    /// first. From then on the last node cannot be taken off.
    Enforce {
        #[command(flatten)]
        decision: CouncilDecision,
    },
}

/// Carries out `limpid node`.
pub async fn run(command: NodeCommand, globals: &Globals) -> anyhow::Result<ExitCode> {
    let (call, authority, signer, peer, verb) = match command {
        NodeCommand::List => {
            list(globals).await?;
            return Ok(ExitCode::SUCCESS);
        }
        NodeCommand::Enforce { decision } => {
            enforce(globals, &decision).await?;
            return Ok(ExitCode::SUCCESS);
        }
        NodeCommand::Set {
            peer,
            named,
            addresses,
            signer,
        } => {
            let peer = peer.or(named).context("which node? Give its peer id")?;
            (
                calls::list_node(peer.0, &addresses),
                Authority::Institution,
                signer,
                peer,
                "is on the list",
            )
        }
        NodeCommand::Unset { peer, signer } => (
            calls::unlist_node(peer.0),
            Authority::Institution,
            signer,
            peer,
            "is off the list",
        ),
        NodeCommand::Remove { peer, decision } => (
            calls::remove_node(peer.0),
            decision.authority()?,
            decision.signer,
            peer,
            "is off the list",
        ),
    };
    let key = signer.member_key()?;
    let chain = globals.connect().await?;
    let inclusion = submit_by(&chain, &key, authority, call).await?;
    tell(globals, &inclusion, |_| {
        (
            json!({ "peer": peer.to_string(), "key": peer.0 }),
            format!("node {peer} {verb}"),
        )
    });
    Ok(ExitCode::SUCCESS)
}

async fn enforce(globals: &Globals, decision: &CouncilDecision) -> anyhow::Result<()> {
    let authority = decision.authority()?;
    let key = decision.signer.member_key()?;
    let chain = globals.connect().await?;
    let inclusion = submit_by(&chain, &key, authority, calls::enforce_list()).await?;
    tell(globals, &inclusion, |_| {
        let text = "only listed nodes may connect from now on".to_owned();
        (json!({ "enforced": true }), text)
    });
    Ok(())
}

async fn list(globals: &Globals) -> anyhow::Result<()> {
    let chain = globals.connect().await?;
    let at = At::Block(chain.resolve(At::Finalised).await?);
    let nodes = chain.listed_nodes(at).await?;
    let is_enforced = chain.is_list_enforced(at).await?;
    let institutions = chain.institutions(at).await?;
    let name = |id: InstitutionId| {
        let found = institutions.iter().find(|(known, _)| *known == id);
        found.map(|(_, limpid_primitives::Institution::V1(institution))| &institution.name)
    };
    let entry = |(id, node): &(InstitutionId, ListedNode)| {
        json!({
            "institution": id, "name": name(*id), "peer": PeerId(node.key).to_string(), "key": node.key,
            "addresses": node.addresses,
        })
    };
    let json: Vec<_> = nodes.iter().map(entry).collect();
    globals.print(&json.into(), || {
        if nodes.is_empty() {
            return "no node is listed: any node may connect".to_owned();
        }
        let line = |(id, node): &(InstitutionId, ListedNode)| {
            let name = name(*id).map(ToString::to_string).unwrap_or_default();
            let addresses: Vec<_> = node.addresses.iter().map(NodeAddress::as_str).collect();
            format!(
                "{}  {}  {name} (institution {id})",
                PeerId(node.key),
                addresses.join(", ")
            )
        };
        let mut lines: Vec<_> = nodes.iter().map(line).collect();
        if !is_enforced {
            lines.push("the list is not enforced: any node may connect".to_owned());
        }
        lines.join("\n")
    });
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    const PEER: &str = "12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDEp";

    #[derive(Debug, Parser)]
    struct Node {
        #[command(subcommand)]
        command: NodeCommand,
    }

    fn set(arguments: &[&str]) -> Option<(PeerId, usize)> {
        let words = ["limpid", "set"].iter().chain(arguments);
        match Node::try_parse_from(words).ok()?.command {
            NodeCommand::Set {
                peer,
                named,
                addresses,
                ..
            } => Some((peer.or(named)?, addresses.len())),
            _ => None,
        }
    }

    #[test]
    fn a_node_is_listed_by_peer_id_with_at_least_one_address() {
        let peer = PEER.parse().unwrap();
        let address = ["--address", "/ip4/10.0.0.1/tcp/1"];
        let two = ["--address", "/ip4/10.0.0.1/tcp/1,/dns/a/tcp/2"];
        assert_eq!(set(&[&[PEER][..], &address].concat()), Some((peer, 1)));
        assert_eq!(set(&[&[PEER][..], &two].concat()), Some((peer, 2)));
        let named = ["--node-key-or-peer", PEER];
        assert_eq!(set(&[&named[..], &address].concat()), Some((peer, 1)));
        assert_eq!(set(&[PEER]), None);
        assert_eq!(set(&address), None);
        assert_eq!(set(&[&[PEER][..], &named, &address].concat()), None);
        assert_eq!(set(&[PEER, "--address", "10.0.0.1:1"]), None);
    }
}
