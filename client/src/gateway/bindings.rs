//! Which outlet a logger speaks for, and since when: the chain's bindings, turned round.

use limpid_evidence::chain::{Binding, BindingV1};
use limpid_primitives::{Mn, Outlet};
use std::collections::HashMap;

/// The outlets bound to a gateway, as the chain has them: each with all its bindings.
pub type Outlets = Vec<(Outlet, Vec<Binding>)>;

/// The bindings of a gateway at one finalised block.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Registry {
    devices: HashMap<Mn, Vec<(BindingV1, Outlet)>>,
    outlets: HashMap<Outlet, Vec<BindingV1>>,
}

/// Why a frame belongs to no outlet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unbound {
    /// No outlet was ever bound to the device.
    Mn,
    /// The device is known, but was bound to no outlet at the frame's time.
    Time,
}

impl Unbound {
    /// The reason kept with what is refused.
    pub fn reason(self) -> &'static str {
        match self {
            Self::Mn => "unknown-mn",
            Self::Time => "unbound-time",
        }
    }
}

impl Registry {
    /// Turns the chain's bindings round.
    pub fn new(bindings: &[(Outlet, Vec<Binding>)]) -> Self {
        let mut registry = Self::default();
        for (outlet, bindings) in bindings {
            for Binding::V1(binding) in bindings {
                let devices = registry.devices.entry(binding.mn).or_default();
                devices.push((*binding, *outlet));
                registry.outlets.entry(*outlet).or_default().push(*binding);
            }
        }
        for candidates in registry.devices.values_mut() {
            // The newest binding first; between equals the first outlet, so that every run decides alike.
            candidates.sort_by_key(|(binding, outlet)| (u64::MAX - binding.from_ms, *outlet));
        }
        registry
    }

    /// The outlet a device speaks for at a time. Where two bindings hold, the newer one decides.
    pub fn outlet_of(&self, mn: &Mn, observed_ms: u64) -> Result<Outlet, Unbound> {
        let candidates = self.devices.get(mn).ok_or(Unbound::Mn)?;
        candidates
            .iter()
            .find(|(binding, _)| binding.covers(observed_ms))
            .map(|(_, outlet)| *outlet)
            .ok_or(Unbound::Time)
    }

    /// Whether any device was bound to the outlet at a time: only then a file can be a record of it.
    pub fn covers(&self, outlet: &Outlet, observed_ms: u64) -> bool {
        let bindings = self.outlets.get(outlet);
        bindings.is_some_and(|bindings| bindings.iter().any(|binding| binding.covers(observed_ms)))
    }

    /// How many outlets have or had a device.
    pub fn outlets(&self) -> usize {
        self.outlets.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: &str = "91320000MA1L1MPD0C001P/DA001";
    const SECOND: &str = "91320000MA1L1MPD0C001P/DW001";

    fn binding(mn: &str, from_ms: u64, until_ms: Option<u64>) -> Binding {
        Binding::V1(BindingV1 {
            mn: mn.parse().expect("a device number"),
            from_ms,
            until_ms,
        })
    }

    fn registry() -> Registry {
        Registry::new(&[
            (
                FIRST.parse().expect("an outlet"),
                vec![binding("A", 10, Some(20)), binding("B", 20, None)],
            ),
            (
                SECOND.parse().expect("an outlet"),
                vec![binding("A", 30, None)],
            ),
        ])
    }

    fn outlet(mn: &str, observed_ms: u64) -> Result<String, Unbound> {
        let mn = mn.parse().expect("a device number");
        registry()
            .outlet_of(&mn, observed_ms)
            .map(|outlet| outlet.to_string())
    }

    #[test]
    fn a_device_may_move_to_another_outlet() {
        assert_eq!(outlet("A", 10), Ok(FIRST.into()));
        assert_eq!(outlet("A", 19), Ok(FIRST.into()));
        assert_eq!(outlet("A", 20), Err(Unbound::Time));
        assert_eq!(outlet("A", 30), Ok(SECOND.into()));
    }

    #[test]
    fn an_unknown_device_has_no_outlet() {
        assert_eq!(outlet("C", 10), Err(Unbound::Mn));
    }

    #[test]
    fn an_outlet_is_covered_while_any_device_is_bound() {
        let outlet = FIRST.parse().expect("an outlet");
        assert!(!registry().covers(&outlet, 9));
        assert!(registry().covers(&outlet, 15));
        assert!(registry().covers(&outlet, 1_000));
    }
}
