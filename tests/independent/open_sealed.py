#!/usr/bin/env python3
"""Opens sealed files and sealed keys, written from docs/spec/sealed-file.md alone.

usage: open_sealed.py FILE --key CONTENT_KEY_FILE --out OUT     # prints SHA-256 of the sealed file and of the content

It needs the package `cryptography` (Debian: python3-cryptography) for X25519 and ChaCha20-Poly1305; HKDF and the shares are below.
"""
import argparse
import hashlib
import hmac
import sys
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

HEADER_BYTES = 20
TAG_BYTES = 16


class Refused(Exception):
    """The file, or the key, is not what it should be."""


def open_stream(source, sink, content_key):
    """Opens a sealed file. What was written is the content only if this returns: the digests of both."""
    cipher = ChaCha20Poly1305(content_key)
    sealed, plain = hashlib.sha256(), hashlib.sha256()
    header = source.read(HEADER_BYTES)
    sealed.update(header)
    if len(header) < HEADER_BYTES or header[:8] != b"LIMPIDS1":
        raise Refused("not a sealed file")
    if header[8] != 1:
        raise Refused("unknown algorithm")
    chunk_bytes = int.from_bytes(header[9:13], "big")
    if not 65_536 <= chunk_bytes <= 1_048_576:
        raise Refused("impossible chunks")
    number, chunk = 0, source.read(chunk_bytes + TAG_BYTES)
    while True:
        following = source.read(chunk_bytes + TAG_BYTES) if len(chunk) == chunk_bytes + TAG_BYTES else b""
        is_last = not following
        if number and len(chunk) <= TAG_BYTES:
            raise Refused(f"chunk {number} is empty")
        nonce = header[13:] + number.to_bytes(4, "big") + bytes([is_last])
        try:
            content = cipher.decrypt(nonce, chunk, header)
        except (InvalidTag, ValueError):
            raise Refused(f"chunk {number} does not open") from None
        sealed.update(chunk)
        plain.update(content)
        sink.write(content)
        if is_last:
            return sealed.hexdigest(), plain.hexdigest()
        number, chunk = number + 1, following
        if number >= 2**32:
            raise Refused("too many chunks")


def extract(salt, key_material):
    return hmac.digest(salt, key_material, "sha256")


def expand(key, info, length):
    output, block, counter = b"", b"", 1
    while len(output) < length:
        block = hmac.digest(key, block + info + bytes([counter]), "sha256")
        output, counter = output + block, counter + 1
    return output[:length]


def labeled_extract(suite, salt, label, key_material):
    return extract(salt, b"HPKE-v1" + suite + label + key_material)


def labeled_expand(suite, key, label, info, length):
    return expand(key, length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + info, length)


def open_envelope(private_key, encapsulated, info, ciphertext, associated=b""):
    """HPKE of RFC 9180, base mode: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20Poly1305; the first message."""
    private = X25519PrivateKey.from_private_bytes(private_key)
    public = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    shared = private.exchange(X25519PublicKey.from_public_bytes(encapsulated))
    kem = b"KEM" + (0x0020).to_bytes(2, "big")
    extracted = labeled_extract(kem, b"", b"eae_prk", shared)
    secret = labeled_expand(kem, extracted, b"shared_secret", encapsulated + public, 32)
    suite = b"HPKE" + b"".join(number.to_bytes(2, "big") for number in (0x0020, 0x0001, 0x0003))
    context = b"\x00" + labeled_extract(suite, b"", b"psk_id_hash", b"") + labeled_extract(suite, b"", b"info_hash", info)
    schedule = labeled_extract(suite, secret, b"secret", b"")
    key = labeled_expand(suite, schedule, b"key", context, 32)
    nonce = labeled_expand(suite, schedule, b"base_nonce", context, 12)
    try:
        return ChaCha20Poly1305(key).decrypt(nonce, ciphertext, associated)
    except InvalidTag:
        raise Refused("the sealed key does not open") from None


def little(number):
    return number.to_bytes(4, "little")


def grant_info(genesis, data_set, version, recipient):
    return b"LIMPIDG1" + genesis + little(data_set) + little(version) + little(recipient)


def escrow_info(genesis, provider, sealed_sha256, recipient):
    return b"LIMPIDE1" + genesis + little(provider) + sealed_sha256 + little(recipient)


def release_info(genesis, data_set, version, recipient, opening):
    return b"LIMPIDO1" + genesis + little(data_set) + little(version) + little(recipient) + little(opening)


def key_digest(content_key):
    return hashlib.sha256(b"LIMPIDK1" + content_key).hexdigest()


def multiply(left, right):
    """In GF(2^8) with the polynomial x^8 + x^4 + x^3 + x^2 + 1."""
    product = 0
    while right:
        if right & 1:
            product ^= left
        left <<= 1
        if left & 0x100:
            left ^= 0x11D
        right >>= 1
    return product


def divide(left, right):
    return next(quotient for quotient in range(256) if multiply(quotient, right) == left)


def combine(shares):
    """The content key from a threshold of shares: the value at 0 of the polynomials through them."""
    key = bytearray(32)
    for share in shares:
        factor = 1
        for other in shares:
            if other[0] != share[0]:
                factor = multiply(factor, divide(other[0], other[0] ^ share[0]))
        for place, value in enumerate(share[1:]):
            key[place] ^= multiply(factor, value)
    return bytes(key)


def main():
    arguments = argparse.ArgumentParser(description="Opens a sealed file.")
    arguments.add_argument("file", type=Path)
    arguments.add_argument("--key", type=Path, required=True, help="file with the content key in hex")
    arguments.add_argument("--out", type=Path, required=True)
    arguments = arguments.parse_args()
    key = bytes.fromhex(arguments.key.read_text().strip())
    try:
        with arguments.file.open("rb") as source, arguments.out.open("xb") as sink:
            sealed, plain = open_stream(source, sink, key)
    except Refused as refused:
        arguments.out.unlink()
        print(f"refused: {refused}", file=sys.stderr)
        return 1
    print(f"sealed {sealed}\ncontent {plain}\nkey {key_digest(key)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
