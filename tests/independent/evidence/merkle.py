"""Tree, run proof and batch header (batch.md)."""

import struct
from dataclasses import dataclass

from .record import sha256


class BadRun(Exception):
    """The run proof does not fit its size and start."""


def node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right)


def split(size: int) -> int:
    """The largest power of two smaller than `size`, for a size of at least 2."""
    return 1 << ((size - 1).bit_length() - 1)


def tree_root(leaves) -> bytes:
    if len(leaves) == 1:
        return leaves[0]
    middle = split(len(leaves))
    return node(tree_root(leaves[:middle]), tree_root(leaves[middle:]))


def run_root(size: int, start: int, leaves, nodes) -> bytes:
    until = start + len(leaves)
    if not leaves or until > size:
        raise BadRun(f"leaves {start} to {until - 1} of {size}")
    unused = iter(nodes)

    def walk(low: int, high: int) -> bytes:  # at most 33 deep: a size has 32 bits
        if high <= start or until <= low:
            hash_outside = next(unused, None)
            if hash_outside is None:
                raise BadRun("too few nodes")
            return hash_outside
        if high - low == 1:
            return leaves[low - start]
        middle = low + split(high - low)
        left = walk(low, middle)
        return node(left, walk(middle, high))

    root = walk(0, size)
    if next(unused, None) is not None:
        raise BadRun("too many nodes")
    return root


@dataclass(frozen=True)
class Header:
    gateway: int
    sequence: int
    previous: bytes
    observed_from_ms: int
    observed_until_ms: int
    records: int
    root: bytes
    closed_at_ms: int

    def signing_bytes(self, genesis: bytes) -> bytes:
        return (b"LIMPIDB1" + genesis + struct.pack(">IQ", self.gateway, self.sequence) + self.previous
                + struct.pack(">QQI", self.observed_from_ms, self.observed_until_ms, self.records) + self.root
                + struct.pack(">Q", self.closed_at_ms))

    def hash(self, genesis: bytes) -> bytes:
        return sha256(self.signing_bytes(genesis))
