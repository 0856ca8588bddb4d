"""Share bundles: the specification's example, the rules of values, and which file is taken for one."""

import json
import unittest

from evidence import scale, share

# share-bundle.md, "Example".
PURPOSE = "跨界污染案件核查".encode()
BASIS = bytes.fromhex("a7a3c8f654761303e495b66f724dbf68d663d725fb129a8774294b9ea3970a8e")
REQUEST = (bytes.fromhex("01" "01000000" "01000000" "60") + PURPOSE + BASIS
           + bytes.fromhex("00e86794a1010000" "00448e99a1010000" "0c000000" "0b000000" "1e000000906afb93a1010000" "0080e7c7a1010000"
                           "01" "65000000"))
RECEIPT = bytes.fromhex("01") + bytes(32) + bytes.fromhex("01" "32000000" "0000000000000000" "0c000000")


RENEWAL = bytes.fromhex("0080e7c7a1010000" "0090e7c7a1010000") + BASIS + bytes.fromhex("1f000000906afb93a1010000" "0b000000")


def grant_with(renewals: int) -> bytes:
    """A grant that was renewed as often."""
    return (bytes.fromhex("01" "01000000" "01000000" "01000000" "0b000000" "0c000000" "00e86794a1010000" "00448e99a1010000" "00") + BASIS
            + bytes.fromhex("0090e7c7a1010000" "01000000") + bytes(32) + bytes([48 * 4]) + bytes(48)
            + bytes.fromhex("1e000000906afb93a1010000" "0b000000") + bytes([renewals * 4]) + RENEWAL * renewals + b"\0")


class Values(unittest.TestCase):
    def test_a_grant_has_at_most_eight_renewals(self):
        for renewals in (0, 1, 8):
            self.assertEqual(scale.decode(share.grant, grant_with(renewals)).provider, 11)
        with self.assertRaises(scale.Undecodable):
            scale.decode(share.grant, grant_with(9))

    def test_the_example_of_the_specification(self):
        self.assertEqual(len(REQUEST), 115)
        found = scale.decode(share.request, REQUEST)
        self.assertEqual((found.data_set, found.version, found.requester, found.provider), (1, 1, 12, 11))
        self.assertEqual((found.purpose.encode(), found.basis), (PURPOSE, BASIS))
        self.assertEqual((found.at.block, found.at.time_ms, found.answer_by_ms), (30, 1_793_484_090_000, 1_794_355_200_000))
        self.assertEqual((found.answer, found.of), (share.GRANTED, 101))

    def test_what_is_not_of_its_layout_is_undecodable(self):
        for forged in (REQUEST[:-1], REQUEST + b"\0", b"\2" + REQUEST[1:], REQUEST[:-5] + b"\4" + REQUEST[-4:],
                       REQUEST.replace(PURPOSE, PURPOSE[:-3] + b"  \t"), REQUEST.replace(PURPOSE, PURPOSE[:-1] + b"\xff")):
            with self.assertRaises(scale.Undecodable):
                scale.decode(share.request, forged)

    def test_there_are_at_most_eight_receipts(self):
        eight = scale.decode(share.receipts, bytes([8 << 2]) + RECEIPT * 8)
        self.assertEqual((len(eight), eight[7].differs, eight[7].at.block, eight[7].by), (8, True, 50, 12))
        with self.assertRaises(scale.Undecodable):
            scale.decode(share.receipts, bytes([9 << 2]) + RECEIPT * 9)

    def test_a_location_has_a_host_and_nothing_behind_the_path(self):
        def length(data: bytes) -> bytes:
            return bytes([len(data) << 2]) if len(data) < 64 else (len(data) << 2 | 1).to_bytes(2, "little")

        def is_location(text: str) -> bool:
            data = text.encode()
            try:
                return scale.decode(share.location, length(data) + data) == data
            except scale.Undecodable:
                return False
        for text in ("https://share.example.org", "http://10.0.0.1:8080/limpid/a@b", "https://[::1]/" + "x" * 200):
            self.assertTrue(is_location(text), text)
        for text in ("ftp://share.example.org/" + "x" * 60, "https:///" + "x" * 64, "https://:8080/" + "x" * 64, "https://a@b/" + "x" * 64,
                     "https://a/?" + "x" * 64, "https://a/#" + "x" * 64, "https://a/ " + "x" * 64, "https://a/" + "x" * 247):
            self.assertFalse(is_location(text), text)


class Kinds(unittest.TestCase):
    def test_a_file_says_what_it_is(self):
        self.assertTrue(share.is_share(json.dumps({"format": "limpid-share"}).encode()))
        for data in (b"", b"[]", b'"limpid-share"', b'{"format": "limpid-title"}', b'{"format": "limpid-share"} x', b"[" * 100_000):
            self.assertFalse(share.is_share(data))


if __name__ == "__main__":
    unittest.main()
