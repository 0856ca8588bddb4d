"""Everything a bundle reads from the chain's state, each value with what became of reading it."""

from dataclasses import dataclass
from typing import Any, Optional

from . import scale, trie

READ, ABSENT, UNDECODABLE, UNREAD = "read", "absent", "undecodable", "unread"


@dataclass(frozen=True)
class Slot:
    outcome: str
    value: Any = None

    def __bool__(self):
        return self.outcome == READ


NOT_READ = Slot(UNREAD)


@dataclass(frozen=True)
class State:
    timestamp: Slot
    gateway: Slot
    operator: Slot
    anchors: list
    keys: list
    bindings: Slot
    permit: Slot  # unread when the proof does not show it, which refuses nothing
    refusal: Optional[str]  # why the proof as a whole is refused


def read(bundle, state_root: Optional[bytes]) -> State:
    """`state_root` is None when the finality header does not decode."""
    if state_root is None:
        unread = [NOT_READ] * len(bundle.batches)
        return State(NOT_READ, NOT_READ, NOT_READ, unread, unread, NOT_READ, NOT_READ, None)
    proof = trie.Proof(bundle.state, state_root)
    broken = []

    def slot(key, item, optional=False):
        try:
            data = proof.read(key)
        except trie.Broken as error:
            if not optional:
                broken.append(str(error))
            return NOT_READ
        if data is None:
            return Slot(ABSENT)
        try:
            return Slot(READ, scale.decode(item, data))
        except scale.Undecodable:
            return Slot(UNDECODABLE)

    timestamp = slot(trie.TIMESTAMP_KEY, scale.timestamp)
    gateway = slot(trie.gateway_key(bundle.gateway), scale.gateway)
    operator = slot(trie.institution_key(gateway.value.operator), scale.institution) if gateway else NOT_READ
    anchors, keys = [], []
    for batch in bundle.batches:
        anchor = slot(trie.anchor_key(bundle.gateway, batch.header.sequence), scale.anchor)
        anchors.append(anchor)
        keys.append(slot(trie.gateway_key_key(bundle.gateway, anchor.value.key_index), scale.gateway_key) if anchor else NOT_READ)
    bindings = slot(trie.bindings_key(bundle.gateway, bundle.claim.outlet), scale.bindings)
    permit = slot(trie.permit_key(bundle.claim.outlet[:22]), scale.permit, optional=True)

    refusal = None
    if proof.has_twins:
        refusal = "two nodes are the same"
    elif broken:
        refusal = broken[0]
    elif not proof.all_visited():
        refusal = "the proof has nodes that prove nothing here"
    return State(timestamp, gateway, operator, anchors, keys, bindings, permit, refusal)
