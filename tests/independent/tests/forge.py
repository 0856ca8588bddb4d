"""Makes bundles from nothing: a chain of four validators, one gateway, one outlet. Written from docs/spec, for tests only."""

import base64
import copy
import json
import struct

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from evidence import hj212, merkle, record, trie
from evidence.report import verify

PERMIT = "91320000MA1L1MPD0C001P"
OUTLET_TEXT = f"{PERMIT}/DA001"
OUTLET = (PERMIT + "DA001").encode()
MN = "LIMPID0000000000000001"
EIGHT = 1793491200000  # 2026-11-01T08:00+08:00
HOUR = 3_600_000
GENESIS = bytes(range(32))
PERMIT_KEY = trie.permit_key(PERMIT.encode())


def secret(number: int) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32)


def public(key: Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


GATEWAY_SECRET = secret(9)
VALIDATORS = [secret(number) for number in range(20, 24)]
NEXT_VALIDATORS = [secret(number) for number in range(30, 34)]


def frame(hour: int) -> bytes:
    stamp, sent = f"20261101{hour:02}0000", f"20261101{hour + 1:02}0000123"
    segment = (f"QN={sent};ST=31;CN=2061;PW=123456;MN={MN};Flag=5;"
               f"CP=&&DataTime={stamp};a21026-Avg=12.5,a21026-Flag=N&&").encode()
    return b"##%04d%s%04X\r\n" % (len(segment), segment, hj212.crc(segment))


def hour_record(hour: int, arrival: int) -> record.Record:
    observed = EIGHT + (hour - 8) * HOUR
    return record.Record(OUTLET, observed, 2061, arrival, observed + HOUR + 456, MN, frame(hour))


# SCALE, as little of it as the chain's values need.

def compact(number: int) -> bytes:
    if number < 64:
        return bytes([number << 2])
    if number < 1 << 14:
        return struct.pack("<H", number << 2 | 1)
    return struct.pack("<I", number << 2 | 2)


def scale_bytes(data: bytes) -> bytes:
    return compact(len(data)) + data


MOMENT = struct.pack("<IQ", 3, EIGHT - HOUR)


def anchor_value(header: merkle.Header, timing=0) -> bytes:
    return (b"\x01" + struct.pack("<IQ", header.gateway, header.sequence) + header.previous
            + struct.pack("<QQI", header.observed_from_ms, header.observed_until_ms, header.records) + header.root
            + struct.pack("<QI", header.closed_at_ms, 0) + struct.pack("<IQ", 42, header.closed_at_ms + 6000) + bytes([timing]))


def chain_values(headers) -> dict:
    uscc = PERMIT[:18].encode()
    values = {
        trie.TIMESTAMP_KEY: struct.pack("<Q", EIGHT + 2 * HOUR),
        trie.gateway_key(1): b"\x01" + struct.pack("<II", 7, 320100) + b"\x00" + struct.pack("<I", 0) + MOMENT,
        trie.institution_key(7): (b"\x01\x03" + uscc + scale_bytes("示例网关运营".encode()) + struct.pack("<I", 320100) + b"\x00"
                                  + MOMENT + b"\x01" + struct.pack("<I", 1)),
        trie.gateway_key_key(1, 0): b"\x01" + public(GATEWAY_SECRET) + MOMENT + b"\x00",
        trie.bindings_key(1, OUTLET): (compact(1) + b"\x01" + scale_bytes(MN.encode()) + struct.pack("<Q", EIGHT - 24 * HOUR)
                                       + b"\x00"),
        b":code": bytes(100),
    }
    for header in headers:
        values[trie.anchor_key(1, header.sequence)] = anchor_value(header)
    return values


def standing(time_ms: int, status=0, version=1, valid_from_ms=0, valid_until_ms=EIGHT + 10**9) -> bytes:
    return (struct.pack("<IQ", 3, time_ms) + struct.pack("<IB", version, status) + struct.pack("<QQ", valid_from_ms, valid_until_ms)
            + bytes([6]) * 32)


def permit_value(*standings: bytes) -> bytes:
    return b"\x01" + struct.pack("<I", 1) + b"\x01" + struct.pack("<II", 5, 320100) + compact(len(standings)) + b"".join(standings)


# The trie.

def build_trie(values: dict):
    """The root's hash and all nodes, by hash."""
    nodes = {}

    def keep(data: bytes) -> bytes:
        nodes[trie.blake2b_256(data)] = data
        return trie.blake2b_256(data)

    def encode(pairs: dict) -> bytes:
        first = min(pairs)
        shared = 0
        while all(len(key) > shared and key[shared] == first[shared] for key in pairs):
            shared += 1
        partial, value = first[:shared], pairs.get(first[:shared])
        below = {key[shared:]: item for key, item in pairs.items() if len(key) > shared}
        hashed = value is not None and len(value) > 32
        if not below:
            start = header(0b001, 5, partial) if hashed else header(0b01, 6, partial)
        elif value is None:
            start = header(0b10, 6, partial)
        else:
            start = header(0b0001, 4, partial) if hashed else header(0b11, 6, partial)
        body = b"" if value is None else keep(value) if hashed else scale_bytes(value)
        if not below:
            return start + body
        bitmap, children = 0, b""
        for nibble in range(16):
            branch = {key[1:]: item for key, item in below.items() if key[0] == f"{nibble:x}"}
            if branch:
                bitmap |= 1 << nibble
                child = encode(branch)
                children += scale_bytes(child if len(child) < 32 else keep(child))
        return start + struct.pack("<H", bitmap) + body + children

    root = encode({trie.nibbles(key): value for key, value in values.items()})
    return keep(root), nodes


def header(prefix: int, bits: int, partial) -> bytes:
    full, count = (1 << bits) - 1, len(partial)
    sizes = bytes([prefix << bits | min(count, full)])
    if count >= full:
        rest = count - full
        sizes += b"\xff" * (rest // 255) + bytes([rest % 255])
    return sizes + bytes.fromhex("0" * (count % 2) + partial)


def prove(values: dict, keys):
    root, nodes = build_trie(values)
    proof = trie.Proof(list(nodes.values()), root)
    for key in keys:
        proof.read(key)
    return root, [nodes[hash_visited] for hash_visited in sorted(proof.visited)]


# Blocks and votes.

def block(number: int, state_root=bytes(32), parent=bytes([7]) * 32, digest=()) -> bytes:
    return parent + compact(number) + state_root + bytes([5]) * 32 + compact(len(digest)) + b"".join(digest)


def grandpa_item(message: bytes) -> bytes:
    return b"\x04FRNK" + scale_bytes(message)


def scheduled(validators, delay=0) -> bytes:
    pairs = b"".join(public(key) + struct.pack("<Q", 1) for key in validators)
    return grandpa_item(b"\x01" + compact(len(validators)) + pairs + struct.pack("<I", delay))


def justification(target: bytes, number: int, validators, set_id: int, ancestry=(), votes=None) -> bytes:
    """`votes`: for each validator (block header, number) voted for; the target by default."""
    target_hash = trie.blake2b_256(target)
    votes = votes or [(target, number)] * len(validators)
    precommits = b""
    for key, (voted, voted_number) in zip(validators, votes):
        vote = trie.blake2b_256(voted) + struct.pack("<I", voted_number)
        precommits += vote + key.sign(b"\x01" + vote + struct.pack("<QQ", 5, set_id)) + public(key)
    return (struct.pack("<Q", 5) + target_hash + struct.pack("<I", number) + compact(len(validators)) + precommits
            + compact(len(ancestry)) + b"".join(ancestry))


# Trees, batches, bundles.

def run_nodes(leaves, start: int, until: int):
    if until <= 0 or start >= len(leaves):
        return [merkle.tree_root(leaves)]
    if len(leaves) == 1:
        return []
    middle = merkle.split(len(leaves))
    return run_nodes(leaves[:middle], start, until) + run_nodes(leaves[middle:], start - middle, until - middle)


def batch_header(records, sequence: int, previous: bytes) -> merkle.Header:
    times = [item.observed_ms for item in records]
    return merkle.Header(1, sequence, previous, min(times), max(times), len(records),
                         merkle.tree_root([record.leaf_hash(item.key, item.digest) for item in records]),
                         max(item.received_ms for item in records) + 5000)


def json_record(item: record.Record) -> dict:
    if item.frame is not None:
        payload = {"frame": base64.b64encode(item.frame).decode()}
    else:
        payload = {"file": {"sha256": item.payload.sha256.hex(), "length": item.payload.length, "media_type": item.payload.media_type}}
    return {"record": {"outlet": OUTLET_TEXT, "observed_ms": item.observed_ms, "kind": item.kind, "arrival": item.arrival,
                       "received_ms": item.received_ms, "mn": item.mn, "payload": payload}}


def json_neighbour(item: record.Record) -> dict:
    return {"neighbour": {"key": item.key.hex(), "digest": item.digest.hex()}}


def json_header(of: merkle.Header) -> dict:
    return {name: value.hex() if isinstance(value, bytes) else value for name, value in vars(of).items()}


def json_batch(records, of: merkle.Header, start: int, until: int, full) -> dict:
    leaves = [record.leaf_hash(item.key, item.digest) for item in records]
    return {
        "header": json_header(of),
        "signature": GATEWAY_SECRET.sign(of.signing_bytes(GENESIS)).hex(),
        "run": {
            "start": start,
            "leaves": [json_record(item) if full(item) else json_neighbour(item) for item in records[start:until]],
            "nodes": [node.hex() for node in run_nodes(leaves, start, until)],
        },
    }


def text(value: bytes) -> str:
    return base64.b64encode(value).decode()


class Case:
    """Two batches of seven hours and a period over both; every part may be replaced before `finish`."""

    def __init__(self):
        self.batches_records = [[hour_record(6 + i, 1 + i) for i in range(7)], [hour_record(13 + i, 8 + i) for i in range(7)]]
        first = batch_header(self.batches_records[0], 1, bytes(32))
        self.headers = [first, batch_header(self.batches_records[1], 2, first.hash(GENESIS))]
        self.values = chain_values(self.headers)
        self.handover_block = block(10, digest=[b"\x06aura" + scale_bytes(b"slot"), scheduled(NEXT_VALIDATORS)])
        self.handovers = [(self.handover_block, justification(self.handover_block, 10, VALIDATORS, 0))]
        self.block_number, self.digest = 50, [b"\x06aura" + scale_bytes(b"slot"), b"\x05aura" + scale_bytes(bytes(64))]
        self.root = {
            "format": "limpid-trust-root", "version": 1, "chain": "limpid-development", "genesis": GENESIS.hex(),
            "block": {"number": 0, "hash": GENESIS.hex()}, "set_id": 0,
            "authorities": [{"key": public(key).hex(), "weight": 1} for key in VALIDATORS],
        }

    def keys(self):
        keys = [trie.TIMESTAMP_KEY, trie.gateway_key(1), trie.institution_key(7), trie.gateway_key_key(1, 0),
                trie.bindings_key(1, OUTLET)]
        keys += [key for key in [PERMIT_KEY] if key in self.values]
        return keys + [trie.anchor_key(1, of.sequence) for of in self.headers]

    def period(self) -> dict:
        """Hours 10 to 14: the last two of the first batch's seven but one, and the first two of the second's."""
        lo, hi = EIGHT + 2 * HOUR, EIGHT + 7 * HOUR
        inside = lambda item: lo <= item.observed_ms < hi
        claim = {"period": {"outlet": OUTLET_TEXT, "from_ms": lo, "until_ms": hi, "first_sequence": 1, "last_sequence": 2}}
        batches = [json_batch(self.batches_records[0], self.headers[0], 3, 7, inside),
                   json_batch(self.batches_records[1], self.headers[1], 0, 3, inside)]
        return self.finish(claim, batches, self.keys())

    def one_record(self) -> dict:
        claim = {"record": {"outlet": OUTLET_TEXT, "sequence": 2}}
        batches = [json_batch(self.batches_records[1], self.headers[1], 4, 5, lambda item: True)]
        keys = [key for key in self.keys() if key != trie.anchor_key(1, 1)]
        return self.finish(claim, batches, keys)

    def one_record_without_key(self) -> dict:
        """For a chain whose anchor 2 cannot be read: then no key is read either."""
        keys = self.keys
        self.keys = lambda: [key for key in keys() if key != trie.gateway_key_key(1, 0)]
        return self.one_record()

    def finish(self, claim, batches, keys) -> dict:
        state_root, proof = prove(self.values, keys)
        last = block(self.block_number, state_root, digest=self.digest)
        votes = justification(last, self.block_number, NEXT_VALIDATORS[:3], len(self.handovers))
        return {
            "format": "limpid-evidence", "version": 1, "chain": "limpid-development", "genesis": GENESIS.hex(), "gateway": 1,
            "claim": claim, "batches": batches, "state": [text(node) for node in proof],
            "finality": {"header": text(last), "justification": text(votes)},
            "handovers": [{"header": text(head), "justification": text(proven)} for head, proven in self.handovers],
        }

    def verify(self, bundle) -> dict:
        data = bundle if isinstance(bundle, bytes) else json.dumps(bundle).encode()
        return verify(data, json.dumps(self.root).encode())


def changed(bundle: dict, path, value) -> dict:
    """A copy with one value replaced; `path` is a list of names and indices. A function is applied to the old value."""
    result = copy.deepcopy(bundle)
    place = result
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value(place[path[-1]]) if callable(value) else value
    return result
