"""Block headers, authority sets and justifications (anchor.md)."""

import struct
from dataclasses import dataclass
from typing import Optional

from .ed25519 import verify_zip215
from .scale import Reader, Undecodable, decode
from .trie import blake2b_256

AUTHORITIES_MAX = 1024
CONSENSUS, SEAL, PRE_RUNTIME = 4, 5, 6


class Refused(Exception):
    """A header or justification that a verifier must refuse; the message says why."""


@dataclass(frozen=True)
class BlockHeader:
    hash: bytes
    parent: bytes
    number: int
    state_root: bytes
    grandpa_messages: tuple


def block_header(reader: Reader) -> BlockHeader:
    start = reader.position
    parent, number, state_root = reader.take(32), reader.compact(), reader.take(32)
    reader.take(32)
    if number >= 1 << 32:
        raise Undecodable("a block number of more than 32 bits")
    messages = tuple(message for message in reader.vec(_digest_item) if message is not None)
    return BlockHeader(blake2b_256(reader.data[start:reader.position]), parent, number, state_root, messages)


def _digest_item(reader: Reader) -> Optional[bytes]:
    """The message, when the item is one of GRANDPA's."""
    kind = reader.u8()
    if kind == 8:
        return None
    if kind == 0:
        reader.bytes()
        return None
    if kind not in (CONSENSUS, SEAL, PRE_RUNTIME):
        raise Undecodable(f"no digest item {kind}")
    engine, message = reader.take(4), reader.bytes()
    return message if kind == CONSENSUS and engine == b"FRNK" else None


def check_authorities(pairs) -> dict:
    """Weights by key."""
    weights = dict(pairs)
    if not 1 <= len(pairs) <= AUTHORITIES_MAX:
        raise Refused(f"an authority set of {len(pairs)}")
    if len(weights) != len(pairs):
        raise Refused("an authority stands twice in its set")
    if min(weights.values()) < 1 or sum(weights.values()) >= 1 << 64:
        raise Refused("weights of an authority set are 0 or do not fit 64 bits together")
    return weights


def scheduled_change(header: BlockHeader) -> Optional[dict]:
    """The next authority set a header announces. Refuses a header with a message that must not be there."""
    try:
        changes = [change for change in map(_grandpa_message, header.grandpa_messages) if change is not None]
    except Undecodable as error:
        raise Refused(f"a GRANDPA message that is not known: {error}") from None
    if len(changes) > 1:
        raise Refused("more than one scheduled change")
    return changes[0] if changes else None


def _grandpa_message(message: bytes) -> Optional[dict]:
    kind, body = message[:1], message[1:]
    if kind == b"\x03":
        decode(Reader.u64, body)
        return None
    if kind != b"\x01":
        raise Undecodable("neither a scheduled change nor a disabled authority")
    pairs, delay = decode(lambda reader: (reader.vec(_authority), reader.u32()), body)
    if delay:
        raise Refused("a scheduled change with a delay")
    return check_authorities(pairs)


def _authority(reader: Reader):
    return reader.take(32), reader.u64()


@dataclass(frozen=True)
class Precommit:
    vote: tuple  # (hash, number)
    signature: bytes
    authority: bytes


def check_justification(data: bytes, block: BlockHeader, authorities: dict, set_id: int):
    """Refuses unless the justification finalises the block. The numbers are those of anchor.md, "Justification"."""
    try:
        round_, target, precommits, ancestries = decode(_justification, data)  # 1
    except Undecodable as error:
        raise Refused(f"the justification does not decode: {error}") from None
    if target != (block.hash, block.number):  # 2
        raise Refused("the justification is for another block")
    voters = [precommit.authority for precommit in precommits]
    if not all(voter in authorities for voter in voters) or len(set(voters)) != len(voters):  # 3
        raise Refused("a vote of a stranger, or two of one authority")
    weight, total = sum(authorities[voter] for voter in voters), sum(authorities.values())
    if weight < total - (total - 1) // 3:  # 4
        raise Refused(f"votes of weight {weight} of {total} are too few")
    _check_descent(target, precommits, ancestries)  # 6, 7
    for precommit in precommits:  # 5
        message = b"\x01" + precommit.vote[0] + struct.pack("<IQQ", precommit.vote[1], round_, set_id)
        if not verify_zip215(precommit.authority, precommit.signature, message):
            raise Refused(f"the signature of {precommit.authority.hex()} is not valid")


def _justification(reader: Reader):
    return reader.u64(), _vote(reader), reader.vec(_precommit), reader.vec(block_header)


def _vote(reader: Reader):
    return reader.take(32), reader.u32()


def _precommit(reader: Reader) -> Precommit:
    return Precommit(_vote(reader), reader.take(64), reader.take(32))


def _check_descent(target, precommits, ancestries):
    headers = {header.hash: header for header in ancestries}
    if len(headers) != len(ancestries):
        raise Refused("two ancestry headers are the same")
    met = set()  # each leads down to the target
    for precommit in precommits:
        place, path = precommit.vote, set()
        while place != target and place[0] not in met:
            header = headers.get(place[0])
            if header is None or header.number != place[1] or header.number <= target[1]:
                raise Refused("a vote is not for a descendant of the block")
            path.add(header.hash)
            place = (header.parent, header.number - 1)
        if place != target and headers[place[0]].number != place[1]:
            raise Refused("a vote is not for a descendant of the block")
        met |= path
    if len(met) != len(headers):
        raise Refused("an ancestry header that no vote needs")
