"""A title of quota: the file, what is read from the state, and the links `lot` to `holder` (title.md)."""

import hashlib
import json
from dataclasses import dataclass
from typing import Optional

from . import json_strict as j
from . import quota, scale, trie
from .bundle import FINALISED, HASH, U64, Finalised
from .links import Failed, NotReached, Undecided
from .state import ABSENT, NOT_READ, UNDECODABLE, UNREAD, Slot
from .trust_root import CHAIN_NAME, TrustRoot

BYTES_MAX = 64 << 20
LOTS_MAX = 100_000
FORMAT = "limpid-title"
QUOTAS = bytes.fromhex("06d21b980cc1949af8d8634925dcfdb9")
CLASSES = QUOTAS + bytes.fromhex("4e74d919ae81a9eee9e85acdc6cc581a")
LOTS = QUOTAS + bytes.fromhex("45a5a4f3c9acfa12ebacb1c400391dff")
HOLDINGS = QUOTAS + bytes.fromhex("140d49a0e79c42d3be95a22aec62c9fe")
ALLOCATIONS = QUOTAS + bytes.fromhex("510e188a6aee07479cd963306f2c6e55")

READ = j.record(format=j.constant(FORMAT), version=j.constant(1), chain=CHAIN_NAME, genesis=HASH, lot=U64,
                state=j.array(j.base64_bytes, 0, 1_000_000), finality=FINALISED, handovers=j.array(FINALISED, 0, 100_000))


@dataclass(frozen=True)
class Title:
    lot: int
    state: list
    finality: Finalised
    handovers: list


def is_title(data: bytes) -> bool:
    """Whether a file says of itself that it is one."""
    try:
        value = json.loads(data[:BYTES_MAX])
    except (ValueError, RecursionError):
        return False
    return type(value) is dict and value.get("format") == FORMAT


def read(data: bytes, root: TrustRoot) -> Title:
    fields = READ(j.parse(data, BYTES_MAX))
    if fields["chain"] != root.chain or fields["genesis"] != root.genesis:
        raise j.FormatError("the title and the trust root are of different chains")
    if fields["lot"] == 0:
        raise j.FormatError("lots are numbered from 1")
    return Title(fields["lot"], fields["state"], fields["finality"], fields["handovers"])


def _b(part: bytes) -> bytes:
    return hashlib.blake2b(part, digest_size=16).digest() + part


def _u32(number: int) -> bytes:
    return number.to_bytes(4, "little")


class Graph:
    """What the state shows of a title."""

    def __init__(self, title: Title, state_root: Optional[bytes]):
        self.lot, self.lots, self.allocations, self.institutions = title.lot, {}, {}, {}
        self.timestamp = self.class_ = self.holding = NOT_READ
        self.is_cut, self.refusal, self.broken = False, None, []
        if state_root is None:
            self.lots = {title.lot: NOT_READ}
            return
        self.proof = trie.Proof(title.state, state_root)
        self.timestamp = self._slot(trie.TIMESTAMP_KEY, scale.timestamp)
        self._read_lots()
        self._read_values()
        if self.proof.has_twins:
            self.refusal = "two nodes are the same"
        elif self.broken:
            self.refusal = self.broken[0]
        elif not self.is_cut and not self.proof.all_visited():
            self.refusal = "the proof has nodes that prove nothing here"

    def _slot(self, key, item) -> Slot:
        try:
            data = self.proof.read(key)
        except trie.Broken as error:
            self.broken.append(str(error))
            return NOT_READ
        if data is None:
            return Slot(ABSENT)
        try:
            return Slot("read", scale.decode(item, data))
        except scale.Undecodable:
            return Slot(UNDECODABLE)

    def _read_lots(self):
        waiting = {self.lot}
        while waiting:
            if len(self.lots) >= LOTS_MAX:
                self.is_cut = True
                return
            number = max(waiting)
            waiting.remove(number)
            slot = self._slot(LOTS + _b(number.to_bytes(8, "little")), quota.lot)
            self.lots[number] = slot
            if slot:
                waiting.update(part for part, _ in slot.value.parts if part < number)

    def _read_values(self):
        named = set()
        for number, lot in self.known():
            named.add(lot.holder.institution)
            if lot.cause == quota.ALLOCATION and not lot.parts:
                key = ALLOCATIONS + _b(_u32(lot.class_)) + _b(lot.of) + _b(lot.holder.data)
                slot = self.allocations[number] = self._slot(key, quota.allocation)
                named.add(slot.value.by if slot else None)
        newest = self.lots[self.lot]
        if newest:
            of_class = _b(_u32(newest.value.class_))
            self.class_ = self._slot(CLASSES + of_class, quota.class_)
            named.add(self.class_.value.by if self.class_ else None)
            self.holding = self._slot(HOLDINGS + _b(newest.value.holder.data) + of_class, quota.holding)
        for number in sorted(named - {None}):
            self.institutions[number] = self._slot(trie.institution_key(number), scale.institution)

    def known(self):
        return [(number, slot.value) for number, slot in sorted(self.lots.items()) if slot]

    def all_read(self, *slots):
        if any(slot.outcome == UNREAD for slot in (*self.lots.values(), *slots)):
            raise NotReached("unread", "a value could not be read from the state")


def check_lot(graph: Graph):
    if graph.is_cut:
        raise Undecided("too_many", f"more than {LOTS_MAX} lots, and no more are read")
    newest = graph.lots[graph.lot]
    for number, slot in graph.lots.items():
        if slot.outcome in (ABSENT, UNDECODABLE):
            raise Failed(slot.outcome, f"lot {number} is {slot.outcome}")
    for number, lot in graph.known():
        parts = [part for part, _ in lot.parts]
        if newest and lot.class_ != newest.value.class_:
            raise Failed("class", f"lot {number} is of another class")
        if len(set(parts)) != len(parts) or any(part >= number for part in parts):
            raise Failed("parts", f"lot {number} names a lot twice, or one that is not older")
        if any(graph.lots[part] and graph.lots[part].value.has_ended for part in parts if part in graph.lots):
            raise Failed("ended", f"lot {number} came from a lot that had ended")
    graph.all_read()


def check_parts(graph: Graph):
    given = {}
    for number, lot in graph.known():
        amounts = [amount for _, amount in lot.parts]
        if not lot.amount or not all(amounts):
            raise Failed("nothing", f"lot {number} or a part of it is nothing")
        if amounts and sum(amounts) != lot.amount:
            raise Failed("sum", f"the parts of lot {number} are not its amount")
        for part, amount in lot.parts:
            given[part] = given.get(part, 0) + amount
    for number, lot in graph.known():
        if given.get(number, 0) > lot.amount:
            raise Failed("given", f"more came from lot {number} than it was")
    graph.all_read()


def check_allocation(graph: Graph):
    for number, lot in graph.known():
        if (lot.cause == quota.ALLOCATION) != (not lot.parts):
            raise Failed("first", f"lot {number} was allocated and has parts, or neither")
    for number, slot in graph.allocations.items():
        if slot.outcome in (ABSENT, UNDECODABLE):
            raise Failed(slot.outcome, f"the allocation of lot {number} is {slot.outcome}")
        if slot and (slot.value.lot != number or slot.value.granted - slot.value.deducted != graph.lots[number].value.amount):
            raise Failed("other", f"the allocation of lot {number} is of another lot or amount")
    graph.all_read(*graph.allocations.values())


def check_class(graph: Graph):
    _newest(graph)
    _there(graph.class_, "the class")


def check_holding(graph: Graph):
    lot = _newest(graph)
    if graph.holding.outcome == UNREAD:
        raise NotReached("unread", "the holding could not be read")
    if graph.holding.outcome == UNDECODABLE:
        raise Failed("undecodable", "the holding does not decode")
    held = graph.holding.value if graph.holding else quota.NOTHING
    is_current = held.lot == graph.lot
    if is_current and (lot.has_ended or not 0 < held.amount <= lot.amount):
        raise Failed("other", "what its holder has cannot be left of the lot")
    if lot.has_ended:
        return "lot-ended", "the lot has ended"
    if not is_current:
        return "lot-passed", "nothing is left of the lot"
    said = f"{held.amount} g left, {held.frozen} g frozen, {held.leased} g owed to lessors, {held.held + held.offered} g set aside"
    if graph.class_ and graph.timestamp and graph.class_.value.is_over(graph.timestamp.value):
        return "lot-class-over", said
    return ("lot-burdened" if held.held or held.offered or held.frozen or held.leased else "lot-current"), said


def check_holder(graph: Graph):
    for number, slot in graph.institutions.items():
        if slot.outcome != UNREAD:
            _there(slot, f"institution {number}")
    graph.all_read(*graph.institutions.values())
    suspended = [number for number, slot in graph.institutions.items() if slot.value.suspended]
    return ("holder-suspended", f"institution {suspended[0]} is suspended") if suspended else None


def check_state(graph: Graph):
    if graph.refusal is not None:
        raise Failed("proof", graph.refusal)
    if not graph.timestamp:
        raise Failed("timestamp", f"the block's time is {graph.timestamp.outcome}")


def _newest(graph: Graph) -> quota.Lot:
    slot = graph.lots[graph.lot]
    if not slot:
        raise NotReached("unread", f"lot {graph.lot} is {slot.outcome}")
    return slot.value


def _there(slot: Slot, what: str):
    if slot.outcome == UNREAD:
        raise NotReached("unread", f"{what} could not be read")
    if not slot:
        raise Failed(slot.outcome, f"{what} is {slot.outcome}")


def facts(graph: Graph, header) -> dict:
    said = {"lot": graph.lot, "lots": [
        {"lot": number, "class": lot.class_, "institution": lot.holder.institution, "amount": lot.amount, "cause": lot.cause,
         "parts": [list(part) for part in lot.parts], "block": lot.at.block} for number, lot in reversed(graph.known())]}
    if header:
        said["block"] = {"number": header.number, "hash": header.hash.hex()}
    if graph.timestamp:
        said["block_time_ms"] = graph.timestamp.value
    if graph.holding:
        said["holding"] = vars(graph.holding.value)
    return said
