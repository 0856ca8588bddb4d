"""Titles of quota: the specification's example, the rules of values, and which file is taken for a title."""

import json
import unittest
from pathlib import Path
from unittest import mock

from evidence import quota, report, scale, title

# title.md, "Example".
LOT = bytes.fromhex("01" "01000000" "0004000000" "c03b470300000000" "060001000000000000" "08"
                    "010000000000000080c3c90100000000" "030000000000000040787d0100000000" "180000004024fb93a1010000")
CLASS = bytes.fromhex("01") + b"a21002" + bytes.fromhex("00" "f4e30400" "ea07" "ee07") + (22_460).to_bytes(4, "little") \
    + bytes.fromhex("01" "40420f0000000000" "0a000000" "0000000000000000" "01000000")


class Values(unittest.TestCase):
    def test_the_example_of_the_specification(self):
        lot = scale.decode(quota.lot, LOT)
        self.assertEqual((lot.class_, lot.holder.institution, lot.amount, lot.cause, lot.of), (1, 4, 55_000_000, 6, 256))
        self.assertEqual(lot.parts, [(1, 30_000_000), (3, 25_000_000)])
        self.assertEqual((lot.at.block, lot.at.time_ms, lot.has_ended), (24, 1_793_484_072_000, False))

    def test_what_is_not_of_its_layout_is_undecodable(self):
        for forged in (LOT[:-1], LOT + b"\0", b"\2" + LOT[1:], LOT[:5] + b"\2" + LOT[6:], LOT[:18] + b"\x0d" + LOT[19:],
                       LOT[:27] + b"\x88" + LOT[28:]):
            with self.assertRaises(scale.Undecodable):
                scale.decode(quota.lot, forged)

    def test_a_class_is_over_after_its_last_day_in_beijing(self):
        found = scale.decode(quota.class_, CLASS)
        end_ms = 22_461 * 86_400_000 - 28_800_000
        self.assertEqual((found.is_over(end_ms - 1), found.is_over(end_ms)), (False, True))
        for forged in (CLASS.replace(b"a21002", b"w21002"), CLASS.replace(b"a21002", b"A21002"),
                       CLASS.replace(bytes.fromhex("ea07ee07"), bytes.fromhex("ea07f407"))):
            with self.assertRaises(scale.Undecodable):
                scale.decode(quota.class_, forged)

    def test_years_end_where_the_calendar_says(self):
        self.assertEqual((quota._last_day(1970), quota._last_day(2000), quota._last_day(9999)), (364, 11_322, quota.DAY_MAX))


class Kinds(unittest.TestCase):
    def test_a_file_says_what_it_is(self):
        self.assertTrue(title.is_title(json.dumps({"format": "limpid-title"}).encode()))
        for data in (b"", b"[]", b'"limpid-title"', b'{"format": "limpid-evidence"}', b'{"format": "limpid-title"} x', b"[" * 100_000):
            self.assertFalse(title.is_title(data))


class Bound(unittest.TestCase):
    FOLDER = Path(__file__).parents[2] / "vectors" / "title"

    def within(self, name: str, lots_max: int) -> dict:
        root = (self.FOLDER / "one-validator.trust.json").read_bytes()
        with mock.patch.object(title, "LOTS_MAX", lots_max):
            return report.verify((self.FOLDER / name).read_bytes(), root)

    def test_a_title_of_more_lots_than_are_read_is_not_decided(self):
        self.assertEqual(self.within("good-current.title.json", 7)["verdict"], "verified")
        for lots_max in range(1, 7):
            found = self.within("good-current.title.json", lots_max)
            self.assertEqual((found["verdict"], found["first_failed"]), ("undecided", "lot"))
            outcomes = {link["link"]: link["outcome"] for link in found["links"]}
            self.assertEqual((outcomes["lot"], outcomes["state"]), ("undecided", "passed"))

    def test_what_is_wrong_before_the_bound_is_refuted(self):
        for name in ("state-node-twice.title.json", "class-none.title.json"):
            self.assertEqual(self.within(name, 1)["verdict"], "refuted", name)


if __name__ == "__main__":
    unittest.main()
