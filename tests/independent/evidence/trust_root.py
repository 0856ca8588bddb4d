"""What the reader knows beforehand (trust-root.md)."""

from dataclasses import dataclass

from . import json_strict as j
from .grandpa import Refused, check_authorities

BYTES_MAX = 1 << 20
CHAIN_NAME = j.text(r"[\x20-\x7e]{1,64}", "1 to 64 printable characters")

READ = j.record(
    format=j.constant("limpid-trust-root"),
    version=j.constant(1),
    chain=CHAIN_NAME,
    genesis=j.hexadecimal(32),
    block=j.record(number=j.natural(32), hash=j.hexadecimal(32)),
    set_id=j.natural(64),
    authorities=j.array(j.record(key=j.hexadecimal(32), weight=j.natural(64)), 1, 1024),
)


@dataclass(frozen=True)
class TrustRoot:
    chain: str
    genesis: bytes
    block_number: int
    block_hash: bytes
    set_id: int
    authorities: dict


def read(data: bytes) -> TrustRoot:
    fields = READ(j.parse(data, BYTES_MAX))
    block = fields["block"]
    if block["number"] == 0 and block["hash"] != fields["genesis"]:
        raise j.FormatError("block 0 does not have the genesis hash")
    try:
        authorities = check_authorities([(item["key"], item["weight"]) for item in fields["authorities"]])
    except Refused as error:
        raise j.FormatError(str(error)) from None
    return TrustRoot(fields["chain"], fields["genesis"], block["number"], block["hash"], fields["set_id"], authorities)
