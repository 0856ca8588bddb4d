"""JSON as bundle.md, "Reading", wants it: every object has exactly its fields, every number is a plain natural one.

A reader is a function from a parsed value to what it means; it raises `FormatError` when the value breaks a rule."""

import base64
import binascii
import json
import re

HEX = re.compile(r"[0-9a-f]*")
NATURAL = re.compile(r"0|[1-9][0-9]*")
DIGITS_MAX = 20  # of 2^64 - 1


class FormatError(Exception):
    """The text is not what its format says. Its message tells where and why."""


def parse(data: bytes, bytes_max: int):
    if len(data) > bytes_max:
        raise FormatError(f"{len(data)} bytes, more than {bytes_max}")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise FormatError(f"not UTF-8 at byte {error.start}") from None
    if text.startswith("\ufeff"):
        raise FormatError("begins with a byte order mark")
    try:
        return json.loads(text, object_pairs_hook=_object, parse_int=_integer, parse_float=_fraction,
                          parse_constant=_fraction)
    except RecursionError:
        raise FormatError("nested too deeply") from None
    except MemoryError:
        raise FormatError("more values than this computer can hold") from None
    except ValueError as error:  # json.JSONDecodeError among them
        raise FormatError(f"not JSON: {error}") from None


def _object(pairs):
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise FormatError("a field stands twice in one object")
    return fields


def _integer(text):
    if not NATURAL.fullmatch(text) or len(text) > DIGITS_MAX:
        raise FormatError(f"not a natural number of 64 bits: {text[:24]}")
    return int(text)


def _fraction(text):
    raise FormatError(f"not an integer: {text[:24]}")


def record(**readers):
    """An object with exactly these fields."""
    def read(value):
        if type(value) is not dict or value.keys() != readers.keys():
            raise FormatError(f"not an object with exactly the fields {', '.join(readers)}")
        return {name: _inside(name, reader, value[name]) for name, reader in readers.items()}
    return read


def one_of(**readers):
    """An object whose only field is one of these: `(name, value)`."""
    def read(value):
        if type(value) is not dict or len(value) != 1 or not value.keys() <= readers.keys():
            raise FormatError(f"not an object with one field of {', '.join(readers)}")
        (name, inner), = value.items()
        return name, _inside(name, readers[name], inner)
    return read


def array(reader, low, high):
    def read(value):
        if type(value) is not list or not low <= len(value) <= high:
            raise FormatError(f"not a list of {low} to {high} items")
        return [_inside(str(index), reader, item) for index, item in enumerate(value)]
    return read


def natural(bits):
    def read(value):
        if type(value) is not int or value >= 1 << bits:
            raise FormatError(f"not a natural number of {bits} bits")
        return value
    return read


def text(pattern, meaning):
    pattern = re.compile(pattern)
    def read(value):
        if type(value) is not str or not pattern.fullmatch(value):
            raise FormatError(f"not {meaning}")
        return value
    return read


def constant(wanted):
    def read(value):
        if type(value) is not type(wanted) or value != wanted:
            raise FormatError(f"not {wanted!r}")
        return value
    return read


def hexadecimal(length):
    def read(value):
        if type(value) is not str or len(value) != 2 * length or not HEX.fullmatch(value):
            raise FormatError(f"not {2 * length} lower-case hexadecimal digits")
        return bytes.fromhex(value)
    return read


def base64_bytes(value):
    if type(value) is not str:
        raise FormatError("not base64")
    try:
        data = base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        raise FormatError("not base64") from None
    if base64.b64encode(data).decode() != value:
        raise FormatError("not canonical base64")
    return data


def _inside(name, reader, value):
    try:
        return reader(value)
    except FormatError as error:
        raise FormatError(f"{name}: {error}") from None
