//! Reading values from a proof of the state trie (state version 1): `docs/spec/anchor.md`, "State proof".
//!
//! Own code rather than `sp-trie`: a proof comes from a stranger, and that library's decoder adds lengths it reads without
//! a check, which ends in a panic where `usize` has 32 bits, as in a browser. It also takes nodes with bytes left over. The
//! tests compare both on real tries.

use alloc::{collections::BTreeMap, vec::Vec};
use blake2::{digest::consts::U32, Blake2b, Digest as _};
use codec::{Compact, Decode};

/// Blake2b with a digest of 32 bytes, the chain's hash of headers, nodes and values.
pub(super) fn blake2_256(bytes: &[u8]) -> [u8; 32] {
    Blake2b::<U32>::digest(bytes).into()
}

/// The proof does not tell what stands under a key: a node is missing or malformed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Broken;

/// Nodes by their hashes, and which of them a read that was told needed.
pub(super) struct StateProof<'a> {
    nodes: BTreeMap<[u8; 32], Given<'a>>,
    count: usize,
}

/// A node as given.
struct Given<'a> {
    bytes: &'a [u8],
    visited: bool,
    /// Decoded once however often it is read, so that a hostile node costs its length once.
    decoded: Option<Option<Node<'a>>>,
}

impl<'a> Given<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            visited: false,
            decoded: None,
        }
    }

    fn node(&mut self) -> Option<&Node<'a>> {
        let bytes = self.bytes;
        self.decoded
            .get_or_insert_with(|| Node::decode(bytes))
            .as_ref()
    }
}

impl<'a> StateProof<'a> {
    pub(super) fn new(nodes: impl Iterator<Item = &'a [u8]>) -> Self {
        let mut count: usize = 0;
        let nodes = nodes
            .inspect(|_| count = count.saturating_add(1))
            .map(|bytes| (blake2_256(bytes), Given::new(bytes)))
            .collect();
        Self { nodes, count }
    }

    /// Whether a node was given twice.
    pub(super) fn has_duplicates(&self) -> bool {
        self.nodes.len() != self.count
    }

    /// How many nodes no read has needed so far. A read that is not told needs none.
    pub(super) fn unused(&self) -> usize {
        self.nodes.values().filter(|node| !node.visited).count()
    }

    /// The value under a key; `None` is proven absence.
    pub(super) fn read(&mut self, root: &[u8; 32], key: &[u8]) -> Result<Option<&'a [u8]>, Broken> {
        let mut path = Path {
            nodes: &mut self.nodes,
            hashes: Vec::new(),
        };
        let value = path.follow(root, key)?;
        let hashes = path.hashes;
        for hash in hashes {
            if let Some(node) = self.nodes.get_mut(&hash) {
                node.visited = true;
            }
        }
        Ok(value)
    }
}

/// The way from the root towards a key.
struct Path<'p, 'a> {
    nodes: &'p mut BTreeMap<[u8; 32], Given<'a>>,
    /// The nodes it leads through.
    hashes: Vec<[u8; 32]>,
}

impl<'a> Path<'_, 'a> {
    /// The value at the end. The loop ends: each turn but the last consumes a nibble of the key.
    fn follow(&mut self, root: &[u8; 32], key: &[u8]) -> Result<Option<&'a [u8]>, Broken> {
        let nibbles: Vec<u8> = key.iter().flat_map(|byte| [byte >> 4, byte & 15]).collect();
        let mut rest = nibbles.as_slice();
        if self.visit(root)?.bytes == [0] {
            return Ok(None);
        }
        let mut next = Child::Hash(*root);
        loop {
            let step = match next {
                Child::Hash(hash) => self.visit(&hash)?.node().ok_or(Broken)?.step(&mut rest),
                Child::Inline(bytes) => Node::decode(bytes).ok_or(Broken)?.step(&mut rest),
            };
            match step {
                Step::Absent => return Ok(None),
                Step::Value(value) => return self.resolve(value).map(Some),
                Step::Down(child) => next = child,
            }
        }
    }

    fn resolve(&mut self, value: Value<'a>) -> Result<&'a [u8], Broken> {
        match value {
            Value::Inline(value) => Ok(value),
            Value::Hash(hash) => Ok(self.visit(hash)?.bytes),
        }
    }

    fn visit(&mut self, hash: &[u8; 32]) -> Result<&mut Given<'a>, Broken> {
        let node = self.nodes.get_mut(hash).ok_or(Broken)?;
        self.hashes.push(*hash);
        Ok(node)
    }
}

/// What a node tells of a key.
enum Step<'a> {
    Absent,
    Value(Value<'a>),
    Down(Child<'a>),
}

/// A leaf or a branch.
struct Node<'a> {
    partial: Partial<'a>,
    value: Option<Value<'a>>,
    /// Empty for a leaf, else 16.
    children: Vec<Option<Child<'a>>>,
}

#[derive(Clone, Copy)]
enum Value<'a> {
    Inline(&'a [u8]),
    Hash(&'a [u8; 32]),
}

#[derive(Clone, Copy)]
enum Child<'a> {
    Inline(&'a [u8]),
    Hash([u8; 32]),
}

/// What kind of node the first bits say, and how many bits of the first byte are left for the length.
struct Kind {
    is_branch: bool,
    value: ValueKind,
    length_bits: u32,
}

enum ValueKind {
    None,
    Inline,
    Hash,
}

impl Kind {
    fn of(first: u8) -> Option<Self> {
        let (is_branch, value, length_bits) = match first {
            0b0100_0000..=0b0111_1111 => (false, ValueKind::Inline, 6),
            0b0010_0000..=0b0011_1111 => (false, ValueKind::Hash, 5),
            0b1000_0000..=0b1011_1111 => (true, ValueKind::None, 6),
            0b1100_0000..=0b1111_1111 => (true, ValueKind::Inline, 6),
            0b0001_0000..=0b0001_1111 => (true, ValueKind::Hash, 4),
            _ => return None,
        };
        Some(Self {
            is_branch,
            value,
            length_bits,
        })
    }
}

impl<'a> Node<'a> {
    /// `None` for bytes that are no node, the empty trie among them.
    fn decode(bytes: &'a [u8]) -> Option<Self> {
        let mut rest = Rest(bytes);
        let first = rest.byte()?;
        let kind = Kind::of(first)?;
        let partial = Partial::decode(first, kind.length_bits, &mut rest)?;
        let bitmap = if kind.is_branch { rest.bitmap()? } else { 0 };
        let value = match kind.value {
            ValueKind::None => None,
            ValueKind::Inline => Some(Value::Inline(rest.bytes()?)),
            ValueKind::Hash => Some(Value::Hash(rest.array()?)),
        };
        let mut children = Vec::new();
        if kind.is_branch {
            for index in 0..16 {
                let present = bitmap >> index & 1 == 1;
                children.push(if present { Some(rest.child()?) } else { None });
            }
        }
        rest.0.is_empty().then_some(Self {
            partial,
            value,
            children,
        })
    }

    /// Takes the node's nibbles, and the one that chooses a child, from what is left of the key.
    fn step(&self, rest: &mut &[u8]) -> Step<'a> {
        let Some(after) = self.partial.strip_from(rest) else {
            return Step::Absent;
        };
        let Some((index, after)) = after.split_first() else {
            return self.value.map_or(Step::Absent, Step::Value);
        };
        *rest = after;
        let child = self.children.get(usize::from(*index)).copied().flatten();
        child.map_or(Step::Absent, Step::Down)
    }
}

/// The nibbles a node adds to the key. With an odd number the first stands in the low half of the first byte.
struct Partial<'a> {
    odd: Option<u8>,
    pairs: &'a [u8],
}

impl<'a> Partial<'a> {
    fn decode(first: u8, length_bits: u32, rest: &mut Rest<'a>) -> Option<Self> {
        let max = 0xff_u8 >> 8_u32.checked_sub(length_bits)?;
        let mut count = usize::from(first & max);
        if first & max == max {
            loop {
                let more = rest.byte()?;
                count = count.checked_add(more.into())?;
                if more < 255 {
                    break;
                }
            }
        }
        let odd = if count % 2 == 1 {
            Some(rest.byte().filter(|byte| *byte < 16)?)
        } else {
            None
        };
        Some(Self {
            odd,
            pairs: rest.take(count / 2)?,
        })
    }

    /// What is left of the nibbles after this; `None` if they do not begin with it.
    fn strip_from<'k>(&self, nibbles: &'k [u8]) -> Option<&'k [u8]> {
        let pairs = self.pairs.iter().flat_map(|byte| [byte >> 4, byte & 15]);
        let mut rest = nibbles;
        for nibble in self.odd.into_iter().chain(pairs) {
            let (first, after) = rest.split_first()?;
            if *first != nibble {
                return None;
            }
            rest = after;
        }
        Some(rest)
    }
}

/// What is still to be decoded of a node.
struct Rest<'a>(&'a [u8]);

impl<'a> Rest<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn array<const N: usize>(&mut self) -> Option<&'a [u8; N]> {
        let (taken, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(taken)
    }

    fn byte(&mut self) -> Option<u8> {
        self.array().map(|[byte]| *byte)
    }

    fn bitmap(&mut self) -> Option<u16> {
        let bitmap = u16::from_le_bytes(*self.array()?);
        (bitmap != 0).then_some(bitmap)
    }

    fn bytes(&mut self) -> Option<&'a [u8]> {
        let length = Compact::<u32>::decode(&mut self.0).ok()?.0;
        self.take(usize::try_from(length).ok()?)
    }

    fn child(&mut self) -> Option<Child<'a>> {
        match self.bytes()? {
            [] | [0] => None,
            bytes if bytes.len() == 32 => bytes.try_into().ok().map(Child::Hash),
            bytes if bytes.len() < 32 => Some(Child::Inline(bytes)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
