"""The reader of sealed files opens the specification's example and RFC 9180's vector, and nothing that was changed."""
import hashlib
import io
import json
import unittest
from pathlib import Path

import open_sealed as reader

VECTORS = Path(__file__).resolve().parents[2] / "vectors"
EXAMPLE = json.loads((VECTORS / "sealed" / "example.json").read_text())
RFC9180 = json.loads((VECTORS / "hpke" / "rfc9180-a2-1.json").read_text())


def of(*path):
    value = EXAMPLE
    for part in path:
        value = value[part]
    return bytes.fromhex(value)


def opened(sealed, key=None):
    plain = io.BytesIO()
    digests = reader.open_stream(io.BytesIO(sealed), plain, key or of("content_key"))
    return digests, plain.getvalue()


class Sealed(unittest.TestCase):
    def test_the_example_opens(self):
        (sealed, plain), content = opened(of("short", "sealed"))
        self.assertEqual(content, of("short", "plain"))
        self.assertEqual(sealed, EXAMPLE["short"]["sealed_sha256"])
        self.assertEqual(plain, EXAMPLE["short"]["plain_sha256"])
        self.assertEqual(reader.key_digest(of("content_key")), EXAMPLE["key_digest"])

    def test_every_change_is_refused(self):
        sealed = of("short", "sealed")
        for place in range(len(sealed)):
            changed = bytearray(sealed)
            changed[place] ^= 1
            with self.assertRaises(reader.Refused):
                opened(bytes(changed))
        for length in range(len(sealed)):
            with self.assertRaises(reader.Refused):
                opened(sealed[:length])
        with self.assertRaises(reader.Refused):
            opened(sealed + b"\0")

    def test_a_file_of_three_chunks(self):
        """Sealed here chunk by chunk, it has the digest that the specification states."""
        from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

        content = bytes(i * 7 % 251 for i in range(150_000))
        self.assertEqual(hashlib.sha256(content).hexdigest(), EXAMPLE["long"]["plain_sha256"])
        header = of("short", "sealed")[:20]
        cipher, chunks = ChaCha20Poly1305(of("content_key")), [content[i : i + 65_536] for i in range(0, 150_000, 65_536)]
        file = header
        for number, chunk in enumerate(chunks):
            nonce = header[13:] + number.to_bytes(4, "big") + bytes([number == len(chunks) - 1])
            file += cipher.encrypt(nonce, chunk, header)
        self.assertEqual(len(file), EXAMPLE["long"]["sealed_bytes"])
        (sealed, _), plain = opened(file)
        self.assertEqual(sealed, EXAMPLE["long"]["sealed_sha256"])
        self.assertEqual(plain, content)
        first, second = file[20 : 20 + 65_552], file[20 + 65_552 : 20 + 2 * 65_552]
        with self.assertRaises(reader.Refused):
            opened(header + second + first + file[20 + 2 * 65_552 :])
        with self.assertRaises(reader.Refused):
            opened(header + first + second)


class Envelopes(unittest.TestCase):
    def open(self, name, info):
        envelope = EXAMPLE[name]
        encapsulated, ciphertext = bytes.fromhex(envelope["encapsulated"]), bytes.fromhex(envelope["ciphertext"])
        return reader.open_envelope(of("private_key"), encapsulated, info, ciphertext)

    def test_the_vector_of_rfc_9180_opens(self):
        field = lambda name: bytes.fromhex(RFC9180[name])
        first = {name: bytes.fromhex(value) for name, value in RFC9180["first_encryption"].items()}
        plain = reader.open_envelope(field("skRm"), field("enc"), field("info"), first["ct"], first["aad"])
        self.assertEqual(plain, first["pt"])

    def test_the_envelopes_of_the_example_open_for_their_purpose(self):
        genesis, sealed = of("genesis"), of("short", "sealed_sha256")
        infos = {
            "grant": reader.grant_info(genesis, 3, 1, 5),
            "escrow": reader.escrow_info(genesis, 6, sealed, 5),
            "release": reader.release_info(genesis, 3, 1, 5, 4),
        }
        for name in infos:
            for purpose, info in infos.items():
                if name == purpose:
                    self.assertEqual(self.open(name, info).hex(), EXAMPLE[name]["secret"])
                else:
                    with self.assertRaises(reader.Refused):
                        self.open(name, info)

    def test_the_shares_of_the_example_make_its_key(self):
        shares = [bytes.fromhex(share) for share in EXAMPLE["shares"]]
        self.assertEqual(reader.combine(shares), of("content_key"))
        self.assertNotEqual(reader.combine(shares[:1]), of("content_key"))


if __name__ == "__main__":
    unittest.main()
