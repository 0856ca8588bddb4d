"""Values that come from outside: RFC 8032, RFC 7693, RFC 6962 trees, HJ 212 appendices; and the examples of docs/spec."""

import hashlib
import unittest
from pathlib import Path

from evidence import codes, ed25519, hj212, merkle, record, scale, trie
from evidence.record import sha256

FRAMES = Path(__file__).parents[2] / "vectors" / "hj212"


class Ed25519(unittest.TestCase):
    PUBLIC = bytes.fromhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
    SIGNATURE = bytes.fromhex("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                              "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")

    def test_rfc_8032_test_2(self):
        self.assertTrue(ed25519.verify_zip215(self.PUBLIC, self.SIGNATURE, b"\x72"))
        self.assertFalse(ed25519.verify_zip215(self.PUBLIC, self.SIGNATURE, b"\x73"))

    def test_the_equation_with_the_cofactor_agrees(self):
        self.assertTrue(ed25519._with_cofactor(self.PUBLIC, self.SIGNATURE, b"\x72"))
        self.assertFalse(ed25519._with_cofactor(self.PUBLIC, self.SIGNATURE, b"\x73"))

    def test_s_not_below_the_order_is_refused(self):
        s = int.from_bytes(self.SIGNATURE[32:], "little") + ed25519.L
        raised = self.SIGNATURE[:32] + s.to_bytes(32, "little")
        self.assertFalse(ed25519.verify_zip215(self.PUBLIC, raised, b"\x72"))

    def test_points_of_small_order_sign_anything_as_on_chain(self):
        """ZIP-215: these encodings, canonical or not, decode to points of small order; with S = 0 the equation holds."""
        p = ed25519.P
        for y in (1, p - 1, 0, p, p + 1):
            for sign in (0, 1):
                point = (y | sign << 255).to_bytes(32, "little")
                self.assertTrue(ed25519.verify_zip215(point, point + bytes(32), b"Zcash"), (y - p, sign))


class Blake2b(unittest.TestCase):
    def test_empty(self):
        self.assertEqual(trie.blake2b_256(b"").hex(), "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8")

    def test_rfc_7693(self):
        self.assertTrue(hashlib.blake2b(b"abc").hexdigest().startswith("ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b7"))

    def test_the_empty_trie(self):
        self.assertEqual(trie.blake2b_256(b"\x00").hex(), "03170a2e7597b7b7e3d84c05391d139a62b157e78786d8c082f29dcf4c111314")


class Trees(unittest.TestCase):
    """The leaves and roots every implementation of RFC 6962 is tested with."""
    INPUTS = [bytes.fromhex(text) for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657",
                                                "606162636465666768696a6b6c6d6e6f")]
    ROOTS = """6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d
               fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125
               aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77
               d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7
               4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4
               76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef
               ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c
               5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328""".split()

    def leaves(self):
        return [sha256(b"\x00" + data) for data in self.INPUTS]

    def test_roots(self):
        for size, root in enumerate(self.ROOTS, 1):
            self.assertEqual(merkle.tree_root(self.leaves()[:size]).hex(), root)

    def test_every_run_of_every_size(self):
        from . import forge
        for size, root in enumerate(self.ROOTS, 1):
            leaves = self.leaves()[:size]
            for start in range(size):
                for until in range(start + 1, size + 1):
                    nodes = forge.run_nodes(leaves, start, until)
                    self.assertEqual(merkle.run_root(size, start, leaves[start:until], nodes).hex(), root)
                    with self.assertRaises(merkle.BadRun):
                        merkle.run_root(size, start, leaves[start:until], nodes + [bytes(32)])
                    if nodes:
                        with self.assertRaises(merkle.BadRun):
                            merkle.run_root(size, start, leaves[start:until], nodes[:-1])


class Hj212(unittest.TestCase):
    def test_appendix_a_of_2017(self):
        frame = hj212.read(b"##0101QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=010000A8900016F000169DC0;Flag=5;"
                           b"CP=&&RtdInterval=30&&1C80")
        self.assertEqual((frame.mn, frame.command, frame.data_time_ms), ("010000A8900016F000169DC0", 1062, None))
        self.assertEqual(frame.query_time_ms, 1470013137223)

    def test_appendix_a_of_2025(self):
        self.assertEqual(hj212.read(b"##0087QN=20240601085857223;ST=32;CN=1011;PW=123456;MN=010000A8900016F000169DC0;"
                                    b"Flag=9;CP=&&&&2200\r\n").command, 1011)

    def test_one_byte_changed(self):
        with self.assertRaises(hj212.BadFrame):
            hj212.read(b"##0101QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=010000A8900016F000169DC0;Flag=5;"
                       b"CP=&&RtdInterval=31&&1C80")

    def test_good_frames(self):
        for frame in frames("good.txt"):
            hj212.read(frame)

    def test_bad_frames(self):
        count = 0
        for frame, why in frames("bad.txt", with_reason=True):
            count += 1
            with self.assertRaises(hj212.BadFrame, msg=why):
                hj212.read(frame)
        self.assertGreater(count, 35)

    def test_what_a_line_may_end_with(self):
        frame = framed("ST=32;CN=2011;PW=;MN=A;CP=&&&&")
        for end in (b"", b"\r", b"\n", b"\r\n"):
            hj212.read(frame + end)
        for end in (b"\n\r", b"\r\r\n", b" ", b"\x00"):
            with self.assertRaises(hj212.BadFrame):
                hj212.read(frame + end)

    def test_head_and_items(self):
        head = "ST=32;CN=2011;PW=;MN=A;"
        for segment, good in (
            ("sT=32;cn=2011;pw=;mN=A;CP=&&&&", True), (head + "Cp=&&&&", False), (head + "CP=&&&", False),
            (", ST = 32 ,;CN=2011;PW=;MN=A;;CP=&& ; ,&&", True), (head + "=1;CP=&&&&", True), (head + "Flag=0253;CP=&&&&", True),
            (head + "Flag=2;CP=&&&&", False), (head + "Flag=2;PNUM=1;PNO=0001;CP=&&&&", True), (head + "CP=&&=1&&", False),
            (head + "CP=&&a-Flag=\u6e05&&", True), (head + "CP=&&-Flag=NN&&", True), (head + "CP=&&a-Flag=NN&&", False),
            (head + "CP=&&a-b-Rtd=x&&", True), (head + "CP=&&a-Rtd=x&&", False), (head + "CP=&&a-Rtd=-.5,b-Avg=+5.&&", True),
            (head + "CP=&&a-Rtd=.&&", False), (head + "CP=&&a-Rtd=" + "1" * 38 + "&&", True),
            (head + "CP=&&a-Rtd=" + "1" * 39 + "&&", False), (head + "CP=&&a-Rtd=1.1.1&&", False),
            (head + "CP=&&i-Info=//a;DataTime=x//;DataTime=20260301080000&&", True),
            (head + "CP=&&i-Info=//a;DataTime=x&&", False), (head + "CP=&&i=///;b&&", False), (head + "CP=&&i=////;b=1&&", True),
            (head + "CP=&&datatime=x&&", True), (head + "CP=&&DataTime=19700101075959&&", False),
            (head + "CP=&&DataTime=19700101080000&&", True), (head + "CP=&&DataTime=20261231235960&&", False),
            (head + "CP=&&a=\x7f&&", False), (head + "CP=&&DataTime=&&", False), (head + "RF=1;RF=1;CP=&&&&", False),
        ):
            with self.subTest(segment=segment):
                try:
                    hj212.read(framed(segment))
                    read = True
                except hj212.BadFrame:
                    read = False
                self.assertEqual(read, good)


def framed(segment: str) -> bytes:
    data = segment.encode()
    return b"##%04d%s%04x" % (len(data), data, hj212.crc(data))


def frames(name: str, with_reason=False):
    comment = b""
    for line in (FRAMES / name).read_bytes().split(b"\n"):
        if line.startswith(b"# "):
            comment = line
        elif line:
            yield (line, comment) if with_reason else line


class ExamplesOfTheSpecification(unittest.TestCase):
    def test_record(self):
        frame = (b"##0138QN=20261101090000123;ST=31;CN=2061;PW=123456;MN=LIMPID0000000000000001;Flag=5;"
                 b"CP=&&DataTime=20261101080000;a21026-Avg=12.5,a21026-Flag=N&&EDC1\r\n")
        self.assertEqual(hj212.read(frame).data_time_ms, 1793491200000)
        outlet = codes.outlet_from_text("91320000MA1L1MPD0C001P/DA001")
        item = record.Record(outlet, 1793491200000, 2061, 7, 1793494800456, "LIMPID0000000000000001", frame)
        self.assertEqual(len(item.to_bytes()), 239)
        self.assertEqual(item.key.hex(), "39313332303030304d41314c314d50443043303031504441303031000001a19467e800080d0000000000000007")
        self.assertEqual(item.digest.hex(), "a49823f466c6edafb13926fcaeddd040def79e49f4d02fd4df52fc12009ddd6d")
        self.assertEqual(record.leaf_hash(item.key, item.digest).hex(),
                         "fe237d31edb3b52abeb5810e97d8faca7babf1af31d2adc20fc7ef239790eda1")

    def test_storage_key(self):
        self.assertEqual(trie.anchor_key(1, 3).hex(), "2893c8b379803be566c94f4bfeab5cb2" * 2
                         + "d82c12285b5d4551f88e8f6e7eb52b81" + "01000000" + "0300000000000000")

    def test_permit(self):
        self.assertEqual(trie.permit_key(b"91320000MA1L1MPD0C001P").hex(), "903d7fdeaa520f90e1b3fae4ace171d8" * 2
                         + "a95f922d3d760b4f6b7b4fff468eb229" + "39313332303030304d41314c314d5044304330303150")
        valid = "003423759b010000" + "0010992bc0010000"
        value = bytes.fromhex("01" + "01000000" + "0103000000" + "f4e30400" + "08"
                              + "80dc8400" + "00301b8aa1010000" + "01000000" + "00" + valid + "ab" * 32
                              + "90cb8500" + "80b30c95a1010000" + "01000000" + "02" + valid + "cd" * 32)
        self.assertEqual(len(value), 145)
        permit = scale.decode(scale.permit, value)
        self.assertEqual((permit.issuer, permit.holder, permit.division), (1, 3, 320500))
        self.assertEqual(permit.standings[0].at, scale.Moment(8707200, 1793318400000))
        self.assertEqual([permit.why_not_in_force(time_ms) for time_ms in (1767196799999, 1793491200000, 1793501999999, 1793502000000)],
                         ["not-yet-valid", None, None, "revoked"])

    def test_lengths_of_keys(self):
        self.assertEqual([len(key) for key in (trie.gateway_key(1), trie.gateway_key_key(1, 0), trie.bindings_key(1, bytes(27)),
                                               trie.institution_key(1))], [52, 56, 95, 52])

    def test_permit_numbers(self):
        self.assertTrue(codes.is_permit_number("91320000MA1L1MPD0C001P"))
        self.assertFalse(codes.is_permit_number("91320000MA1L1MPD0D001P"))
        self.assertTrue(codes.is_permit_number("H9320000ABCDEFGH1a001P"))
        self.assertFalse(codes.is_permit_number("H9320000ABCDEFGH1I001P"))


if __name__ == "__main__":
    unittest.main()
