//! Joins the parts of a split message, HJ 212-2017 C.49 and C.50.

use crate::Frame;
use alloc::{
    collections::{BTreeMap, VecDeque},
    string::String,
    vec::Vec,
};

/// Collects the parts of split messages until one is whole.
///
/// Parts belong together by device, command, data time and number of parts. Their QNs differ, and each is acknowledged by
/// itself. A part that arrives twice counts once: the first stays. When more messages are open than allowed, the oldest is
/// given up; its parts were given in and are not lost to the caller.
#[derive(Clone, Debug)]
pub struct Joiner<T> {
    open: VecDeque<Open<T>>,
    messages_max: usize,
}

#[derive(Clone, Debug)]
struct Open<T> {
    key: Key,
    parts: BTreeMap<u16, T>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
struct Key {
    mn: String,
    cn: u16,
    data_time_ms: Option<u64>,
    count: u16,
}

/// What became of a frame given to a [`Joiner`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Joined<T> {
    /// The frame is no part of a split message.
    Single(T),
    /// Other parts are still missing.
    Waiting,
    /// The last missing part: all of them, in the order of PNO.
    Whole(Vec<T>),
}

impl<T> Joiner<T> {
    /// A joiner that holds at most so many messages open.
    pub fn new(messages_max: usize) -> Self {
        Self {
            open: VecDeque::new(),
            messages_max: messages_max.max(1),
        }
    }

    /// Takes a frame and what the caller keeps of it.
    pub fn push(&mut self, frame: &Frame<'_>, part: T) -> Joined<T> {
        let Some(packet) = frame.packet() else {
            return Joined::Single(part);
        };
        let key = Key {
            mn: frame.mn().into(),
            cn: frame.cn(),
            data_time_ms: frame.data_time_ms(),
            count: packet.count,
        };
        let position = self.position_of(key);
        let Some(open) = self.open.get_mut(position) else {
            return Joined::Waiting;
        };
        open.parts.entry(packet.number).or_insert(part);
        if open.parts.len() < usize::from(packet.count) {
            return Joined::Waiting;
        }
        let parts = self
            .open
            .remove(position)
            .map(|open| open.parts.into_values().collect());
        Joined::Whole(parts.unwrap_or_default())
    }

    fn position_of(&mut self, key: Key) -> usize {
        if let Some(position) = self.open.iter().position(|open| open.key == key) {
            return position;
        }
        if self.open.len() >= self.messages_max {
            self.open.pop_front();
        }
        self.open.push_back(Open {
            key,
            parts: BTreeMap::new(),
        });
        self.open.len() - 1
    }
}
