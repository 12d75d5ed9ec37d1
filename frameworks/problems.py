"""What can be wrong with framework files: each problem with a code, the place, the fault and the remedy.

Problems are for authors of content. A check never stops at the first one: all are told at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """An error keeps a framework from being used, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


class Code(StrEnum):
    """The kinds of problem. Every one of them has an example in the tests."""

    MISSING_FILE = "missing-file"
    STRAY_FILE = "stray-file"
    BAD_TOML = "bad-toml"
    UNKNOWN_KEY = "unknown-key"
    MISSING_KEY = "missing-key"
    BAD_VALUE = "bad-value"
    EMPTY_TEXT = "empty-text"

    BAD_ID = "bad-id"
    DUPLICATE_ID = "duplicate-id"
    WRONG_PLACE = "wrong-place"
    LEVEL_COUNT = "level-count"
    LEVEL_RANGE = "level-range"
    EMPTY_DIMENSION = "empty-dimension"
    NO_QUICK_ELEMENT = "no-quick-element"
    MUST_MAY_NOT_APPLY = "must-may-not-apply"
    MUST_ON_CONDITION = "must-on-condition"
    UNKNOWN_REFERENCE = "unknown-reference"
    LATER_ELEMENT = "later-element"
    UNCLEAR_CONDITION = "unclear-condition"
    NOTHING_ASKED = "nothing-asked"
    WRONG_COUNT = "wrong-count"
    STAGE_TEXTS = "stage-texts"
    NO_PERMISSION = "no-permission"
    ACTION_COUNT = "action-count"
    ACTION_VALUE = "action-value"
    NO_SHORT_ACTION = "no-short-action"
    NEEDS_EACH_OTHER = "needs-each-other"
    OWNER_GROUPS = "owner-groups"

    BAD_PO = "bad-po"
    PO_CHANGED_SOURCE = "po-changed-source"
    PO_UNKNOWN_TEXT = "po-unknown-text"

    TOO_LONG = "too-long"
    LONG_BLOCK = "long-block"
    UNEVEN_LEVELS = "uneven-levels"
    TOO_MANY_SENTENCES = "too-many-sentences"
    LONG_SENTENCES = "long-sentences"
    HARD_TO_READ = "hard-to-read"
    NEGATIVE = "negative"
    BANNED_WORD = "banned-word"
    NO_SOURCE = "no-source"
    NO_CREDIT = "no-credit"
    LONG_WINDOW = "long-window"
    NO_QUESTION = "no-question"
    TELLS_RESULT = "tells-result"
    FIRST_LETTER = "first-letter"


WARNINGS = frozenset({Code.PO_CHANGED_SOURCE, Code.PO_UNKNOWN_TEXT, Code.LONG_BLOCK, Code.UNEVEN_LEVELS})


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault. `place` reads from the file inwards, such as `fin.toml, sp.fin.cash, levels`."""

    code: Code
    place: str
    message: str
    remedy: str

    @property
    def severity(self) -> Severity:
        return Severity.WARNING if self.code in WARNINGS else Severity.ERROR

    def __str__(self) -> str:
        return f"{self.place}: {self.message} {self.remedy} [{self.code}]"


class FrameworkFault(Exception):
    """Framework files that cannot be used. `problems` is all that is wrong with them, warnings included."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


def errors(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Those that keep the framework from being used."""
    return tuple(problem for problem in problems if problem.severity is Severity.ERROR)
