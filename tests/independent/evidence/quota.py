"""The values of quota in the chain's state (title.md, "Values")."""

import re
from dataclasses import dataclass
from typing import Any, Optional

from . import codes
from .scale import Moment, Reader, Undecodable, division, moment

PARTS_MAX = 33
DAY_MAX = 2_932_896  # 9999-12-31
DAY_MS = 86_400_000
BEIJING_MS = 28_800_000
POLLUTANT = re.compile(rb"[aw][0-9]{5}")
BASIN = re.compile(rb"([0-9A-Z]{1,8})(\x00*)")
ALLOCATION, ENDS = 0, (9, 10, 11)


@dataclass(frozen=True)
class Holder:
    data: bytes  # its five bytes, as keys have them
    institution: Optional[int]  # None for a division's reserve


@dataclass(frozen=True)
class Class:
    expires: int
    by: int

    def is_over(self, time_ms: int) -> bool:
        return time_ms >= (self.expires + 1) * DAY_MS - BEIJING_MS


@dataclass(frozen=True)
class Lot:
    class_: int
    holder: Holder
    amount: int
    cause: int
    of: Any  # what the cause names
    parts: list  # of (lot, amount)
    at: Moment

    @property
    def has_ended(self) -> bool:
        return self.cause in ENDS


@dataclass(frozen=True)
class Holding:
    lot: Optional[int]
    amount: int
    held: int
    offered: int
    frozen: int
    leased: int


NOTHING = Holding(None, 0, 0, 0, 0, 0)


@dataclass(frozen=True)
class Allocation:
    granted: int
    deducted: int
    lot: Optional[int]
    by: int


def class_(reader: Reader) -> Class:
    reader.version_1()
    pollutant = reader.take(6)
    if not POLLUTANT.fullmatch(pollutant):
        raise Undecodable("not a pollutant")
    is_water = reader.choice(2) == 1
    division(reader)
    if is_water:
        basin = BASIN.fullmatch(reader.take(8))
        if not basin:
            raise Undecodable("not a basin")
    if is_water != pollutant.startswith(b"w"):
        raise Undecodable("the pollutant is of the other medium")
    expires = _vintage(reader)
    reader.choice(4)
    reader.u64()
    moment(reader)
    return Class(expires, reader.u32())


def _vintage(reader: Reader) -> int:
    first, last, expires = reader.uint(2), reader.uint(2), _day(reader)
    if not 1970 <= first <= last < first + 10 or last > 9999 or expires < _last_day(last):
        raise Undecodable("not a vintage")
    return expires


def _last_day(year: int) -> int:
    leap = year // 4 - year // 100 + year // 400 - 477
    return (year - 1969) * 365 + leap - 1


def _day(reader: Reader) -> int:
    day = reader.u32()
    if day > DAY_MAX:
        raise Undecodable("not a day")
    return day


def holder(reader: Reader) -> Holder:
    start = reader.position
    number = division(reader) if reader.choice(2) else reader.u32()
    data = reader.data[start:reader.position]
    return Holder(data, None if data[0] else number)


def _permit_year(reader: Reader):
    number = reader.take(22)
    if not number.isascii() or not codes.is_permit_number(number.decode("ascii")):
        raise Undecodable("not a permit's number")
    return number, reader.uint(2)


def _document(reader: Reader) -> bytes:
    return reader.take(32)


def _nothing(_reader: Reader) -> None:
    return None


CAUSES = (_document, Reader.u32, Reader.u32, Reader.u32, Reader.u32, _document, Reader.u64, Reader.u32, Reader.u32, _permit_year,
          _document, _nothing, _nothing)


def lot(reader: Reader) -> Lot:
    reader.version_1()
    of_class, who, amount, cause = reader.u32(), holder(reader), reader.u64(), reader.choice(len(CAUSES))
    of = CAUSES[cause](reader)
    parts = reader.vec(lambda part: (part.u64(), part.u64()))
    if len(parts) > PARTS_MAX:
        raise Undecodable(f"more than {PARTS_MAX} parts")
    return Lot(of_class, who, amount, cause, of, parts, moment(reader))


def holding(reader: Reader) -> Holding:
    reader.version_1()
    found = Holding(reader.option(Reader.u64), reader.u64(), reader.u64(), reader.u64(), reader.u64(), reader.u64())
    reader.u64()
    reader.u64()
    reader.option(_day)
    return found


def allocation(reader: Reader) -> Allocation:
    reader.version_1()
    granted, deducted, made = reader.u64(), reader.u64(), reader.option(Reader.u64)
    moment(reader)
    return Allocation(granted, deducted, made, reader.u32())
