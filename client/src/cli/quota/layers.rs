//! Where the nodes of a graph stand if each is in a layer below those it comes from (after Sugiyama, Tagawa and Toda 1981).

/// Sweeps that put neighbours above each other.
const SWEEPS: usize = 8;

/// A node's or a bend's place: its layer from the top, and its centre from the left.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// From 0 at the top.
    pub layer: usize,
    /// In the unit of the widths.
    pub x: f64,
}

/// Where everything stands.
#[derive(Clone, Debug)]
pub struct Layout {
    /// The nodes, as they were numbered.
    pub nodes: Vec<Place>,
    /// For each edge where it passes, from above to below, its ends included.
    pub edges: Vec<Vec<Place>>,
    /// How wide it is.
    pub width: f64,
    /// How many layers there are.
    pub layers: usize,
}

/// How much room things take.
#[derive(Clone, Copy, Debug)]
pub struct Widths {
    /// A node.
    pub node: f64,
    /// An edge that passes a layer.
    pub bend: f64,
    /// Between two.
    pub gap: f64,
}

/// Something in a layer: a node, or an edge that passes.
#[derive(Clone, Copy)]
struct Slot {
    layer: usize,
    width: f64,
    x: f64,
}

/// A graph in layers. Bends are slots like nodes.
struct Graph {
    slots: Vec<Slot>,
    /// The slots of each layer, from left to right.
    layers: Vec<Vec<usize>>,
    above: Vec<Vec<usize>>,
    below: Vec<Vec<usize>>,
    /// For each edge its slots, from above to below.
    paths: Vec<Vec<usize>>,
}

/// Lays out nodes `0..count`. An edge leads from one node to another of a larger number; edges of other nodes are left out.
/// `None` if edges pass more than `slots_max` layers and nodes together.
pub fn lay_out(
    count: usize,
    edges: &[(usize, usize)],
    widths: Widths,
    slots_max: usize,
) -> Option<Layout> {
    let edges = edges.iter().copied();
    let edges: Vec<_> = edges
        .filter(|(from, to)| from < to && *to < count)
        .collect();
    let layer_of = layer_of(count, &edges);
    let mut graph = Graph::new(&layer_of, &edges, widths, slots_max)?;
    for sweep in 0..SWEEPS {
        graph.order(sweep % 2 == 0);
    }
    graph.spread(widths.gap);
    for sweep in 0..SWEEPS {
        graph.pull(sweep % 2 == 0, widths.gap);
    }
    Some(graph.layout(count))
}

/// Each node below all it comes from; a first one just above the highest that comes from it.
fn layer_of(count: usize, edges: &[(usize, usize)]) -> Vec<usize> {
    let mut layers = vec![0usize; count];
    let mut is_first = vec![true; count];
    let mut sorted = edges.to_vec();
    sorted.sort_by_key(|(_, to)| *to);
    // Larger numbers later: where an edge begins is settled when it is its turn.
    for (from, to) in &sorted {
        let least = layers.get(*from).map_or(0, |layer| layer.saturating_add(1));
        if let (Some(layer), Some(first)) = (layers.get_mut(*to), is_first.get_mut(*to)) {
            *layer = least.max(*layer);
            *first = false;
        }
    }
    let settled = layers.clone();
    for (node, layer) in layers.iter_mut().enumerate() {
        let below = sorted.iter().filter(|(from, _)| *from == node);
        let highest = below.filter_map(|(_, to)| settled.get(*to)).min();
        if let (Some(highest), Some(true)) = (highest, is_first.get(node)) {
            *layer = highest.saturating_sub(1);
        }
    }
    layers
}

impl Graph {
    fn new(
        layer_of: &[usize],
        edges: &[(usize, usize)],
        widths: Widths,
        slots_max: usize,
    ) -> Option<Graph> {
        let count = layer_of
            .iter()
            .max()
            .map_or(0, |last| last.saturating_add(1));
        let mut graph = Graph {
            slots: Vec::new(),
            layers: vec![Vec::new(); count],
            above: Vec::new(),
            below: Vec::new(),
            paths: Vec::new(),
        };
        for layer in layer_of {
            graph.add(*layer, widths.node);
        }
        for (from, to) in edges {
            let (first, last) = (*layer_of.get(*from)?, *layer_of.get(*to)?);
            let mut path = vec![*from];
            for layer in first.saturating_add(1)..last {
                path.push(graph.add(layer, widths.bend));
            }
            path.push(*to);
            for pair in path.windows(2) {
                if let [upper, lower] = pair {
                    graph.below.get_mut(*upper)?.push(*lower);
                    graph.above.get_mut(*lower)?.push(*upper);
                }
            }
            graph.paths.push(path);
            if graph.slots.len() > slots_max {
                return None;
            }
        }
        Some(graph)
    }

    fn add(&mut self, layer: usize, width: f64) -> usize {
        let slot = self.slots.len();
        self.slots.push(Slot {
            layer,
            width,
            x: 0.0,
        });
        self.above.push(Vec::new());
        self.below.push(Vec::new());
        if let Some(slots) = self.layers.get_mut(layer) {
            slots.push(slot);
        }
        slot
    }

    /// The mean of what `place` says of a slot's neighbours; what it says of the slot itself if it has none.
    fn mean(&self, slot: usize, down: bool, place: impl Fn(usize) -> f64) -> f64 {
        let sides = if down { &self.above } else { &self.below };
        let near = sides.get(slot).map_or(&[][..], Vec::as_slice);
        match near.is_empty() {
            true => place(slot),
            false => near.iter().map(|other| place(*other)).sum::<f64>() / near.len() as f64,
        }
    }

    /// Puts each layer's slots in the order of their neighbours above or below.
    fn order(&mut self, down: bool) {
        for turn in 0..self.layers.len() {
            let layer = if down {
                turn
            } else {
                self.layers.len().saturating_sub(turn.saturating_add(1))
            };
            let mut ranks = vec![0.0; self.slots.len()];
            for slots in &self.layers {
                for (rank, slot) in slots.iter().enumerate() {
                    if let Some(known) = ranks.get_mut(*slot) {
                        *known = rank as f64;
                    }
                }
            }
            let rank = |slot: usize| ranks.get(slot).copied().unwrap_or_default();
            let Some(slots) = self.layers.get(layer) else {
                continue;
            };
            let mut keyed: Vec<_> = slots
                .iter()
                .map(|slot| (self.mean(*slot, down, rank), *slot))
                .collect();
            keyed.sort_by(|(a, _), (b, _)| a.total_cmp(b));
            let ordered = keyed.into_iter().map(|(_, slot)| slot).collect();
            if let Some(slots) = self.layers.get_mut(layer) {
                *slots = ordered;
            }
        }
    }

    /// Puts the slots of each layer beside each other, the layers centred.
    fn spread(&mut self, gap: f64) {
        for slots in &self.layers {
            let widths = slots.iter().filter_map(|slot| self.slots.get(*slot));
            let total: f64 = widths.map(|slot| slot.width + gap).sum();
            let mut left = -total / 2.0;
            for slot in slots {
                if let Some(slot) = self.slots.get_mut(*slot) {
                    slot.x = left + slot.width / 2.0;
                    left += slot.width + gap;
                }
            }
        }
    }

    /// Moves each slot towards its neighbours above or below, as far as the others of its layer leave room.
    fn pull(&mut self, down: bool, gap: f64) {
        for turn in 0..self.layers.len() {
            let layer = if down {
                turn
            } else {
                self.layers.len().saturating_sub(turn.saturating_add(1))
            };
            let slots = self.layers.get(layer).cloned().unwrap_or_default();
            let x = |slot: usize| self.slots.get(slot).map_or(0.0, |slot| slot.x);
            let width = |slot: usize| self.slots.get(slot).map_or(0.0, |slot| slot.width);
            let wanted: Vec<f64> = slots.iter().map(|slot| self.mean(*slot, down, x)).collect();
            // As far to the left as they want to be, and as far to the right: the middle keeps the order and the distances.
            let mut least = f64::NEG_INFINITY;
            let mut from_left = Vec::with_capacity(slots.len());
            for (slot, wanted) in slots.iter().zip(&wanted) {
                let half = width(*slot) / 2.0;
                let placed = wanted.max(least + half);
                least = placed + half + gap;
                from_left.push(placed);
            }
            let mut most = f64::INFINITY;
            let mut from_right = Vec::with_capacity(slots.len());
            for (slot, wanted) in slots.iter().zip(&wanted).rev() {
                let half = width(*slot) / 2.0;
                let placed = wanted.min(most - half);
                most = placed - half - gap;
                from_right.push(placed);
            }
            let placed = from_left.iter().zip(from_right.iter().rev());
            for (slot, (left, right)) in slots.iter().zip(placed) {
                if let Some(slot) = self.slots.get_mut(*slot) {
                    slot.x = (left + right) / 2.0;
                }
            }
        }
    }

    fn layout(&self, count: usize) -> Layout {
        let left = self.slots.iter().map(|slot| slot.x - slot.width / 2.0);
        let left = left.fold(f64::INFINITY, f64::min);
        let right = self.slots.iter().map(|slot| slot.x + slot.width / 2.0);
        let right = right.fold(f64::NEG_INFINITY, f64::max);
        let place = |slot: &Slot| Place {
            layer: slot.layer,
            x: slot.x - left,
        };
        let of_path = |path: &Vec<usize>| {
            let slots = path.iter().filter_map(|slot| self.slots.get(*slot));
            slots.map(place).collect()
        };
        Layout {
            nodes: self.slots.iter().take(count).map(place).collect(),
            edges: self.paths.iter().map(of_path).collect(),
            width: if count == 0 { 0.0 } else { right - left },
            layers: self.layers.len(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const WIDTHS: Widths = Widths {
        node: 100.0,
        bend: 10.0,
        gap: 20.0,
    };

    #[test]
    fn what_comes_from_another_stands_below_it() {
        let layout = lay_out(4, &[(0, 2), (1, 2), (2, 3), (0, 3)], WIDTHS, 100).unwrap();
        let layers: Vec<_> = layout.nodes.iter().map(|place| place.layer).collect();
        assert_eq!(layers, [0, 0, 1, 2]);
        assert_eq!((layout.layers, layout.edges[3].len()), (3, 3));
        assert!(layout.nodes[0].x != layout.nodes[1].x);
    }

    #[test]
    fn a_first_one_stands_just_above_what_comes_from_it() {
        let layout = lay_out(4, &[(0, 1), (1, 3), (2, 3)], WIDTHS, 100).unwrap();
        assert_eq!(layout.nodes[2].layer, 1);
    }

    #[test]
    fn one_and_none_are_drawn_and_too_many_are_not() {
        assert_eq!(lay_out(1, &[], WIDTHS, 1).unwrap().width, 100.0);
        assert_eq!(lay_out(0, &[], WIDTHS, 1).unwrap().layers, 0);
        assert!(lay_out(3, &[(0, 1), (1, 2), (0, 2)], WIDTHS, 3).is_none());
    }

    proptest! {
        #[test]
        fn nothing_stands_on_anything_else(edges in prop::collection::vec((0usize..24, 0usize..24), 0..60)) {
            let layout = lay_out(24, &edges, WIDTHS, 10_000).unwrap();
            for (a, first) in layout.nodes.iter().enumerate() {
                prop_assert!(first.x >= 49.9 && first.x <= layout.width - 49.9);
                for second in layout.nodes.iter().skip(a + 1) {
                    let beside = (first.x - second.x).abs() >= 119.9;
                    prop_assert!(first.layer != second.layer || beside, "{first:?} {second:?}");
                }
            }
            for path in &layout.edges {
                prop_assert!(path.windows(2).all(|pair| pair[0].layer + 1 == pair[1].layer));
            }
        }
    }
}
