"""The links `header`, `lineage` and `finality`: from the trust root to the block whose state is read."""

from typing import Optional

from . import grandpa
from .bundle import Bundle, Finalised
from .grandpa import BlockHeader, Refused
from .links import Failed, NotReached, Undecided
from .scale import Undecodable, decode
from .trust_root import TrustRoot


def decode_header(data: bytes) -> Optional[BlockHeader]:
    """The header, when its layout is right; what GRANDPA's messages in it say is another matter."""
    try:
        return decode(grandpa.block_header, data)
    except Undecodable:
        return None


def check_header(header: Optional[BlockHeader]):
    if header is None:
        raise Failed("undecodable", "the finality header does not decode")
    try:
        grandpa.scheduled_change(header)
    except Refused as error:
        raise Failed("grandpa_message", str(error)) from None


class Lineage:
    """The walk from the trust root over the handovers. After `check`, the set that finalises what comes next."""

    def __init__(self, root: TrustRoot):
        self.root, self.authorities, self.set_id = root, root.authorities, root.set_id
        self.last_number = None  # of the last handover that was not passed over

    def check(self, bundle: Bundle, header: Optional[BlockHeader]):
        number_before = -1
        for index, handover in enumerate(bundle.handovers):
            try:
                number_before = self._step(handover, number_before)
            except Refused as error:
                raise Failed("handover", f"handover {index}: {error}") from None
        if header is None:
            return
        if header.number <= self.root.block_number:
            raise Undecided("older_than_root", f"block {header.number} is not newer than the trust root's {self.root.block_number}")
        if self.last_number is not None and header.number <= self.last_number:
            raise Failed("handover_after", f"the last handover, {self.last_number}, is not before block {header.number}")

    def _step(self, handover: Finalised, number_before: int) -> int:
        header = decode_header(handover.header)
        if header is None:
            raise Refused("its header does not decode")
        change = grandpa.scheduled_change(header)
        if header.number <= number_before:
            raise Refused("its number is not greater than that of the one before")
        if header.number <= self.root.block_number:
            if header.number == self.root.block_number and header.hash != self.root.block_hash:
                raise Refused("it is another block than the trust root's of the same number")
            return header.number
        if change is None:
            raise Refused("its header changes no authority set")
        grandpa.check_justification(handover.justification, header, self.authorities, self.set_id)
        if self.set_id + 1 >= 1 << 64:
            raise Refused("the set id does not fit 64 bits")
        self.authorities, self.set_id, self.last_number = change, self.set_id + 1, header.number
        return header.number


def check_finality(bundle: Bundle, header: Optional[BlockHeader], header_passed: bool, lineage: Lineage, lineage_passed: bool):
    if not header_passed or not lineage_passed:
        raise NotReached("no_lineage", "the header or the authority set that finalises it is not there")
    try:
        grandpa.check_justification(bundle.finality.justification, header, lineage.authorities, lineage.set_id)
    except Refused as error:
        raise Failed("justification", str(error)) from None
