"""What a verifier reads in an HJ 212 frame, and everything a frame must be (record.md, "The frame")."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Optional

BEIJING = timezone(timedelta(hours=8))
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)

WHOLE = re.compile(rb"##([0-9]{4})(.*)([0-9A-Fa-f]{4})(?:\r\n|\r|\n)?", re.DOTALL)
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
DATA_TIME = re.compile(r"[0-9]{14}|[0-9]{17}")
QUERY_TIME = re.compile(r"[0-9]{17}")
NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)")
NUMBER_DIGITS_MAX = 38
NUMERIC_SUFFIXES = frozenset("Rtd Min Avg Max ZsRtd ZsMin ZsAvg ZsMax Cou RT Data DayData NightData".split())

SEPARATOR = re.compile(r"[;,]")

PART = re.compile(r"[0-9]{1,4}")
HEAD_FIELDS = {
    "ST": re.compile(r"[0-9]{2}"), "CN": re.compile(r"[0-9]{4}"), "PW": re.compile(r".*", re.DOTALL),
    "MN": re.compile(r"[0-9A-Za-z_-]{1,24}"), "QN": QUERY_TIME, "FLAG": PART, "PNUM": PART, "PNO": PART,
    "RF": re.compile(r".*", re.DOTALL),
}
REQUIRED = ("ST", "CN", "PW", "MN")


class BadFrame(Exception):
    """The frame breaks a rule; the message says which."""


@dataclass(frozen=True)
class Frame:
    mn: str
    command: int
    data_time_ms: Optional[int]
    query_time_ms: Optional[int]


def crc(segment: bytes) -> int:
    register = 0xFFFF
    for byte in segment:
        register = (register >> 8) ^ byte
        for _ in range(8):
            low = register & 1
            register >>= 1
            if low:
                register ^= 0xA001
    return register


def read(frame: bytes) -> Frame:
    match = WHOLE.fullmatch(frame)
    if match is None:
        raise BadFrame("not ##, four digits, a data segment, four hexadecimal digits")
    length, segment, digits = int(match[1]), match[2], match[3]
    if len(segment) != length:
        raise BadFrame(f"declares {length} bytes and has {len(segment)}")
    if crc(segment) != int(digits, 16):
        raise BadFrame(f"the CRC is {crc(segment):04X}, the frame says {digits.decode()}")
    return _read_segment(segment)


def _read_segment(segment: bytes) -> Frame:
    start = segment.find(b"CP=")
    if start < 0 or not segment.startswith(b"&&", start + 3) or not segment.endswith(b"&&") or len(segment) < start + 7:
        raise BadFrame("no CP=&&...&& at the end of the data segment")
    head, data_time = _head(_text(segment[:start])), _data_time(_text(segment[start + 5:-2]))
    return Frame(
        mn=head["MN"],
        command=int(head["CN"]),
        data_time_ms=None if data_time is None else _time_ms("DataTime", data_time),
        query_time_ms=None if "QN" not in head else _time_ms("QN", head["QN"]),
    )


def _text(data: bytes) -> str:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise BadFrame("not UTF-8") from None
    if CONTROL.search(text):
        raise BadFrame("a control character")
    return text


def _head(text: str) -> dict:
    found = {}
    for part in text.split(";"):
        part = part.strip(", ")
        if not part:
            continue
        name, value = _name_and_value(part)
        name = _ascii_upper(name)
        if name not in HEAD_FIELDS:
            continue
        if name in found:
            raise BadFrame(f"{name} stands twice")
        if not HEAD_FIELDS[name].fullmatch(value):
            raise BadFrame(f"{name} is not as it must be")
        found[name] = value
    for name in REQUIRED:
        if name not in found:
            raise BadFrame(f"no {name}")
    _check_packets(found)
    return found


def _check_packets(found: dict):
    flag = int(found.get("FLAG", "0"))
    if flag > 255:
        raise BadFrame("Flag is above 255")
    if flag & 2 or "PNUM" in found or "PNO" in found:
        if "PNUM" not in found or "PNO" not in found:
            raise BadFrame("PNUM or PNO is missing")
        if not 1 <= int(found["PNO"]) <= int(found["PNUM"]):
            raise BadFrame("PNO is not 1 to PNUM")


def _data_time(text: str) -> Optional[str]:
    found = None
    for item in _items(text):
        name, value = _name_and_value(item)
        if not name:
            raise BadFrame("an item without a name")
        if name == "DataTime":
            if found is not None:
                raise BadFrame("DataTime stands twice")
            if not DATA_TIME.fullmatch(value):
                raise BadFrame("DataTime is not a time")
            found = value
        _check_suffix(name, value)
    return found


def _check_suffix(name: str, value: str):
    factor, _, suffix = name.partition("-")
    if not factor:
        return
    if suffix == "Flag" and len(value) > 1:
        raise BadFrame("a data flag of more than one character")
    if suffix in NUMERIC_SUFFIXES and value:
        if not NUMBER.fullmatch(value) or sum(letter.isdigit() for letter in value) > NUMBER_DIGITS_MAX:
            raise BadFrame("a value that is not a decimal number")


def _items(text: str):
    """The items of the CP text. In one that begins `name=//...//` what is enclosed may have separators."""
    position = 0
    while position < len(text):
        end = _item_end(text, position)
        if text[position:end].strip(" "):
            yield text[position:end]
        position = end + 1


def _item_end(text: str, position: int) -> int:
    end = _separator(text, position)
    opened = text.find("=//", position, end)
    closed = text.find("//", opened + 3) if opened >= 0 else -1
    return end if closed < 0 else _separator(text, closed + 2)


def _separator(text: str, position: int) -> int:
    match = SEPARATOR.search(text, position)
    return match.start() if match else len(text)


def _name_and_value(part: str):
    name, equals, value = part.partition("=")
    if not equals:
        raise BadFrame("a field or an item without =")
    return name.strip(" "), value.strip(" ")


def _ascii_upper(name: str) -> str:
    return name.encode("utf-8").upper().decode("utf-8")  # of bytes, `upper` changes ASCII letters only


def _time_ms(name: str, digits: str) -> int:
    parts = [int(digits[low:high]) for low, high in ((0, 4), (4, 6), (6, 8), (8, 10), (10, 12), (12, 14))]
    try:
        moment = datetime(*parts, tzinfo=BEIJING)
    except ValueError:
        raise BadFrame(f"{name} is no date and time of the calendar") from None
    if moment < EPOCH:
        raise BadFrame(f"{name} is before 1970")
    return (moment - EPOCH) // timedelta(milliseconds=1) + int(digits[14:] or "0")
