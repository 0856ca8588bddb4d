"""A share bundle: the file, the values of shared data, and the links `request` to `party` (share-bundle.md)."""

import hashlib
import json
import re
import unicodedata
from dataclasses import dataclass
from typing import Any, Optional

from . import codes
from . import json_strict as j
from . import scale, trie
from .bundle import FINALISED, HASH, U32, Finalised
from .links import Failed, NotReached
from .scale import Moment, Reader, Undecodable, division, moment
from .state import ABSENT, NOT_READ, UNDECODABLE, UNREAD, Slot
from .trust_root import CHAIN_NAME, TrustRoot

BYTES_MAX = 64 << 20
FORMAT = "limpid-share"
SHARING = bytes.fromhex("9081c5407b524a09486402f8806cacca")
DATA_SETS = SHARING + bytes.fromhex("6f6e0b85d400cd381d0c6d5e2a29962e")
VERSIONS = SHARING + bytes.fromhex("51ccde2f2a9eb4cb527d8bb8b30bee6f")
REQUESTS = SHARING + bytes.fromhex("e973821932a99de497c2362ed9f9be34")
GRANTS = SHARING + bytes.fromhex("5c14ee9e832f77e029f55e118e120c7a")
RECEIPTS = SHARING + bytes.fromhex("5087a88ab53079a394ab62a465d46183")
TEXT_BYTES_MAX = 96
LOCATION_MAX = 256
LOCATION = re.compile(rb"https?://(?!:)(?![^/]*@)[!-\"$->@-~]*")
OPEN, GRANTED, REFUSED, WITHDRAWN = range(4)

READ = j.record(format=j.constant(FORMAT), version=j.constant(1), chain=CHAIN_NAME, genesis=HASH, request=U32,
                state=j.array(j.base64_bytes, 0, 10_000), finality=FINALISED, handovers=j.array(FINALISED, 0, 100_000))


@dataclass(frozen=True)
class Share:
    request: int
    state: list
    finality: Finalised
    handovers: list


@dataclass(frozen=True)
class Request:
    data_set: int
    version: int
    purpose: str
    basis: bytes
    requester: int
    provider: int
    at: Moment
    answer_by_ms: int
    answer: int
    of: Any  # what the answer names


@dataclass(frozen=True)
class DataSet:
    provider: int
    versions: int
    withdrawn: Optional[Moment]


@dataclass(frozen=True)
class Version:
    plain: bytes
    at: Moment
    by: int


@dataclass(frozen=True)
class Grant:
    request: int
    data_set: int
    version: int
    provider: int
    requester: int
    expires_ms: int
    at: Moment
    by: int
    revoked: Optional[Moment]


@dataclass(frozen=True)
class Receipt:
    digest: bytes
    differs: bool
    at: Moment
    by: int


def is_share(data: bytes) -> bool:
    """Whether a file says of itself that it is one."""
    try:
        value = json.loads(data[:BYTES_MAX])
    except (ValueError, RecursionError):
        return False
    return type(value) is dict and value.get("format") == FORMAT


def read(data: bytes, root: TrustRoot) -> Share:
    fields = READ(j.parse(data, BYTES_MAX))
    if fields["chain"] != root.chain or fields["genesis"] != root.genesis:
        raise j.FormatError("the bundle and the trust root are of different chains")
    if fields["request"] == 0:
        raise j.FormatError("requests are numbered from 1")
    return Share(fields["request"], fields["state"], fields["finality"], fields["handovers"])


def text(reader: Reader) -> str:
    data = reader.bytes()
    if not 1 <= len(data) <= TEXT_BYTES_MAX:
        raise Undecodable("a text is empty or too long")
    try:
        found = data.decode("utf-8")
    except UnicodeDecodeError:
        raise Undecodable("a text is not UTF-8") from None
    if found != found.strip() or any(unicodedata.category(letter) == "Cc" for letter in found):
        raise Undecodable("a text has white space at its ends or a control character")
    return found


def location(reader: Reader) -> bytes:
    found = reader.bytes()
    rest = found.split(b"://", 1)[-1]
    if len(found) > LOCATION_MAX or not LOCATION.fullmatch(found) or not rest.split(b"/")[0]:
        raise Undecodable("not a location")
    return found


def subject(reader: Reader):
    kind = reader.choice(3)
    if kind == 0:
        return
    number = reader.take(22)
    if not number.isascii() or not codes.is_permit_number(number.decode("ascii")):
        raise Undecodable("not a permit's number")
    if kind == 2:
        code = reader.take(5)
        if not code.isascii() or not codes.OUTLET_CODE.fullmatch(code.decode("ascii")):
            raise Undecodable("not an outlet")


def sealed_key(reader: Reader):
    reader.u32()
    reader.take(32)
    if len(reader.bytes()) > 64:
        raise Undecodable("a sealed key is too long")


def escrow(reader: Reader):
    reader.u8()
    if len(reader.vec(lambda share: (share.u32(), sealed_key(share)))) > 8:
        raise Undecodable("too many shares")


def taken_back(reader: Reader) -> Moment:
    at = moment(reader)
    reader.u32()
    reader.take(32)
    return at


def data_set(reader: Reader) -> DataSet:
    reader.version_1()
    division(reader)
    reader.choice(4)
    text(reader)
    subject(reader)
    reader.u64()
    reader.u64()
    provider, versions = reader.u32(), reader.u32()
    moment(reader)
    return DataSet(provider, versions, reader.option(taken_back))


def version(reader: Reader) -> Version:
    reader.version_1()
    plain = reader.take(32)
    reader.u64()
    reader.take(32)
    reader.u64()
    reader.take(32)
    text(reader)
    location(reader)
    reader.option(escrow)
    return Version(plain, moment(reader), reader.u32())


def request(reader: Reader) -> Request:
    reader.version_1()
    of_set, of_version, purpose, basis = reader.u32(), reader.u32(), text(reader), reader.take(32)
    reader.u64()
    reader.u64()
    requester, provider, at, answer_by_ms, answer = reader.u32(), reader.u32(), moment(reader), reader.u64(), reader.choice(4)
    answers = (lambda _: None, Reader.u32, lambda part: (part.take(32), moment(part), part.u32()), moment)
    return Request(of_set, of_version, purpose, basis, requester, provider, at, answer_by_ms, answer, answers[answer](reader))


def grant(reader: Reader) -> Grant:
    reader.version_1()
    names = [reader.u32() for _ in range(5)]
    reader.u64()
    reader.u64()
    reader.choice(2)
    reader.take(32)
    expires_ms = reader.u64()
    sealed_key(reader)
    at, by = moment(reader), reader.u32()
    if len(reader.vec(_renewal)) > 8:
        raise Undecodable("more than 8 renewals")
    return Grant(*names, expires_ms, at, by, reader.option(taken_back))


def _renewal(reader: Reader) -> None:
    reader.u64()
    reader.u64()
    reader.take(32)
    moment(reader)
    reader.u32()


def receipts(reader: Reader) -> list:
    found = reader.vec(_receipt)
    if len(found) > 8:
        raise Undecodable("more than 8 receipts")
    return found


def _receipt(reader: Reader) -> Receipt:
    reader.version_1()
    return Receipt(reader.take(32), reader.choice(2) == 1, moment(reader), reader.u32())


def _b(number: int) -> bytes:
    part = number.to_bytes(4, "little")
    return hashlib.blake2b(part, digest_size=16).digest() + part


class Shown:
    """What the state shows of a request."""

    def __init__(self, share: Share, state_root: Optional[bytes]):
        self.number = share.request
        self.timestamp = self.request = self.data_set = self.version = self.grant = self.receipts = NOT_READ
        self.institutions, self.refusal, self.broken = {}, None, []
        if state_root is None:
            return
        self.proof = trie.Proof(share.state, state_root)
        self.timestamp = self._slot(trie.TIMESTAMP_KEY, scale.timestamp)
        self.request = self._slot(REQUESTS + _b(share.request), request)
        if self.request:
            self._read_requested(self.request.value)
        if self.proof.has_twins:
            self.refusal = "two nodes are the same"
        elif self.broken:
            self.refusal = self.broken[0]
        elif not self.proof.all_visited():
            self.refusal = "the proof has nodes that prove nothing here"

    def _read_requested(self, asked: Request):
        self.data_set = self._slot(DATA_SETS + _b(asked.data_set), data_set)
        self.version = self._slot(VERSIONS + _b(asked.data_set) + asked.version.to_bytes(4, "little"), version)
        if asked.answer == GRANTED:
            self.grant = self._slot(GRANTS + _b(asked.of), grant)
            self.receipts = self._slot(RECEIPTS + _b(asked.of), receipts)
            if self.receipts.outcome == ABSENT:
                self.receipts = Slot("read", [])
        for number in sorted({asked.provider, asked.requester}):
            self.institutions[number] = self._slot(trie.institution_key(number), scale.institution)

    def _slot(self, key, item) -> Slot:
        try:
            data = self.proof.read(key)
        except trie.Broken as error:
            self.broken.append(str(error))
            return NOT_READ
        if data is None:
            return Slot(ABSENT)
        try:
            return Slot("read", scale.decode(item, data))
        except Undecodable:
            return Slot(UNDECODABLE)

    def now(self) -> int:
        if not self.timestamp:
            raise NotReached("time", "the block's time is not there")
        return self.timestamp.value

    def asked(self) -> Request:
        if not self.request:
            raise NotReached("request", "the request is not there")
        return self.request.value


def check_request(shown: Shown):
    asked = _there(shown.request, "the request")
    now_ms = shown.now()
    if asked.provider == asked.requester:
        raise Failed("parties", "who asked is who was asked")
    if asked.answer == REFUSED and asked.of[2] != asked.provider:
        raise Failed("answer", "another than the provider refused")
    is_overdue = asked.answer == OPEN and now_ms >= asked.answer_by_ms
    codes_of = ("request-overdue" if is_overdue else "request-open", "request-granted", "request-refused", "request-withdrawn")
    return codes_of[asked.answer], ""


def check_data_set(shown: Shown):
    asked = shown.asked()
    found = _there(shown.data_set, "the data set")
    if found.provider != asked.provider or not 1 <= asked.version <= found.versions:
        raise Failed("other", "the data set is another's, or has no such version")
    return ("data-set-withdrawn", "the data set was withdrawn") if found.withdrawn else None


def check_version(shown: Shown):
    asked = shown.asked()
    found = _there(shown.version, "the version")
    if found.by != asked.provider or _order(found.at) > _order(asked.at):
        raise Failed("other", "the version is another's, or was published after it was asked for")


def check_grant(shown: Shown):
    asked = shown.asked()
    if asked.answer != GRANTED:
        return "not-granted", ""
    found = _there(shown.grant, "the grant")
    named = (found.request, found.data_set, found.version, found.provider, found.requester, found.by)
    if named != (shown.number, asked.data_set, asked.version, asked.provider, asked.requester, asked.provider):
        raise Failed("other", "the grant is of something else")
    if _order(found.at) < _order(asked.at):
        raise Failed("before", "it was granted before it was asked for")
    now_ms = shown.now()
    if found.revoked:
        return "grant-revoked", f"in block {found.revoked.block}"
    return ("grant-live" if now_ms < found.expires_ms else "grant-expired"), ""


def check_receipt(shown: Shown):
    asked = shown.asked()
    if asked.answer != GRANTED:
        return "not-granted", ""
    found = _there(shown.receipts, "what was confirmed")
    if not shown.version:
        raise NotReached("version", "the version is not there")
    for receipt in found:
        if receipt.differs == (receipt.digest == shown.version.value.plain) or receipt.by != asked.requester:
            raise Failed("other", "a receipt contradicts its digest, or is another's")
    if not found:
        return "no-receipt", "nothing was confirmed"
    return ("receipt-disputed" if found[-1].differs else "receipt-confirmed"), f"in block {found[-1].at.block}"


def check_party(shown: Shown):
    asked = shown.asked()
    suspended = None
    for number, slot in shown.institutions.items():
        found = _there(slot, f"institution {number}")
        if found.kind != "agency" and not (found.kind == "court" and number == asked.requester):
            raise Failed("kind", f"institution {number} is neither agency nor a court that asks")
        if found.suspended:
            suspended = number
    return ("party-suspended", f"institution {suspended} is suspended") if suspended is not None else None


def check_state(shown: Shown):
    if shown.refusal is not None:
        raise Failed("proof", shown.refusal)
    if not shown.timestamp:
        raise Failed("timestamp", f"the block's time is {shown.timestamp.outcome}")


def _order(at: Moment):
    return at.block, at.time_ms


def _there(slot: Slot, what: str):
    if slot.outcome == UNREAD:
        raise NotReached("unread", f"{what} could not be read")
    if not slot:
        raise Failed(slot.outcome, f"{what} is {slot.outcome}")
    return slot.value


def facts(shown: Shown, header) -> dict:
    said = {"request": shown.number}
    if shown.request:
        asked = shown.request.value
        said |= {"requester": asked.requester, "provider": asked.provider, "purpose": asked.purpose, "basis": asked.basis.hex(),
                 "data_set": asked.data_set, "version": asked.version}
    if shown.version:
        said["plain"] = shown.version.value.plain.hex()
    if shown.grant:
        said["expires_ms"] = shown.grant.value.expires_ms
    if header:
        said["block"] = {"number": header.number, "hash": header.hash.hex()}
    if shown.timestamp:
        said["block_time_ms"] = shown.timestamp.value
    return said
