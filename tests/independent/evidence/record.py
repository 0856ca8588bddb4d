"""Bytes, key, digest and leaf hash of a record (record.md)."""

import hashlib
import struct
from dataclasses import dataclass
from typing import Optional, Union


def sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def key(outlet: bytes, observed_ms: int, kind: int, arrival: int) -> bytes:
    return outlet + struct.pack(">QHQ", observed_ms, kind, arrival)


def outlet_of(key_bytes: bytes) -> bytes:
    return key_bytes[:27]


def observed_ms_of(key_bytes: bytes) -> int:
    return struct.unpack(">Q", key_bytes[27:35])[0]


def leaf_hash(key_bytes: bytes, digest: bytes) -> bytes:
    return sha256(b"\x00" + key_bytes + digest)


@dataclass(frozen=True)
class FilePayload:
    sha256: bytes
    length: int
    media_type: str


@dataclass(frozen=True)
class Record:
    outlet: bytes
    observed_ms: int
    kind: int
    arrival: int
    received_ms: int
    mn: str
    payload: Union[bytes, FilePayload]

    @property
    def frame(self) -> Optional[bytes]:
        return self.payload if isinstance(self.payload, bytes) else None

    @property
    def key(self) -> bytes:
        return key(self.outlet, self.observed_ms, self.kind, self.arrival)

    @property
    def digest(self) -> bytes:
        return sha256(self.to_bytes())

    def to_bytes(self) -> bytes:
        mn = self.mn.encode("ascii")
        if self.frame is not None:
            payload_kind, payload = 0, self.frame
        else:
            media_type = self.payload.media_type.encode("ascii")
            payload_kind = 1
            payload = self.payload.sha256 + struct.pack(">QB", self.payload.length, len(media_type)) + media_type
        return (b"LIMPIDR1" + self.key + struct.pack(">QB", self.received_ms, len(mn)) + mn
                + struct.pack(">BI", payload_kind, len(payload)) + payload)


@dataclass(frozen=True)
class Neighbour:
    key: bytes
    digest: bytes
