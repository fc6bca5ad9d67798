"""The policy of inspecting the new unit: either it is clear, or every fault is named (PROP-2, 1-3)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass

from kit.reasons import Reason

RULE = "PROP-2"


@dataclass(frozen=True)
class Finding:
    """A fault as the inspector describes it: whose work it is, what is wrong, and where in the unit."""

    trade: str
    description: str
    place: str = ""

    def plain(self) -> dict[str, str]:
        """The finding as it is recorded."""
        return asdict(self) | {"trade": str(self.trade)}


def reasons_against_findings(clear: bool, faults: Sequence[Finding]) -> Iterator[Reason]:
    """An inspection says that the unit is clear, or what is wrong with it; never both, never neither."""
    if clear and faults:
        yield Reason(
            "clear_with_faults",
            "既写明无问题，又列有问题，请核对。",
            "It says clear and lists faults as well.",
            field="clear",
            rule=RULE,
        )
    if not clear and not faults:
        yield Reason(
            "no_findings",
            "请列出工程问题，或写明检查无问题。",
            "List the faults, or say that the unit is clear.",
            field="findings",
            rule=RULE,
        )


def reasons_against_key_count(on_list: Iterable[str], counted: Iterable[str]) -> Iterator[Reason]:
    """The keys in hand are exactly those on the unit's list; without a list, the first count makes it."""
    listed, found = set(on_list), set(counted)
    if listed and (absent := sorted(listed - found)):
        yield Reason(
            "keys_absent",
            f"钥匙清单上的 {'、'.join(absent)} 未找到。",
            f"Keys on the list that were not found: {', '.join(absent)}.",
            field="keys",
            rule=RULE,
        )
    if listed and (unknown := sorted(found - listed)):
        yield Reason(
            "keys_unknown",
            f"{'、'.join(unknown)} 不在钥匙清单上。",
            f"Keys that are not on the list: {', '.join(unknown)}.",
            field="keys",
            rule=RULE,
        )
