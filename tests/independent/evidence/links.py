"""The fifteen links but those of finality (bundle.md, "Links"). A check raises `Failed` or `NotReached`, or passes and returns
nothing, or what is to be said: a code and words."""

from . import hj212, merkle, record
from .bundle import Batch, Bundle, OneRecord, Period
from .ed25519 import verify_zip215
from .state import ABSENT, UNREAD, State


class Failed(Exception):
    """A link failed: a short code, and what is wrong in words."""

    def __init__(self, code: str, detail: str):
        super().__init__(detail)
        self.code = code


class Undecided(Failed):
    """A link that cannot be decided with this trust root."""


class NotReached(Failed):
    """Something the link needs is not there."""


def check_frame(bundle: Bundle):
    for item in bundle.records():
        if item.frame is None:
            continue
        try:
            frame = hj212.read(item.frame)
        except hj212.BadFrame as error:
            raise Failed("bad_frame", f"record {item.arrival}: {error}") from None
        if frame.mn != item.mn or frame.command != item.kind:
            raise Failed("other_frame", f"record {item.arrival}: MN or CN differ from the frame's")
        if item.observed_ms != observed_ms(frame, item.received_ms):
            raise Failed("observed_time", f"record {item.arrival}: the observed time is not the frame's")


def observed_ms(frame: hj212.Frame, received_ms: int) -> int:
    for time in (frame.data_time_ms, frame.query_time_ms):
        if time is not None:
            return time
    return received_ms


def check_leaf(bundle: Bundle):
    for batch in bundle.batches:
        leaves = [record.leaf_hash(leaf.key, leaf.digest) for leaf in batch.leaves]
        try:
            root = merkle.run_root(batch.header.records, batch.start, leaves, batch.nodes)
        except merkle.BadRun as error:
            raise Failed("run", f"batch {batch.header.sequence}: {error}") from None
        if root != batch.header.root:
            raise Failed("root", f"batch {batch.header.sequence}: the leaves do not lead to the header's root")


def check_range(bundle: Bundle):
    for batch in bundle.batches:
        keys = [leaf.key for leaf in batch.leaves]
        header = batch.header
        if any(low >= high for low, high in zip(keys, keys[1:])):
            raise Failed("order", f"batch {header.sequence}: keys do not ascend")
        if not all(header.observed_from_ms <= record.observed_ms_of(key) <= header.observed_until_ms for key in keys):
            raise Failed("header_period", f"batch {header.sequence}: a key lies outside the header's period")
        if isinstance(bundle.claim, Period):
            _check_complete(batch, keys, bundle.claim)
        else:
            _check_one(batch, bundle.claim)


def _check_complete(batch: Batch, keys, period: Period):
    lo, hi = period.lo, period.hi
    below, above = sum(key < lo for key in keys), sum(key >= hi for key in keys)
    if not below and batch.start != 0:
        raise Failed("open_below", f"batch {batch.header.sequence}: nothing shows where the period begins")
    if not above and batch.start + len(keys) != batch.header.records:
        raise Failed("open_above", f"batch {batch.header.sequence}: nothing shows where the period ends")
    if below > 1 or above > 1:
        raise Failed("not_minimal", f"batch {batch.header.sequence}: more neighbours than needed")
    for leaf in batch.leaves:
        if isinstance(leaf, record.Record) != (lo <= leaf.key < hi):
            raise Failed("fullness", f"batch {batch.header.sequence}: a record inside is not in full, or one outside is")


def _check_one(batch: Batch, claim: OneRecord):
    records = list(batch.records())
    if len(batch.leaves) != 1 or len(records) != 1 or records[0].outlet != claim.outlet:
        raise Failed("one_record", f"batch {batch.header.sequence}: the run is not one record of the claim's outlet")


def check_sequence(bundle: Bundle):
    before = None
    for batch in bundle.batches:
        header = batch.header
        if header.gateway != bundle.gateway or header.records < 1 or header.observed_from_ms > header.observed_until_ms:
            raise Failed("header", f"batch {header.sequence}: gateway, number of records or period are wrong")
        if (header.previous == bytes(32)) != (header.sequence == 1):
            raise Failed("first", f"batch {header.sequence}: only the first batch has no previous one")
        if before is not None and header.previous != before.hash(bundle.genesis):
            raise Failed("previous", f"batch {header.sequence}: does not follow from the batch before it")
        before = header
    first, last = bundle.claim.first_sequence, bundle.claim.last_sequence
    numbers = [batch.header.sequence for batch in bundle.batches]
    if len(numbers) != last - first + 1 or numbers != list(range(first, last + 1)):
        raise Failed("gap", f"the batches are not those from {first} to {last}")


def check_signature(bundle: Bundle, state: State):
    _check_each(_check_batch_signature, bundle, state.anchors, state.keys)


def _check_batch_signature(bundle: Bundle, batch: Batch, anchor, key):
    if not anchor:
        raise NotReached("no_anchor", f"batch {batch.header.sequence}: its anchor, which names the key, is {anchor.outcome}")
    _all_read(key)
    if not key:
        raise Failed("key", f"batch {batch.header.sequence}: the gateway's key is {key.outcome}")
    if not verify_zip215(key.value, batch.signature, batch.header.signing_bytes(bundle.genesis)):
        raise Failed("signature", f"batch {batch.header.sequence}: the gateway's signature is not valid")


def check_anchor(bundle: Bundle, state: State):
    _check_each(_check_batch_anchor, bundle, state.anchors)


def _check_batch_anchor(_bundle: Bundle, batch: Batch, anchor):
    _all_read(anchor)
    if not anchor:
        raise Failed(anchor.outcome, f"batch {batch.header.sequence}: its anchor is {anchor.outcome}")
    if anchor.value.header != batch.header:
        raise Failed("other_header", f"batch {batch.header.sequence}: the chain keeps another header under this number")


def _check_each(check, bundle: Bundle, *slots_by_batch):
    """Failed for one batch is failed; else not reached for one is not reached."""
    not_reached = None
    for batch, *slots in zip(bundle.batches, *slots_by_batch):
        try:
            check(bundle, batch, *slots)
        except NotReached as reason:
            not_reached = not_reached or reason
    if not_reached:
        raise not_reached


def check_state(_bundle: Bundle, state: State):
    if state.refusal is not None:
        raise Failed("proof", state.refusal)
    if not state.timestamp:
        raise Failed("timestamp", f"the block's time is {state.timestamp.outcome}")


def check_gateway(_bundle: Bundle, state: State):
    _all_read(state.gateway)
    if not state.gateway:
        raise Failed(state.gateway.outcome, f"the gateway's registration is {state.gateway.outcome}")
    _all_read(state.operator)
    if not state.operator:
        raise Failed(state.operator.outcome, f"the gateway's operator is {state.operator.outcome}")


def check_binding(bundle: Bundle, state: State):
    _all_read(state.bindings)
    if not state.bindings:
        raise Failed(state.bindings.outcome, f"the outlet's bindings are {state.bindings.outcome}")
    bindings, period = state.bindings.value, bundle.period
    for item in bundle.records():
        if not any(_covers(binding, item) for binding in bindings):
            raise Failed("unbound", f"record {item.arrival}: its outlet was not bound to the gateway then")
    if period and not any(binding.from_ms < period.until_ms and (binding.until_ms is None or binding.until_ms > period.from_ms)
                          for binding in bindings):
        raise Failed("unbound_period", "the outlet was not bound to the gateway in the period")


def _covers(binding, item) -> bool:
    in_time = binding.from_ms <= item.observed_ms and (binding.until_ms is None or item.observed_ms < binding.until_ms)
    return in_time and (item.frame is None or binding.mn == item.mn)


def check_permit(bundle: Bundle, state: State):
    number = bundle.claim.outlet[:22].decode()
    if state.permit.outcome == UNREAD:
        return "permit-not-shown", f"permit {number} is NOT SHOWN: neither that it was in force nor that it was not"
    if state.permit.outcome == ABSENT:
        return "permit-absent", f"the chain keeps NO permit {number}"
    if not state.permit:
        raise Failed("permit-undecodable", "the permit does not decode")
    if not state.timestamp:
        raise NotReached("unread", "the block's time is not there")
    permit, now_ms = state.permit.value, state.timestamp.value
    then, now = why_not_then(bundle, permit, now_ms), permit.why_not_in_force(now_ms)
    undecided = is_undecided_then(bundle, now_ms)
    if then is not None:
        code = "permit-not-in-force-then" if now is None else "permit-not-in-force"
    elif undecided:
        code = "permit-not-yet-decided"
    else:
        code = "permit-in-force" if now is None else "permit-not-in-force-now"
    said = [then] if then else [] if undecided else ["in force"]
    said += ["NOT YET DECIDED for what is later than the block shown"] if undecided else []
    return code, f"then: {', '.join(said)}; at the block shown: {now or 'in force'}"


def is_undecided_then(bundle: Bundle, now_ms: int) -> bool:
    """Whether a record's time or a time of the period is later than the block shown: the chain may still decide about it."""
    last = [item.observed_ms for item in bundle.records()] + ([bundle.period.until_ms - 1] if bundle.period else [])
    return max(last, default=0) > now_ms


def why_not_then(bundle: Bundle, permit, now_ms: int):
    """Why the permit was not in force at a record's time or at some time of the period, as far as they are decided; None if it was."""
    times = [item.observed_ms for item in bundle.records() if item.observed_ms <= now_ms]
    if bundle.period:
        start, end = bundle.period.from_ms, min(bundle.period.until_ms, now_ms + 1)
        # What a permit is worth changes only at these times.
        changes = [time for standing in permit.standings
                   for time in (standing.at.time_ms, standing.valid_from_ms, standing.valid_until_ms)]
        times += [time for time in [start] + changes if start <= time < end]
    return next((reason for reason in map(permit.why_not_in_force, times) if reason is not None), None)


def check_clock(_bundle: Bundle, state: State):
    _all_read(*state.anchors)


def _all_read(*slots):
    if any(slot.outcome == UNREAD for slot in slots):
        raise NotReached("unread", "a value could not be read from the state")
