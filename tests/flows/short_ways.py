"""Tours of the way in for every framework that asks less on it: there, back, through, and amended."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations, pairwise

from tests.flows.kinds import WAY

BUTTONS = {
    "naming": '"Cross',
    "sizing": "Z",
    "profiling": "P",
    "grouping": "*",
    "roles": "T",
    "scope": "Q1",
}
AMENDED = {"roles": "T", "scope": "Q1"}


def short_way(missing: frozenset[str]) -> str:
    """The tour of the way in of a framework without these screens: there, back, through, and amended."""
    way = [state for state in WAY if state not in missing]
    there = ["naming", *way, "asking.one"]
    words = [
        "/start language G consent A picking b consent A picking x0 naming b picking )= naming b picking",
        "(O naming b picking",
    ]
    words.append("x0 naming")
    for before, after in pairwise(there):
        words += ["R roles"] if before == "roles" else []
        words.append(f"{BUTTONS[before]} {after}")
        if after in way:
            words.append(f"b {before} {'T' if before == 'roles' else 'F'} {after}")
        if before == "naming":
            # Where the name is known, the check begins with the first thing that is not.
            words.append(f"b naming b picking x0 {after}" if after in way else f"K picking x0 {after}")
            words.append(f"b naming )= {after}" if after in way else f"K picking )= {after}")
            words.append(f"b naming (O {after}" if after in way else f"K picking (O {after}")
    words += ["V reviewing I naming", *amended(way, AMENDED, "asking.one")]
    words.append("l1 asking.two l1 resting g asking.three l1 resting g reviewing")
    for buttons in (AMENDED, BUTTONS):
        words += ["I naming", *amended(way, buttons, "reviewing")]
    return " ".join([*words, f"Y {'scope' if 'scope' in way else 'asking.one'}"])


def amended(way: list[str], buttons: Mapping[str, str], end: str) -> Iterator[str]:
    """From the name to the end of the way in, by these buttons."""
    for before, after in pairwise(["naming", *way, end]):
        if before == "roles":
            yield "r roles R roles"
        yield f"{buttons.get(before, 'F')} {after}"


SHORT_WAYS = {
    f"without {', '.join(sorted(missing)) or 'nothing'}": missing
    for count in range(len(WAY) + 1)
    for missing in map(frozenset, combinations(WAY, count))
}
