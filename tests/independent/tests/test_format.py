"""What is not a bundle or trust root is undecided at `format`; no bytes make the verifier fall over; and the command."""

import base64
import contextlib
import io
import json
import random
import tempfile
import unittest
from pathlib import Path

import check_vectors
import verify

from .forge import Case, changed


class Format(unittest.TestCase):
    def setUp(self):
        self.case = Case()
        self.bundle = self.case.period()

    def expect_undecided(self, bundle):
        report = self.case.verify(bundle)
        self.assertEqual((report["verdict"], report["first_failed"]), ("undecided", "format"))
        self.assertEqual({link["outcome"] for link in report["links"][1:]}, {"not_reached"})

    def test_values(self):
        for path, value in (
            (["version"], 2), (["version"], True), (["version"], 1.0), (["format"], "limpid"), (["chain"], "another"),
            (["genesis"], "AB" * 32), (["genesis"], "ab" * 31), (["gateway"], 1 << 32), (["gateway"], -1), (["gateway"], None),
            (["batches"], []), (["extra"], 1), (["claim", "period", "until_ms"], 0), (["claim", "period", "first_sequence"], 0),
            (["claim", "record"], {}), (["batches", 0, "run", "leaves"], []), (["batches", 0, "run", "nodes"], ["00" * 32] * 65),
            (["batches", 0, "run", "leaves", 0, "neighbour", "key"], "00" * 45), (["state", 0], "AA"), (["state", 0], "AB=="),
            (["state", 0], " AAA="), (["claim", "period", "outlet"], "91320000MA1L1MPD0C001PDA001"),
            (["batches", 0, "run", "leaves", 1, "record", "mn"], ""), (["batches", 0, "run", "leaves", 1, "record", "kind"], 65536),
            (["batches", 0, "run", "leaves", 1, "record", "payload", "frame"], base64.b64encode(bytes(16_385)).decode()),
            (["batches", 0, "run", "leaves", 1, "record", "payload"], {"file": {"sha256": "00" * 32, "length": 1, "media_type": "a/b"}}),
        ):
            with self.subTest(path=path):
                self.expect_undecided(changed(self.bundle, path, value))

    def test_texts(self):
        data = json.dumps(self.bundle).encode()
        for wrong in (b"", b"null", b"[" * 200_000, b"\xef\xbb\xbf" + data, data + b"x", data + b"{}", b"\xff" + data, data[:-1],
                      data.replace(b'"version": 1', b'"version": 1, "version": 1'), data.replace(b'"version": 1', b'"version": 01'),
                      data.replace(b'"version": 1', b'"version": 1e0'), data.replace(b'"start": 0', b'"start": -0'),
                      data.replace(b'"start": 0', b'"start": NaN'), data.replace(b'"start": 0', b'"start": ' + b"9" * 100_000),
                      data.replace(b"limpid-development", b"limpid\\ud800"), b"\x00" * 100):
            self.expect_undecided(wrong)

    def test_escapes_and_white_space_say_nothing(self):
        data = json.dumps(self.bundle, indent=3).replace("limpid-evidence", "limpid\\u002devidence").encode() + b" \r\n\t"
        self.assertEqual(self.case.verify(data)["verdict"], "verified")

    def test_trust_roots(self):
        for path, value in ((["version"], 2), (["block", "hash"], "ab" * 32), (["authorities"], []), (["extra"], 1),
                            (["authorities", 0, "weight"], 0), (["authorities", 0, "weight"], (1 << 64) - 1),
                            (["authorities", 1], self.case.root["authorities"][0])):
            case = Case()
            case.root = changed(case.root, path, value)
            report = case.verify(self.bundle)
            self.assertEqual((report["verdict"], report["links"]), ("undecided", []))


class AnyBytes(unittest.TestCase):
    """Seeded: a failure replays."""

    def test_changed_bytes_of_the_text_are_never_verified(self):
        """But for the claim's bounds, which may move where no record is."""
        case, source = Case(), random.Random(212)
        for bundle in (case.period(), case.one_record()):
            data = json.dumps(bundle, separators=(",", ":")).encode()
            for _ in range(1500):
                at, value = source.randrange(len(data)), source.randrange(256)
                if data[at] != value and not data.find(b'"from_ms"') < at < data.find(b'"first_sequence"'):
                    report = case.verify(data[:at] + bytes([value]) + data[at + 1:])
                    self.assertIn(report["verdict"], ("refuted", "undecided"), (at, value))

    def test_changed_binary_is_refuted(self):
        case, source = Case(), random.Random(213)
        bundle = case.period()
        paths = ([["state", index] for index in range(len(bundle["state"]))]
                 + [["finality", "header"], ["finality", "justification"], ["handovers", 0, "header"], ["handovers", 0, "justification"]])
        for path in paths * 25:
            def damage(old):
                data = bytearray(base64.b64decode(old))
                how, at = source.randrange(3), source.randrange(len(data))
                if how == 0:
                    data[at] ^= 1 << source.randrange(8)
                elif how == 1:
                    del data[at:]
                else:
                    data[at:at] = source.randbytes(source.randrange(1, 40))
                return base64.b64encode(bytes(data)).decode()
            self.assertEqual(case.verify(changed(bundle, path, damage))["verdict"], "refuted", path)


class Command(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder, case = Path(folder.name), Case()
        self.write("root.json", case.root)
        self.write("good.evidence.json", case.period())
        self.write("forged.evidence.json", changed(case.period(), ["batches", 1, "header", "closed_at_ms"], 1))
        self.write("other.evidence.json", changed(case.period(), ["version"], 2))

    def write(self, name, value):
        (self.folder / name).write_text(json.dumps(value))

    def run_command(self, main, *arguments):
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(io.StringIO()):
            code = main([str(argument) for argument in arguments])
        return code, printed.getvalue()

    def test_exit_codes(self):
        for name, code in (("good", 0), ("forged", 1), ("other", 2), ("missing", 2)):
            file = self.folder / f"{name}.evidence.json"
            self.assertEqual(self.run_command(verify.main, file, "--trust", self.folder / "root.json")[0], code, name)
        self.assertEqual(self.run_command(verify.main, self.folder / "good.evidence.json", "--trust", self.folder / "no")[0], 2)

    def test_json(self):
        code, printed = self.run_command(verify.main, self.folder / "forged.evidence.json", "--trust", self.folder / "root.json", "--json")
        self.assertEqual((code, json.loads(printed)["first_failed"]), (1, "signature"))

    def test_vectors(self):
        vectors = [{"file": f"{name}.evidence.json", "trust_root": "root.json", "verdict": verdict, "first_failed": link, "permit": permit}
                   for name, verdict, link, permit in (("good", "verified", None, "permit-absent"), ("forged", "refuted", "signature", None))]
        self.write("expected.json", vectors)
        self.assertEqual(self.run_command(check_vectors.main, self.folder), (0, "2 passed, 0 failed\n"))
        self.write("expected.json", vectors + [dict(vectors[0], verdict="refuted")])
        self.assertEqual(self.run_command(check_vectors.main, self.folder),
                         (1, "good.evidence.json: verdict is verified, expected refuted\n2 passed, 1 failed\n"))


if __name__ == "__main__":
    unittest.main()
