//! What a network does now, for people to watch.

use crate::{GatewayStatus, Network, Site};
use comfy_table::{presets::UTF8_FULL_CONDENSED, Table};
use std::thread;

/// A moment of a network: nodes that do not answer have dashes.
pub struct Board {
    nodes: Vec<NodeNow>,
    gateways: Vec<GatewayNow>,
}

struct NodeNow {
    name: String,
    role: &'static str,
    height: Option<u32>,
    finalised: Option<u32>,
    peers: Option<u64>,
}

struct GatewayNow {
    name: String,
    address: String,
    status: Option<GatewayStatus>,
}

impl Board {
    /// Asks all nodes and gateways.
    pub fn now(network: &Network, sites: &[Site]) -> Self {
        let rows = network.founders.iter().zip(&network.nodes);
        let nodes = thread::scope(|scope| {
            let asked: Vec<_> = rows
                .map(|(founder, node)| {
                    let role = match founder.session {
                        Some(_) => "validator",
                        None => "observer",
                    };
                    scope.spawn(move || NodeNow {
                        name: node.name().into(),
                        role,
                        height: node.rpc().best(),
                        finalised: node.rpc().finalised(),
                        peers: node.rpc().peers(),
                    })
                })
                .collect();
            let answers = asked.into_iter().map(|thread| thread.join());
            answers.map(|node| node.expect("it only asks")).collect()
        });
        let gateways = sites
            .iter()
            .filter_map(|site| Some((site, site.gateway.as_ref()?)))
            .map(|(site, gateway)| GatewayNow {
                name: format!("gateway-{}", site.gateway_id),
                address: gateway.address(),
                status: gateway.status(),
            })
            .collect();
        Self { nodes, gateways }
    }

    /// The last block that all nodes know to be final.
    pub fn finalised(&self) -> u32 {
        let finalised = self.nodes.iter().map(|node| node.finalised.unwrap_or(0));
        finalised.min().unwrap_or(0)
    }

    /// Whether every gateway has batches anchored in final blocks.
    pub fn all_gateways_anchor(&self) -> bool {
        self.gateways.iter().all(|gateway| {
            let status = gateway.status.as_ref();
            status.is_some_and(|status| status.number("last_anchored_sequence") > 0)
        })
    }

    /// As a table.
    pub fn table(&self) -> String {
        let mut nodes = Table::new();
        nodes.load_preset(UTF8_FULL_CONDENSED);
        nodes.set_header(["node", "role", "height", "finalised", "lag", "peers"]);
        for node in &self.nodes {
            nodes.add_row([
                node.name.clone(),
                node.role.into(),
                or_dash(node.height),
                or_dash(node.finalised),
                or_dash(node.lag_blocks()),
                or_dash(node.peers),
            ]);
        }
        let mut gateways = Table::new();
        gateways.load_preset(UTF8_FULL_CONDENSED);
        gateways.set_header([
            "gateway",
            "loggers send to",
            "received",
            "batches",
            "anchored",
        ]);
        for gateway in &self.gateways {
            gateways.add_row([
                gateway.name.clone(),
                gateway.address.clone(),
                or_dash(gateway.number("last_arrival")),
                or_dash(gateway.number("last_sequence")),
                or_dash(gateway.number("last_anchored_sequence")),
            ]);
        }
        format!("{nodes}\n{gateways}")
    }

    /// In one line.
    pub fn line(&self) -> String {
        let list = |of: &dyn Fn(&NodeNow) -> String| {
            self.nodes.iter().map(of).collect::<Vec<_>>().join(" ")
        };
        let mut line = format!(
            "height {}  finalised {}  peers {}",
            list(&|node| or_dash(node.height)),
            list(&|node| or_dash(node.finalised)),
            list(&|node| or_dash(node.peers)),
        );
        for gateway in &self.gateways {
            line.push_str(&format!(
                "  {} received {} anchored {}/{}",
                gateway.name,
                or_dash(gateway.number("last_arrival")),
                or_dash(gateway.number("last_anchored_sequence")),
                or_dash(gateway.number("last_sequence")),
            ));
        }
        line
    }
}

impl NodeNow {
    fn lag_blocks(&self) -> Option<u32> {
        Some(self.height?.saturating_sub(self.finalised?))
    }
}

impl GatewayNow {
    fn number(&self, name: &str) -> Option<u64> {
        self.status.as_ref().map(|status| status.number(name))
    }
}

fn or_dash(value: Option<impl ToString>) -> String {
    value.map_or_else(|| "-".into(), |value| value.to_string())
}
