"""SCALE, and the values of the chain's state (anchor.md, "Values")."""

import unicodedata
from dataclasses import dataclass
from typing import Optional

from . import codes
from .merkle import Header

BINDINGS_MAX = 64
STANDINGS_MAX = 64
NAME_BYTES_MAX = 128
INSTITUTION_KINDS = ("agency", "court", "enterprise", "gateway operator", "settlement bank", "exchange")
TIMINGS = ("on time", "late", "ahead")
PERMIT_STATUSES = ("active", "suspended", "revoked", "withdrawn", "cancelled")


class Undecodable(Exception):
    """The bytes are not of their layout."""


class Reader:
    def __init__(self, data: bytes):
        self.data, self.position = data, 0

    def take(self, length: int) -> bytes:
        end = self.position + length
        if end > len(self.data):
            raise Undecodable("ends too soon")
        piece = self.data[self.position:end]
        self.position = end
        return piece

    def uint(self, length: int) -> int:
        return int.from_bytes(self.take(length), "little")

    def u8(self) -> int:
        return self.uint(1)

    def u32(self) -> int:
        return self.uint(4)

    def u64(self) -> int:
        return self.uint(8)

    def compact(self) -> int:
        first = self.u8()
        mode = first & 3
        if mode == 0:
            return first >> 2
        if mode == 3:
            value, least = self.uint(4 + (first >> 2)), 1 << max(30, 8 * (3 + (first >> 2)))
        else:
            length, least = ((2, 1 << 6), (4, 1 << 14))[mode - 1]
            self.position -= 1
            value = self.uint(length) >> 2
        if value < least:
            raise Undecodable("a compact integer is not in its shortest mode")
        return value

    def bytes(self) -> bytes:
        return self.take(self.compact())

    def vec(self, item) -> list:
        # Every item takes at least one byte, so the loop ends no later than the data.
        return [item(self) for _ in range(min(self.compact(), len(self.data) + 1))]

    def option(self, item):
        return item(self) if self.choice(2) else None

    def choice(self, count: int) -> int:
        index = self.u8()
        if index >= count:
            raise Undecodable(f"no variant {index}")
        return index

    def version_1(self):
        if self.u8() != 1:
            raise Undecodable("not version 1")


def decode(item, data: bytes):
    reader = Reader(data)
    value = item(reader)
    if reader.position != len(data):
        raise Undecodable("bytes are left over")
    return value


@dataclass(frozen=True)
class Moment:
    block: int
    time_ms: int


@dataclass(frozen=True)
class Anchor:
    header: Header
    key_index: int
    at: Moment
    timing: str


@dataclass(frozen=True)
class Gateway:
    operator: int
    division: int
    suspended: Optional[Moment]
    key_index: int


@dataclass(frozen=True)
class Binding:
    mn: str
    from_ms: int
    until_ms: Optional[int]


@dataclass(frozen=True)
class Institution:
    kind: str
    uscc: str
    name: str
    division: int
    suspended: Optional[Moment]


@dataclass(frozen=True)
class Standing:
    at: Moment
    version: int
    status: str
    valid_from_ms: int
    valid_until_ms: int
    document: bytes

    def why_not_in_force(self, time_ms: int) -> Optional[str]:
        if self.status != "active":
            return self.status
        if time_ms < self.valid_from_ms:
            return "not-yet-valid"
        return "expired" if time_ms >= self.valid_until_ms else None


@dataclass(frozen=True)
class Permit:
    issuer: int
    holder: Optional[int]
    division: int
    standings: list

    def counting_at(self, time_ms: int) -> Standing:
        """The last decision put on chain at that time or before; the first one if all are later."""
        known = [standing for standing in self.standings if standing.at.time_ms <= time_ms]
        return known[-1] if known else self.standings[0]

    def why_not_in_force(self, time_ms: int) -> Optional[str]:
        """None when it is in force."""
        return self.counting_at(time_ms).why_not_in_force(time_ms)


def timestamp(reader: Reader) -> int:
    return reader.u64()


def moment(reader: Reader) -> Moment:
    return Moment(reader.u32(), reader.u64())


def anchor(reader: Reader) -> Anchor:
    reader.version_1()
    header = Header(gateway=reader.u32(), sequence=reader.u64(), previous=reader.take(32), observed_from_ms=reader.u64(),
                    observed_until_ms=reader.u64(), records=reader.u32(), root=reader.take(32), closed_at_ms=reader.u64())
    return Anchor(header, reader.u32(), moment(reader), TIMINGS[reader.choice(3)])


def gateway(reader: Reader) -> Gateway:
    reader.version_1()
    operator, area, suspended, key_index = reader.u32(), division(reader), _suspended(reader), reader.u32()
    moment(reader)
    return Gateway(operator, area, suspended, key_index)


def gateway_key(reader: Reader) -> bytes:
    reader.version_1()
    public = reader.take(32)
    moment(reader)
    reader.option(moment)
    return public


def bindings(reader: Reader) -> list:
    items = reader.vec(_binding)
    if len(items) > BINDINGS_MAX:
        raise Undecodable(f"more than {BINDINGS_MAX} bindings")
    return items


def _binding(reader: Reader) -> Binding:
    reader.version_1()
    mn = _ascii(reader.bytes())
    if not codes.MN.fullmatch(mn):
        raise Undecodable("not an MN")
    return Binding(mn, reader.u64(), reader.option(Reader.u64))


def institution(reader: Reader) -> Institution:
    reader.version_1()
    kind, uscc, name = INSTITUTION_KINDS[reader.choice(6)], _ascii(reader.take(18)), _name(reader)
    if not codes.is_credit_code(uscc):
        raise Undecodable("not a unified social credit code")
    area, suspended = division(reader), _suspended(reader)
    moment(reader)
    reader.option(Reader.u32)
    return Institution(kind, uscc, name, area, suspended)


def permit(reader: Reader) -> Permit:
    reader.version_1()
    issuer, holder, area, standings = reader.u32(), reader.option(Reader.u32), division(reader), reader.vec(_standing)
    if not 1 <= len(standings) <= STANDINGS_MAX:
        raise Undecodable(f"no standing, or more than {STANDINGS_MAX}")
    return Permit(issuer, holder, area, standings)


def _standing(reader: Reader) -> Standing:
    return Standing(moment(reader), reader.u32(), PERMIT_STATUSES[reader.choice(5)], reader.u64(), reader.u64(), reader.take(32))


def division(reader: Reader) -> int:
    number = reader.u32()
    if number != 100_000 and not 110_000 <= number <= 999_999:
        raise Undecodable("not a division code")
    return number


def _name(reader: Reader) -> str:
    data = reader.bytes()
    if not 1 <= len(data) <= NAME_BYTES_MAX:
        raise Undecodable("a name is empty or too long")
    try:
        name = data.decode("utf-8")
    except UnicodeDecodeError:
        raise Undecodable("a name is not UTF-8") from None
    if name != name.strip() or any(unicodedata.category(letter) == "Cc" for letter in name):
        raise Undecodable("a name has white space at its ends or a control character")
    return name


def _suspended(reader: Reader) -> Optional[Moment]:
    return reader.option(moment)  # the two variants of a status have the layout of an Option


def _ascii(data: bytes) -> str:
    try:
        return data.decode("ascii")
    except UnicodeDecodeError:
        raise Undecodable("not ASCII") from None
