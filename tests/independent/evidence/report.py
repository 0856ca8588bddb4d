"""All links of one file, in order, and the verdict (bundle.md, "Links", "Verdict" and "Report"; title.md; share-bundle.md)."""

from . import bundle as bundles
from . import finality, links, share, state, title, trust_root
from .json_strict import FormatError

LINKS = ("format", "frame", "leaf", "range", "sequence", "signature", "anchor", "state", "header", "finality", "lineage",
         "gateway", "binding", "permit", "clock")
TITLE_LINKS = ("format", "lot", "parts", "allocation", "class", "holding", "holder", "state", "header", "finality", "lineage")
SHARE_LINKS = ("format", "request", "data-set", "version", "grant", "receipt", "party", "state", "header", "finality", "lineage")
PASSED, FAILED, UNDECIDED, NOT_REACHED = "passed", "failed", "undecided", "not_reached"
EXIT_CODES = {"verified": 0, "refuted": 1, "undecided": 2}


def verify(bundle_bytes: bytes, root_bytes: bytes) -> dict:
    try:
        root = trust_root.read(root_bytes)
    except FormatError as error:
        return {"verdict": "undecided", "first_failed": None, "links": [], "facts": {}, "trust_root": str(error)}
    if title.is_title(bundle_bytes):
        return _verify_title(bundle_bytes, root)
    if share.is_share(bundle_bytes):
        return _verify_share(bundle_bytes, root)
    walk = _Walk(LINKS)
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


def _verify_title(title_bytes: bytes, root: trust_root.TrustRoot) -> dict:
    walk = _Walk(TITLE_LINKS)
    try:
        read = title.read(title_bytes, root)
    except FormatError as error:
        walk.put("format", UNDECIDED, "format", str(error))
        return walk.report({})
    walk.put("format", PASSED)
    header = finality.decode_header(read.finality.header)
    graph = title.Graph(read, header.state_root if header else None)
    for link, check in (("lot", title.check_lot), ("parts", title.check_parts), ("allocation", title.check_allocation),
                        ("class", title.check_class), ("holding", title.check_holding), ("holder", title.check_holder)):
        walk.run(link, check, graph)
    walk.check_block(title.check_state, (graph,), read, header, root)
    return walk.report(title.facts(graph, header))


def _verify_share(share_bytes: bytes, root: trust_root.TrustRoot) -> dict:
    walk = _Walk(SHARE_LINKS)
    try:
        read = share.read(share_bytes, root)
    except FormatError as error:
        walk.put("format", UNDECIDED, "format", str(error))
        return walk.report({})
    walk.put("format", PASSED)
    header = finality.decode_header(read.finality.header)
    shown = share.Shown(read, header.state_root if header else None)
    for link, check in (("request", share.check_request), ("data-set", share.check_data_set), ("version", share.check_version),
                        ("grant", share.check_grant), ("receipt", share.check_receipt), ("party", share.check_party)):
        walk.run(link, check, shown)
    walk.check_block(share.check_state, (shown,), read, header, root)
    return walk.report(share.facts(shown, header))


class _Walk:
    def __init__(self, links):
        self.links, self.outcomes = links, {}

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
        self.check_block(links.check_state, (bundle, read), bundle, header, root)
        for link, check in (("gateway", links.check_gateway), ("binding", links.check_binding), ("permit", links.check_permit),
                            ("clock", links.check_clock)):
            self.run(link, check, bundle, read)

    def check_block(self, check_state, read, file, header, root):
        """The state, and the block it is of, up to the trust root."""
        if header is None:
            self.put("state", NOT_REACHED, "no_header", "the finality header does not decode")
        else:
            self.run("state", check_state, *read)
        header_passed = self.run("header", finality.check_header, header)
        lineage = finality.Lineage(root)
        lineage_passed = self.run("lineage", lineage.check, file, header)
        self.run("finality", finality.check_finality, file, header, header_passed, lineage, lineage_passed)

    def report(self, facts) -> dict:
        nothing = (NOT_REACHED, "no_format", "the file could not be read")
        outcomes = {link: self.outcomes.get(link, nothing) for link in self.links}
        first = {wanted: next((link for link in self.links if outcomes[link][0] == wanted), None) for wanted in (FAILED, UNDECIDED)}
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
