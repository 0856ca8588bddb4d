"""All links of one bundle, in order, and the verdict (bundle.md, "Links", "Verdict" and "Report")."""

from . import bundle as bundles
from . import finality, links, state, trust_root
from .json_strict import FormatError

LINKS = ("format", "frame", "leaf", "range", "sequence", "signature", "anchor", "state", "header", "finality", "lineage",
         "gateway", "binding", "permit", "clock")
PASSED, FAILED, UNDECIDED, NOT_REACHED = "passed", "failed", "undecided", "not_reached"
EXIT_CODES = {"verified": 0, "refuted": 1, "undecided": 2}


def verify(bundle_bytes: bytes, root_bytes: bytes) -> dict:
    try:
        root = trust_root.read(root_bytes)
    except FormatError as error:
        return {"verdict": "undecided", "first_failed": None, "links": [], "facts": {}, "trust_root": str(error)}
    walk = _Walk()
    try:
        bundle = bundles.read(bundle_bytes, root)
    except FormatError as error:
        walk.put("format", UNDECIDED, "format", str(error))
        return walk.report({})
    walk.put("format", PASSED)
    header = finality.decode_header(bundle.finality.header)
    read = state.read(bundle, header.state_root if header else None)
    walk.check_offline(bundle)
    walk.check_chain(bundle, read, header, root)
    return walk.report(_facts(bundle, read, header))


class _Walk:
    def __init__(self):
        self.outcomes = {}

    def put(self, link, outcome, code="ok", detail=""):
        self.outcomes[link] = (outcome, code, detail)

    def run(self, link, check, *arguments) -> bool:
        try:
            said = check(*arguments)
        except links.NotReached as reason:
            self.put(link, NOT_REACHED, reason.code, str(reason))
        except links.Undecided as reason:
            self.put(link, UNDECIDED, reason.code, str(reason))
        except links.Failed as reason:
            self.put(link, FAILED, reason.code, str(reason))
        else:
            self.put(link, PASSED, *(said or ()))
            return True
        return False

    def check_offline(self, bundle):
        for link, check in (("frame", links.check_frame), ("leaf", links.check_leaf), ("range", links.check_range),
                            ("sequence", links.check_sequence)):
            self.run(link, check, bundle)

    def check_chain(self, bundle, read, header, root):
        self.run("signature", links.check_signature, bundle, read)
        self.run("anchor", links.check_anchor, bundle, read)
        if header is None:
            self.put("state", NOT_REACHED, "no_header", "the finality header does not decode")
        else:
            self.run("state", links.check_state, bundle, read)
        header_passed = self.run("header", finality.check_header, header)
        lineage = finality.Lineage(root)
        lineage_passed = self.run("lineage", lineage.check, bundle, header)
        self.run("finality", finality.check_finality, bundle, header, header_passed, lineage, lineage_passed)
        for link, check in (("gateway", links.check_gateway), ("binding", links.check_binding), ("permit", links.check_permit),
                            ("clock", links.check_clock)):
            self.run(link, check, bundle, read)

    def report(self, facts) -> dict:
        nothing = (NOT_REACHED, "no_format", "the bundle could not be read")
        outcomes = {link: self.outcomes.get(link, nothing) for link in LINKS}
        first = {wanted: next((link for link in LINKS if outcomes[link][0] == wanted), None) for wanted in (FAILED, UNDECIDED)}
        verdict = "refuted" if first[FAILED] else "undecided" if first[UNDECIDED] else "verified"
        return {
            "verdict": verdict,
            "first_failed": first[FAILED] or first[UNDECIDED],
            "links": [{"link": link, "outcome": outcome, "code": code, "detail": detail}
                      for link, (outcome, code, detail) in outcomes.items()],
            "facts": facts,
        }


def _facts(bundle, read, header) -> dict:
    facts = {"gateway": bundle.gateway, "batches": len(bundle.batches), "records": sum(1 for _ in bundle.records())}
    if header:
        facts["block"] = {"number": header.number, "hash": header.hash.hex()}
    if read.timestamp:
        facts["block_time_ms"] = read.timestamp.value
    if read.gateway:
        facts["gateway_suspended"] = read.gateway.value.suspended is not None
    if read.operator:
        facts["operator"] = read.operator.value.name
        facts["operator_suspended"] = read.operator.value.suspended is not None
    if read.permit:
        facts["permit"] = {"issuer": read.permit.value.issuer, "holder": read.permit.value.holder,
                           "decisions": [vars(item) | {"at": vars(item.at), "document": item.document.hex()}
                                         for item in read.permit.value.standings]}
    if all(read.anchors):
        facts["clock"] = [_clock(batch, anchor.value) for batch, anchor in zip(bundle.batches, read.anchors)]
    return facts


def _clock(batch, anchor) -> dict:
    """How long after what: negative when a clock ran ahead."""
    times = {"sequence": batch.header.sequence, "timing": anchor.timing, "anchored_block": anchor.at.block,
             "anchored_ms": anchor.at.time_ms, "closed_to_anchored_ms": anchor.at.time_ms - batch.header.closed_at_ms}
    for name, delays in (("observed_to_received_ms", [item.received_ms - item.observed_ms for item in batch.records()]),
                         ("received_to_closed_ms", [batch.header.closed_at_ms - item.received_ms for item in batch.records()])):
        if delays:
            times[name] = {"least": min(delays), "most": max(delays)}
    return times
