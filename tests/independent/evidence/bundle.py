"""The bundle's text and what it says (bundle.md, "Reading")."""

from dataclasses import dataclass
from typing import Optional, Union

from . import codes
from . import json_strict as j
from .merkle import Header
from .record import FilePayload, Neighbour, Record, key
from .trust_root import CHAIN_NAME, TrustRoot

BYTES_MAX = 64 << 20
FRAME_BYTES_MAX = 16_384


@dataclass(frozen=True)
class Period:
    outlet: bytes
    from_ms: int
    until_ms: int
    first_sequence: int
    last_sequence: int

    @property
    def lo(self) -> bytes:
        return key(self.outlet, self.from_ms, 0, 0)

    @property
    def hi(self) -> bytes:
        return key(self.outlet, self.until_ms, 0, 0)


@dataclass(frozen=True)
class OneRecord:
    outlet: bytes
    first_sequence: int

    @property
    def last_sequence(self) -> int:
        return self.first_sequence


@dataclass(frozen=True)
class Batch:
    header: Header
    signature: bytes
    start: int
    leaves: list
    nodes: list

    def records(self):
        return (leaf for leaf in self.leaves if isinstance(leaf, Record))


@dataclass(frozen=True)
class Finalised:
    """A block header and the justification that is to finalise it, both as bytes."""
    header: bytes
    justification: bytes


@dataclass(frozen=True)
class Bundle:
    genesis: bytes
    gateway: int
    claim: Union[Period, OneRecord]
    batches: list
    state: list
    finality: Finalised
    handovers: list

    def records(self):
        return (record for batch in self.batches for record in batch.records())

    @property
    def period(self) -> Optional[Period]:
        return self.claim if isinstance(self.claim, Period) else None


def read(data: bytes, root: TrustRoot) -> Bundle:
    fields = READ(j.parse(data, BYTES_MAX))
    if fields["chain"] != root.chain or fields["genesis"] != root.genesis:
        raise j.FormatError("the bundle and the trust root are of different chains")
    return Bundle(fields["genesis"], fields["gateway"], fields["claim"][1], fields["batches"], fields["state"],
                  fields["finality"], fields["handovers"])


def _outlet(value):
    outlet = codes.outlet_from_text(value) if type(value) is str else None
    if outlet is None:
        raise j.FormatError("not an outlet")
    return outlet


def _neighbour_key(value):
    data = j.hexadecimal(45)(value)
    if codes.outlet_from_bytes(data[:27]) is None:
        raise j.FormatError("does not begin with an outlet")
    return data


def _mn(value):
    if type(value) is not str or (value and not codes.MN.fullmatch(value)):
        raise j.FormatError("not an MN")
    return value


def _frame(value):
    frame = j.base64_bytes(value)
    if len(frame) > FRAME_BYTES_MAX:
        raise j.FormatError(f"a frame of {len(frame)} bytes")
    return frame


def _built(reader, build):
    return lambda value: build(reader(value))


def _record(fields):
    fields["payload"] = fields["payload"][1]
    record = Record(**fields)
    if record.frame is not None and not record.mn:
        raise j.FormatError("a frame without an MN")
    if record.frame is None and (record.mn or record.kind):
        raise j.FormatError("a file with an MN or a kind")
    return record


def _period(fields):
    period = Period(**fields)
    if period.from_ms >= period.until_ms or not 1 <= period.first_sequence <= period.last_sequence:
        raise j.FormatError("a period or a span of sequence numbers that is empty")
    return period


def _one_record(fields):
    if fields["sequence"] < 1:
        raise j.FormatError("a sequence number of 0")
    return OneRecord(fields["outlet"], fields["sequence"])


def _batch(fields):
    run = fields["run"]
    return Batch(fields["header"], fields["signature"], run["start"], [leaf for _, leaf in run["leaves"]], run["nodes"])


U32, U64, HASH = j.natural(32), j.natural(64), j.hexadecimal(32)

PAYLOAD = j.one_of(
    frame=_frame,
    file=_built(j.record(sha256=HASH, length=U64, media_type=j.text(r"[\x21-\x7e]{1,127}", "a media type")),
                lambda fields: FilePayload(**fields)),
)

LEAF = j.one_of(
    neighbour=_built(j.record(key=_neighbour_key, digest=HASH), lambda fields: Neighbour(**fields)),
    record=_built(j.record(outlet=_outlet, observed_ms=U64, kind=j.natural(16), arrival=U64, received_ms=U64, mn=_mn,
                           payload=PAYLOAD), _record),
)

HEADER = _built(j.record(gateway=U32, sequence=U64, previous=HASH, observed_from_ms=U64, observed_until_ms=U64, records=U32,
                         root=HASH, closed_at_ms=U64), lambda fields: Header(**fields))

FINALISED = _built(j.record(header=j.base64_bytes, justification=j.base64_bytes), lambda fields: Finalised(**fields))

READ = j.record(
    format=j.constant("limpid-evidence"),
    version=j.constant(1),
    chain=CHAIN_NAME,
    genesis=HASH,
    gateway=U32,
    claim=j.one_of(
        period=_built(j.record(outlet=_outlet, from_ms=U64, until_ms=U64, first_sequence=U64, last_sequence=U64), _period),
        record=_built(j.record(outlet=_outlet, sequence=U64), _one_record),
    ),
    batches=j.array(_built(j.record(
        header=HEADER,
        signature=j.hexadecimal(64),
        run=j.record(start=U32, leaves=j.array(LEAF, 1, 1_000_000), nodes=j.array(HASH, 0, 64)),
    ), _batch), 1, 100_000),
    state=j.array(j.base64_bytes, 0, 100_000),
    finality=FINALISED,
    handovers=j.array(FINALISED, 0, 100_000),
)
