"""Whom a check reaches: whoever may begin it is asked something."""

from __future__ import annotations

from collections.abc import Iterator

from frameworks.model import Framework
from frameworks.problems import Code, Problem
from frameworks.route import asked
from frameworks.shape import MAIN_FILE
from frameworks.values import Scope


def check_reach(framework: Framework) -> Iterator[Problem]:
    """Whoever begins is asked something: a way in that ends nowhere strands a person."""
    scopes = (Scope.QUICK, Scope.FULL) if framework.has_quick else (Scope.FULL,)
    profiles: list[str | None] = [each.id for each in framework.profiles]
    for profile in profiles or [None]:
        for scope in scopes:
            if framework.elements and not asked(framework, {}, profile, scope):
                whom = f"Somebody with the profile {profile}" if profile else "A person"
                message = f"{whom} would be asked nothing in the {scope.value} check."
                remedy = "Take asked_if out of one element that it asks."
                yield Problem(Code.NOTHING_ASKED, f"{MAIN_FILE}, profiles", message, remedy)
