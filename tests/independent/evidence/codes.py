"""Outlets, credit codes and logger names (record.md, "Outlet" and "Record bytes")."""

import re

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)

WITHOUT_CREDIT_CODE = re.compile(r"H9[0-9]{6}[0-9A-Z]{9}[A-HJ-NP-Za-hj-np-z][0-9]{3}[0-9A-Z]")
PERMIT_TAIL = re.compile(r"[0-9]{3}[0-9A-Z]")
OUTLET_CODE = re.compile(r"D[AW][0-9]{3}")
MN = re.compile(r"[0-9A-Za-z_-]{1,24}")


def is_credit_code(text: str) -> bool:
    if len(text) != 18 or any(letter not in ALPHABET for letter in text):
        return False
    total = sum(ALPHABET.index(letter) * weight for letter, weight in zip(text, WEIGHTS))
    return ALPHABET.index(text[17]) == (31 - total % 31) % 31


def is_permit_number(text: str) -> bool:
    if text.startswith("H9"):
        return WITHOUT_CREDIT_CODE.fullmatch(text) is not None
    return is_credit_code(text[:18]) and PERMIT_TAIL.fullmatch(text[18:]) is not None


def outlet_from_text(text: str):
    """The 27 bytes of `permit/code`, or None."""
    if len(text) != 28 or text[22] != "/":
        return None
    return _outlet(text[:22], text[23:])


def outlet_from_bytes(data: bytes):
    """The same 27 bytes when they are an outlet, or None."""
    if len(data) != 27 or not data.isascii():
        return None
    letters = data.decode("ascii")
    return _outlet(letters[:22], letters[22:])


def _outlet(permit: str, code: str):
    if not is_permit_number(permit) or not OUTLET_CODE.fullmatch(code):
        return None
    return (permit + code).encode("ascii")
