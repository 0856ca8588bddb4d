"""State proofs (anchor.md, "State proof") and the storage keys."""

import hashlib
import struct
from dataclasses import dataclass
from typing import Optional, Union

from .scale import Reader, Undecodable

ANCHORS = bytes.fromhex("2893c8b379803be566c94f4bfeab5cb2")
INSTITUTIONS = bytes.fromhex("2ef145c44f710c6fe55cae381219f7b2")
GATEWAYS = bytes.fromhex("90b93c283cd90e07b953123639bd05eb")
GATEWAY_KEYS = bytes.fromhex("c0298b7cc0ae9963335071c8316222d1")
BINDINGS = bytes.fromhex("795a5174adba6d37e9575f21101179cd")
PERMITS = bytes.fromhex("903d7fdeaa520f90e1b3fae4ace171d8")

TIMESTAMP_KEY = bytes.fromhex("f0c365c3cf59d671eb72da0e7a4113c49f1f0515f462cdcf84e0f1d6045dfcbb")


def blake2b_256(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=32).digest()


def _hashed(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=16).digest() + data


def anchor_key(gateway: int, sequence: int) -> bytes:
    return ANCHORS + ANCHORS + _hashed(struct.pack("<I", gateway)) + struct.pack("<Q", sequence)


def gateway_key(gateway: int) -> bytes:
    return ANCHORS + GATEWAYS + _hashed(struct.pack("<I", gateway))


def gateway_key_key(gateway: int, index: int) -> bytes:
    return ANCHORS + GATEWAY_KEYS + _hashed(struct.pack("<I", gateway)) + struct.pack("<I", index)


def bindings_key(gateway: int, outlet: bytes) -> bytes:
    return ANCHORS + BINDINGS + _hashed(struct.pack("<I", gateway)) + _hashed(outlet)


def institution_key(institution: int) -> bytes:
    return INSTITUTIONS + INSTITUTIONS + _hashed(struct.pack("<I", institution))


def permit_key(number: bytes) -> bytes:
    return PERMITS + PERMITS + _hashed(number)


class Broken(Exception):
    """The proof cannot answer for a key."""


@dataclass(frozen=True)
class Hash:
    hash: bytes


@dataclass(frozen=True)
class Node:
    partial: str  # a nibble is a hexadecimal digit
    value: Union[bytes, Hash, None]
    children: dict  # by nibble; empty in a leaf


EMPTY = b"\x00"


class Proof:
    def __init__(self, nodes, state_root: bytes):
        self.nodes = {blake2b_256(node): node for node in nodes}
        self.has_twins = len(self.nodes) != len(nodes)
        self.state_root = state_root
        self.visited = set()
        self.decoded = {}  # a node is decoded once, however often it is read: what a file can cost has a bound

    def all_visited(self) -> bool:
        return len(self.visited) == len(self.nodes)

    def read(self, key: bytes) -> Optional[bytes]:
        """The value, None when it is proven absent. A read that is broken visits no node."""
        path = set()
        value = self._follow(key, path)
        self.visited |= path
        return value

    def _follow(self, key: bytes, path: set) -> Optional[bytes]:
        rest = nibbles(key)
        if self._fetch(self.state_root, path) == EMPTY:
            return None
        node = self._node(self.state_root, path)
        while True:
            if not rest.startswith(node.partial):
                return None
            rest = rest[len(node.partial):]
            if not rest:
                return self._fetch(node.value.hash, path) if isinstance(node.value, Hash) else node.value
            child = node.children.get(rest[0])
            if child is None:
                return None
            rest = rest[1:]
            node = self._node(child.hash, path) if isinstance(child, Hash) else decode_node(child)

    def _node(self, hash_wanted: bytes, path: set) -> Node:
        data = self._fetch(hash_wanted, path)
        if hash_wanted not in self.decoded:
            self.decoded[hash_wanted] = decode_node(data)
        return self.decoded[hash_wanted]

    def _fetch(self, hash_wanted: bytes, path: set) -> bytes:
        if hash_wanted not in self.nodes:
            raise Broken(f"the proof has no node {hash_wanted.hex()}")
        path.add(hash_wanted)
        return self.nodes[hash_wanted]


def nibbles(data: bytes) -> str:
    return data.hex()


def decode_node(data: bytes) -> Node:
    try:
        return _decode_node(data)
    except Undecodable as error:
        raise Broken(f"a malformed node: {error}") from None


def _decode_node(data: bytes) -> Node:
    reader = Reader(data)
    first = reader.u8()
    if first >> 6:
        count_bits, is_branch, value_of = 6, first >> 7, _no_value if first >> 6 == 2 else Reader.bytes
    elif first >> 5:
        count_bits, is_branch, value_of = 5, False, _value_hash
    elif first >> 4:
        count_bits, is_branch, value_of = 4, True, _value_hash
    else:
        raise Undecodable("no such kind of node")
    partial = _partial(reader, first & ((1 << count_bits) - 1), (1 << count_bits) - 1)
    bitmap = reader.uint(2) if is_branch else 0
    if is_branch and not bitmap:
        raise Undecodable("a branch without children")
    value = value_of(reader)
    children = {"0123456789abcdef"[i]: _child(reader) for i in range(16) if bitmap >> i & 1}
    if reader.position != len(data):
        raise Undecodable("bytes are left over")
    return Node(partial, value, children)


def _partial(reader: Reader, count: int, full: int) -> str:
    if count == full:
        more = 255
        while more == 255:
            more = reader.u8()
            count += more
            if count > 2 * len(reader.data):
                raise Undecodable("a partial key longer than its node")
    data = reader.take((count + 1) // 2)
    if count % 2 == 0:
        return nibbles(data)
    if data[0] >> 4:
        raise Undecodable("the padding of a partial key is not 0")
    return nibbles(data)[1:]


def _child(reader: Reader):
    data = reader.bytes()
    if len(data) == 32:
        return Hash(data)
    if not 1 <= len(data) <= 31 or data == EMPTY:
        raise Undecodable("a child is neither a hash nor a node in place")
    return data


def _value_hash(reader: Reader) -> Hash:
    return Hash(reader.take(32))


def _no_value(_reader: Reader) -> None:
    return None
