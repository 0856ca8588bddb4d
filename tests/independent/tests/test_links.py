"""Every link passes on an honest bundle and fails on a forged one."""

import base64
import struct
import unittest

from evidence import grandpa, trie
from evidence.scale import decode

from . import forge
from .forge import Case, EIGHT, HOUR, NEXT_VALIDATORS, VALIDATORS, block, changed, grandpa_item, justification, scheduled, text

FIRST_RUN = ["batches", 0, "run"]


def flipped(hexadecimal: str) -> str:
    return ("0" if hexadecimal[0] != "0" else "1") + hexadecimal[1:]


class Links(unittest.TestCase):
    def expect(self, report, verdict, first_failed, **outcomes):
        self.assertEqual((report["verdict"], report["first_failed"]), (verdict, first_failed), report["links"])
        found = {link["link"]: link["outcome"] for link in report["links"]}
        self.assertEqual({link: found[link] for link in outcomes}, outcomes)

    def expect_change(self, path, value, verdict, first_failed, **outcomes):
        case = Case()
        self.expect(case.verify(changed(case.period(), path, value)), verdict, first_failed, **outcomes)


class Honest(Links):
    def test_a_period(self):
        case = Case()
        report = case.verify(case.period())
        self.expect(report, "verified", None)
        self.assertEqual({link["outcome"] for link in report["links"]}, {"passed"})
        self.assertEqual(report["facts"]["records"], 5)

    def test_a_record(self):
        case = Case()
        self.expect(case.verify(case.one_record()), "verified", None)

    def test_the_order_of_state_and_of_fields_says_nothing(self):
        case = Case()
        bundle = changed(case.period(), ["state"], lambda nodes: nodes[::-1])
        self.expect(case.verify(dict(reversed(bundle.items()))), "verified", None)

    def test_a_claims_bounds_may_move_where_no_record_is(self):
        """Another claim, and as true: nothing was observed between the two bounds."""
        self.expect_change(["claim", "period", "from_ms"], lambda old: old - HOUR + 1, "verified", None)
        self.expect_change(["claim", "period", "until_ms"], lambda old: old - HOUR + 1, "verified", None)
        self.expect_change(["claim", "period", "from_ms"], lambda old: old + 1, "refuted", "range")
        self.expect_change(["claim", "period", "until_ms"], lambda old: old + 1, "refuted", "range")

    def test_the_order_and_the_choice_of_votes_say_nothing(self):
        case = Case()
        bundle = case.period()
        last = base64.b64decode(bundle["finality"]["header"])
        for voters in (NEXT_VALIDATORS, NEXT_VALIDATORS[::-1], NEXT_VALIDATORS[1:]):
            proof = justification(last, 50, voters, 1)
            self.expect(case.verify(changed(bundle, ["finality", "justification"], text(proof))), "verified", None)

    def test_a_handover_at_the_trust_roots_block_is_passed_over(self):
        case = Case()
        bundle = case.period()
        case.root["block"] = {"number": 10, "hash": trie.blake2b_256(case.handover_block).hex()}
        case.root["set_id"] = 1
        case.root["authorities"] = [{"key": forge.public(key).hex(), "weight": 1} for key in NEXT_VALIDATORS]
        self.expect(case.verify(bundle), "verified", None)
        self.expect(case.verify(changed(bundle, ["handovers", 0, "justification"], "")), "verified", None)
        case.root["block"]["hash"] = "ab" * 32
        self.expect(case.verify(bundle), "refuted", "lineage", finality="not_reached")

    def test_votes_for_descendants(self):
        case = Case()
        bundle = case.period()
        last = base64.b64decode(bundle["finality"]["header"])
        child = block(51, parent=trie.blake2b_256(last))
        grandchild = block(52, parent=trie.blake2b_256(child))
        votes = [(last, 50), (child, 51), (grandchild, 52)]
        for ancestry, first_failed in (([child, grandchild], None), ([grandchild, child], None), ([grandchild], "finality"),
                                       ([child, grandchild, child], "finality"), ([child, grandchild, block(53)], "finality")):
            proof = justification(last, 50, NEXT_VALIDATORS[:3], 1, ancestry, votes)
            report = case.verify(changed(bundle, ["finality", "justification"], text(proof)))
            self.expect(report, "refuted" if first_failed else "verified", first_failed)


class Records(Links):
    def test_another_frame(self):
        for at in (0, 3, 40, 149):
            self.expect_change(FIRST_RUN + ["leaves", 1, "record", "payload", "frame"],
                               lambda old: text(bytes(byte ^ (index == at) for index, byte in enumerate(base64.b64decode(old)))),
                               "refuted", "frame", leaf="failed", signature="passed")

    def test_an_observed_time_that_is_not_the_frames(self):
        self.expect_change(FIRST_RUN + ["leaves", 1, "record", "observed_ms"], lambda old: old + 1, "refuted", "frame")

    def test_a_neighbours_digest(self):
        self.expect_change(FIRST_RUN + ["leaves", 0, "neighbour", "digest"], flipped, "refuted", "leaf", range="passed")

    def test_a_node_and_a_start(self):
        self.expect_change(FIRST_RUN + ["nodes", 0], flipped, "refuted", "leaf")
        self.expect_change(FIRST_RUN + ["start"], 4, "refuted", "leaf")

    def test_a_wider_claim(self):
        self.expect_change(["claim", "period", "from_ms"], lambda old: old - HOUR, "refuted", "range")
        self.expect_change(["claim", "period", "until_ms"], lambda old: old + HOUR, "refuted", "range")

    def test_a_record_withheld_at_the_end(self):
        case = Case()
        bundle = changed(case.period(), ["claim", "period", "until_ms"], EIGHT + 5 * HOUR)
        batch = forge.json_batch(case.batches_records[0], case.headers[0], 3, 6, lambda item: item.arrival in (5, 6))
        self.expect(case.verify(changed(bundle, ["batches", 0], batch)), "refuted", "range", leaf="passed")


class Sequence(Links):
    def test_a_batch_left_out(self):
        self.expect_change(["batches"], lambda old: old[:1], "refuted", "sequence")
        self.expect_change(["batches"], lambda old: old[::-1], "refuted", "sequence")

    def test_another_previous(self):
        self.expect_change(["batches", 1, "header", "previous"], flipped, "refuted", "sequence", signature="failed",
                           anchor="failed")


class Anchored(Links):
    def test_another_signature(self):
        self.expect_change(["batches", 0, "signature"], flipped, "refuted", "signature", anchor="passed")

    def test_no_anchor(self):
        case = Case()
        del case.values[trie.anchor_key(1, 2)]
        self.expect(case.verify(case.one_record_without_key()), "refuted", "anchor", signature="not_reached", state="passed")

    def test_one_batch_failed_and_another_not_reached(self):
        case = Case()
        del case.values[trie.anchor_key(1, 2)]
        forged = changed(case.period(), ["batches", 0, "signature"], flipped)
        self.expect(case.verify(forged), "refuted", "signature", anchor="failed")
        self.expect(case.verify(case.period()), "refuted", "anchor", signature="not_reached")

    def test_another_header_on_chain(self):
        case = Case()
        case.values[trie.anchor_key(1, 2)] = forge.anchor_value(case.headers[0])
        self.expect(case.verify(case.period()), "refuted", "anchor", signature="passed")

    def test_a_value_of_another_version(self):
        case = Case()
        case.values[trie.anchor_key(1, 2)] = b"\x02" + case.values[trie.anchor_key(1, 2)][1:]
        self.expect(case.verify(case.one_record_without_key()), "refuted", "anchor", signature="not_reached")


class State(Links):
    def test_a_node_too_few_too_many_twice(self):
        for change in (lambda old: old[1:], lambda old: old + [text(b"\x41\x10\x04\x00")], lambda old: old + old[:1]):
            case = Case()
            report = case.verify(changed(case.period(), ["state"], change))
            self.assertEqual(report["verdict"], "refuted")
            self.assertEqual({link["link"]: link["outcome"] for link in report["links"]}["state"], "failed")

    def test_a_branch_with_a_value_and_long_partials(self):
        """Kinds of node the chain's own keys do not make."""
        key = trie.TIMESTAMP_KEY
        values = {key: b"a", key + b"\x12": b"b" * 40, key + b"\x12\x34": b"c", key + bytes(300): b"d" * 33, b"\xff": b"e"}
        values[key + b"\x77"] = b"f" * 32
        root, nodes = forge.build_trie(values)
        proof = trie.Proof(list(nodes.values()), root)
        for key, value in values.items():
            self.assertEqual(proof.read(key), value)
        for absent in (b"", b"\xf0", key[:5], key + b"\x13", key + bytes(301), b"\x01"):
            self.assertIsNone(proof.read(absent))
        self.assertTrue(proof.all_visited())
        self.assertIsNone(trie.Proof([b"\x00"], trie.blake2b_256(b"\x00")).read(key))

    def test_malformed_nodes_are_broken(self):
        for node in (b"", b"\x01", b"\x0f", b"\x40", b"\x80\x00\x00", b"\x41\x10\x00", b"\x40\x00\x00", b"\x20" + bytes(31),
                     b"\x80\x01\x00\x04\x00", b"\x80\x01\x00\x00", b"\x80\x01\x00\x84" + bytes(33), b"\x7f" + b"\xff" * 1000,
                     b"\x40\x01\x00", b"\x10\x01\x00" + bytes(31)):
            with self.assertRaises(trie.Broken, msg=node):
                trie.Proof([node], trie.blake2b_256(node)).read(b"\x12")

    def test_no_gateway(self):
        case = Case()
        del case.values[trie.gateway_key(1)]
        keys = [key for key in case.keys() if key != trie.institution_key(7)]
        case.keys = lambda: keys
        self.expect(case.verify(case.period()), "refuted", "gateway", state="passed")

    def test_an_operator_that_does_not_decode(self):
        case = Case()
        case.values[trie.institution_key(7)] += b"\x00"
        self.expect(case.verify(case.period()), "refuted", "gateway", state="passed")

    def test_suspended_gateways_pass_and_are_told(self):
        case = Case()
        key = trie.gateway_key(1)
        value = case.values[key]
        case.values[key] = value[:9] + b"\x01" + forge.MOMENT + value[10:]
        report = case.verify(case.period())
        self.expect(report, "verified", None)
        self.assertTrue(report["facts"]["gateway_suspended"])

    def test_a_binding_that_ended(self):
        case = Case()
        key = trie.bindings_key(1, forge.OUTLET)
        case.values[key] = case.values[key][:-1] + b"\x01" + struct.pack("<Q", EIGHT + 3 * HOUR)
        self.expect(case.verify(case.period()), "refuted", "binding", gateway="passed")

    def test_a_header_that_does_not_decode(self):
        self.expect_change(["finality", "header"], "", "refuted", "header", signature="not_reached", anchor="not_reached",
                           state="not_reached", finality="not_reached", gateway="not_reached", clock="not_reached")


class Permit(Links):
    """The period is EIGHT + 2 h to + 7 h, its records are one each hour; the block's time is EIGHT + 2 h in `Case`, here + 20 h."""

    NOW = EIGHT + 20 * HOUR

    def case(self, *standings):
        case = Case()
        case.values[trie.TIMESTAMP_KEY] = struct.pack("<Q", self.NOW)
        case.values[forge.PERMIT_KEY] = forge.permit_value(*standings)
        return case

    def code(self, bundle, case):
        report = case.verify(bundle)
        self.expect(report, "verified", None, permit="passed")
        return next(link["code"] for link in report["links"] if link["link"] == "permit")

    def expect_code(self, code, *standings, one=False):
        case = self.case(*standings)
        self.assertEqual(self.code(case.one_record() if one else case.period(), case), code)

    def test_what_is_said(self):
        issued, first, end = forge.standing(0), EIGHT + 2 * HOUR, EIGHT + 7 * HOUR
        for code, standings in (
            ("permit-in-force", [issued]),
            ("permit-in-force", [issued, forge.standing(first, version=2)]),
            ("permit-in-force", [forge.standing(end)]),
            ("permit-not-in-force-now", [issued, forge.standing(end, status=2)]),
            ("permit-not-in-force", [issued, forge.standing(end - 1, status=3)]),
            ("permit-not-in-force-then", [issued, forge.standing(first + 1, status=1), forge.standing(first + 2)]),
            ("permit-not-in-force-then", [forge.standing(0, valid_from_ms=first + 1)]),
            ("permit-in-force", [forge.standing(0, valid_from_ms=first)]),
            ("permit-not-in-force-now", [forge.standing(0, valid_until_ms=end)]),
            ("permit-not-in-force", [forge.standing(0, valid_until_ms=end - 1)]),
            ("permit-in-force", [forge.standing(0, valid_until_ms=self.NOW + 1)]),
            ("permit-not-in-force-now", [forge.standing(0, valid_until_ms=self.NOW)]),
            ("permit-not-in-force-now", [issued] * 63 + [forge.standing(self.NOW, status=4)]),
        ):
            with self.subTest(code=code):
                self.expect_code(code, *standings)

    def test_what_is_later_than_the_block_is_undecided(self):
        # The period's last moment is EIGHT + 7 h less 1 ms, the one record's EIGHT + 9 h.
        first, end, moment = EIGHT + 2 * HOUR, EIGHT + 7 * HOUR, EIGHT + 9 * HOUR
        issued, revoked = forge.standing(0), forge.standing(first - 1, status=2)
        for code, now, one, standings in (
            ("permit-in-force", end - 1, False, [issued]),
            ("permit-not-yet-decided", end - 2, False, [issued]),
            ("permit-not-yet-decided", first - 1, False, [issued]),
            ("permit-not-yet-decided", first - 1, False, [issued, revoked]),
            ("permit-not-yet-decided", first - 1, False, [forge.standing(0, valid_until_ms=first - 1)]),
            ("permit-not-in-force", first, False, [issued, revoked]),
            ("permit-not-in-force-then", first + 1, False, [issued, revoked, forge.standing(first + 1)]),
            ("permit-in-force", moment, True, [issued]),
            ("permit-not-yet-decided", moment - 1, True, [issued]),
            ("permit-not-yet-decided", moment - 1, True, [issued, revoked]),
            ("permit-not-in-force", moment, True, [issued, revoked]),
        ):
            with self.subTest(code=code, now=now, one=one):
                self.NOW = now
                self.expect_code(code, *standings, one=one)

    def test_of_one_record_its_time_counts_alone(self):
        moment = EIGHT + 9 * HOUR
        for code, standings in (
            ("permit-in-force", [forge.standing(0), forge.standing(moment - 2, status=1), forge.standing(moment)]),
            ("permit-not-in-force-then", [forge.standing(0), forge.standing(moment, status=1), forge.standing(moment + 1)]),
        ):
            self.expect_code(code, *standings, one=True)

    def test_none_on_chain(self):
        case = Case()
        self.assertEqual(self.code(case.period(), case), "permit-absent")

    def test_left_out_whole_or_not_at_all(self):
        case = self.case(forge.standing(0, status=2))
        whole, value = case.period(), text(case.values[forge.PERMIT_KEY])
        with_permit = case.keys()
        case.keys = lambda: [key for key in with_permit if key != forge.PERMIT_KEY]
        without = case.period()
        self.assertEqual(self.code(without, case), "permit-not-shown")
        self.assertEqual(self.code(whole, case), "permit-not-in-force")
        own = [node for node in whole["state"] if node not in without["state"]]
        self.assertIn(value, own)
        for node in own:
            for bundle in (changed(whole, ["state"], lambda old: [other for other in old if other != node]),
                           changed(without, ["state"], lambda old: old + [node])):
                self.expect(case.verify(bundle), "refuted", "state", permit="passed")

    def test_another_value(self):
        case = self.case(forge.standing(0, status=2))
        older = text(forge.permit_value(forge.standing(0)))
        value = text(case.values[forge.PERMIT_KEY])
        bundle = changed(case.period(), ["state"], lambda old: [older if node == value else node for node in old])
        self.expect(case.verify(bundle), "refuted", "state", permit="passed")

    def test_values_that_do_not_decode(self):
        good = forge.permit_value(forge.standing(0))
        for value in (b"", b"\x02" + good[1:], good + b"\x00", good[:-1], good[:5] + b"\x02" + good[6:], good[:12] + b"\x7f" + good[13:],
                      forge.permit_value(), forge.permit_value(*[forge.standing(0)] * 65), forge.permit_value(forge.standing(0, status=5)),
                      good[:14] + b"\x05\x00" + good[15:]):
            case = self.case()
            case.values[forge.PERMIT_KEY] = value
            self.expect(case.verify(case.period()), "refuted", "permit", state="passed", clock="passed")

    def test_without_the_blocks_time(self):
        case = self.case(forge.standing(0))
        del case.values[trie.TIMESTAMP_KEY]
        self.expect(case.verify(case.period()), "refuted", "state", permit="not_reached")


class Finality(Links):
    def finality(self, validators, set_id=1, number=50):
        case = Case()
        bundle = case.period()
        last = base64.b64decode(bundle["finality"]["header"])
        return case.verify(changed(bundle, ["finality", "justification"], text(justification(last, number, validators, set_id))))

    def test_too_few_votes(self):
        self.expect(self.finality(NEXT_VALIDATORS[:2]), "refuted", "finality")

    def test_strangers_and_doubles(self):
        self.expect(self.finality(VALIDATORS), "refuted", "finality", lineage="passed")
        self.expect(self.finality(NEXT_VALIDATORS[:3] + NEXT_VALIDATORS[:1]), "refuted", "finality")

    def test_votes_of_another_set(self):
        self.expect(self.finality(NEXT_VALIDATORS, set_id=0), "refuted", "finality")

    def test_another_number(self):
        self.expect(self.finality(NEXT_VALIDATORS, number=49), "refuted", "finality")

    def test_a_genuine_vote_presented_for_another_block(self):
        case = Case()
        bundle = case.period()
        last, other = base64.b64decode(bundle["finality"]["header"]), block(51)
        proof = justification(last, 50, NEXT_VALIDATORS[:3], 1, votes=[(other, 51)] * 3)
        self.expect(case.verify(changed(bundle, ["finality", "justification"], text(proof))), "refuted", "finality")

    def test_forced_change(self):
        for message in (b"\x02" + bytes(8), b"\x04" + bytes(4), b"", b"\x03" + bytes(9), b"\x01\x00" + bytes(4)):
            case = Case()
            case.digest = [grandpa_item(message)]
            self.expect(case.verify(case.period()), "refuted", "header", state="passed", lineage="passed", finality="not_reached")

    def test_messages_that_may_be_there(self):
        case = Case()
        case.digest = [grandpa_item(b"\x03" + bytes(8)), scheduled(VALIDATORS), b"\x08", b"\x00\x04x", b"\x04BEEF\x00"]
        self.expect(case.verify(case.period()), "verified", None)


class Lineage(Links):
    def test_no_handover(self):
        case = Case()
        self.expect(case.verify(changed(case.period(), ["handovers"], [])), "refuted", "finality", lineage="passed")

    def test_handovers_that_do_not_hold(self):
        def handover(head, signers, set_id=0):
            return [(head, justification(head, 10, signers, set_id))]

        wrong = [handover(block(10, digest=[scheduled(NEXT_VALIDATORS)]), NEXT_VALIDATORS),
                 handover(block(10, digest=[scheduled(NEXT_VALIDATORS)]), VALIDATORS, set_id=1),
                 handover(block(10, digest=[scheduled(NEXT_VALIDATORS, delay=1)]), VALIDATORS),
                 handover(block(10, digest=[scheduled(NEXT_VALIDATORS)] * 2), VALIDATORS),
                 handover(block(10, digest=[scheduled(NEXT_VALIDATORS[:1] * 2)]), VALIDATORS),
                 handover(block(10), VALIDATORS), handover(b"", VALIDATORS)]
        for handovers in wrong + [Case().handovers * 2]:
            case = Case()
            case.handovers = handovers
            self.expect(case.verify(case.period()), "refuted", "lineage", finality="not_reached")

    def test_a_trust_root_newer_than_the_evidence(self):
        case = Case()
        bundle = case.period()
        case.root["block"] = {"number": 50, "hash": "ab" * 32}
        self.expect(case.verify(bundle), "undecided", "lineage", finality="not_reached", signature="passed")

    def test_a_handover_at_or_after_the_evidence(self):
        case = Case()
        case.block_number = 10
        self.expect(case.verify(case.period()), "refuted", "lineage")


class Thresholds(unittest.TestCase):
    def test_weights(self):
        head = decode(grandpa.block_header, block(10))
        for count, least in ((1, 1), (2, 2), (3, 3), (4, 3), (7, 5)):
            keys = [forge.secret(100 + index) for index in range(count)]
            authorities = {forge.public(key): 1 for key in keys}
            grandpa.check_justification(justification(block(10), 10, keys[:least], 0), head, authorities, 0)
            with self.assertRaises(grandpa.Refused):
                grandpa.check_justification(justification(block(10), 10, keys[:least - 1], 0), head, authorities, 0)


if __name__ == "__main__":
    unittest.main()
