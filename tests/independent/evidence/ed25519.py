"""Ed25519 as the chain verifies it: ZIP-215 (anchor.md, batch.md).

The equation is the `cryptography` package's, which is without the cofactor. What it accepts ZIP-215 accepts too; what it refuses is
tried once more here with the cofactor, so that a signature made with a malformed key is judged as the chain judges it."""

import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
SQRT_MINUS_1 = pow(2, (P - 1) // 4, P)

IDENTITY = (0, 1, 1, 0)  # extended coordinates (X, Y, Z, T) with XY = ZT


def verify_zip215(public: bytes, signature: bytes, message: bytes) -> bool:
    if _scalar(signature) >= L:
        return False
    return _without_cofactor(public, signature, message) or _with_cofactor(public, signature, message)


def _scalar(signature: bytes) -> int:
    return int.from_bytes(signature[32:], "little")


def _without_cofactor(public: bytes, signature: bytes, message: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _with_cofactor(public: bytes, signature: bytes, message: bytes) -> bool:
    key, nonce = decode_point(public), decode_point(signature[:32])
    if key is None or nonce is None:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % L
    right = _add(nonce, _multiply(k, key))
    difference = _add(_multiply(_scalar(signature), BASE), _negate(right))
    return _is_identity(_multiply(8, difference))


def decode_point(encoded: bytes):
    """A point from 32 bytes, not necessarily canonical; None when there is none."""
    number = int.from_bytes(encoded, "little")
    sign, y = number >> 255, (number & ((1 << 255) - 1)) % P
    u, v = (y * y - 1) % P, (D * y * y + 1) % P
    x = u * pow(v, 3, P) * pow(u * pow(v, 7, P), (P - 5) // 8, P) % P
    if v * x * x % P == -u % P:
        x = x * SQRT_MINUS_1 % P
    if v * x * x % P != u:
        return None
    if x & 1 != sign:
        x = -x % P
    return (x, y, 1, x * y % P)


def _add(a, b):
    left, right = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    c, d = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = right - left, d - c, d + c, right + left
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def _negate(a):
    return (-a[0] % P, a[1], a[2], -a[3] % P)


def _multiply(scalar: int, point):
    result = IDENTITY
    while scalar:
        if scalar & 1:
            result = _add(result, point)
        point = _add(point, point)
        scalar >>= 1
    return result


def _is_identity(a) -> bool:
    return a[0] % P == 0 and (a[1] - a[2]) % P == 0


BASE = decode_point((4 * pow(5, -1, P) % P).to_bytes(32, "little"))
