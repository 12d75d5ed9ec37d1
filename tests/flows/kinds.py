"""Frameworks of every kind for walks, and what a step is told where they are on offer."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import replace
from functools import cache
from typing import Any

from flows.checks import checks_of
from flows.intents import Facts
from frameworks.model import Dimension, Element, Framework, Option, Role
from tests.frameworks.samples import SP, actions_for, branches, element, framework_files, load, small

FACTS = Facts(
    languages=("en", "fr"),
    vocabulary={
        "level": "level",
        "back": "back",
        "pause": "pause",
        "don't know": "dont_know",
        "help": "help",
        "next": "next",
        "does not apply": "not_applicable",
    },
    level_names={"not started": 1, "in place": 3},
    today="2026-03-12",
    day_of=lambda text, _today: text if text.startswith("2026-") else None,
)


def complete(framework: Framework) -> Framework:
    """The framework with every list of the way in filled, so that a person can pass it, and is asked something."""
    return replace(
        framework,
        dimensions=(_begun(framework.dimensions[0], framework.has_quick), *framework.dimensions[1:]),
        roles=framework.roles or (Role("lead", "lead", "leads"), Role("clerk", "clerk", "writes")),
        sizes=framework.sizes or (Option("tiny", "Under 10"),),
        profiles=framework.profiles or (Option("direct", "Direct"),),
    )


def _begun(part: Dimension, quick: bool) -> Dimension:
    """The part with a first question that everybody is asked, as framework files must have one."""
    first = replace(part.elements[0], asked_if=None, quick=part.elements[0].quick or quick)
    return replace(part, elements=(first, *part.elements[1:]))


WAY = ("sizing", "profiling", "grouping", "roles", "scope")
_WAY_LISTS = {"sizing": "sizes", "profiling": "profiles", "grouping": "groups", "roles": "roles"}


def shortened(framework: Framework, missing: Set[str]) -> Framework:
    """The framework without what these screens of the way in ask."""
    changes: dict[str, Any] = {_WAY_LISTS[state]: () for state in missing if state != "scope"}
    framework = replace(framework, **changes)
    if "scope" not in missing:
        return framework
    slow = (replace(part, elements=_not_quick(part.elements)) for part in framework.dimensions)
    return replace(framework, dimensions=tuple(slow))


def planless(framework: Framework) -> Framework:
    """The framework without its actions, so that no agenda follows: few enough situations to try them all."""
    parts = [
        replace(part, elements=tuple(replace(element, actions=()) for element in part.elements))
        for part in framework.dimensions
    ]
    return replace(framework, dimensions=tuple(parts))


def _not_quick(elements: Iterable[Element]) -> tuple[Element, ...]:
    return tuple(replace(element, quick=False) for element in elements)


def tiny(*, more: bool = False) -> Framework:
    """Few questions, but every kind of answer where something is still open and where nothing is; with actions."""
    rich: dict[str, Any] = {"proof": ["a note"], "na": ["we have none"]}
    one = element("ty.a.one", quick=True, **rich)
    dimensions = {"a": [one, element("ty.a.two", **rich)], "b": [element("ty.b.three", quick=True)]}
    if more:
        dimensions["b"] += [element("ty.b.four")]
    files = framework_files("ty", dimensions)
    files |= {f"{name}.actions.toml": actions_for(elements) for name, elements in dimensions.items()}
    return complete(load(files | {"framework.toml": files["framework.toml"] | {"roles": LEAD}}))


LEAD = [{"id": "lead", "label": "lead", "who": "leads"}, {"id": "clerk", "label": "clerk", "who": "writes"}]


def with_groups(framework: Framework) -> Framework:
    """The framework with groups of partners, as a place has them."""
    return replace(framework, groups=(Option("state", "State"), Option("givers", "Givers")))


def placed(framework: Framework) -> Framework:
    """The framework for a place: its groups of partners, and no sizes."""
    return replace(with_groups(framework), unit="place", sizes=())


@cache
def small_fit() -> Framework:
    """A fit check of two questions: nothing is asked on the way in."""
    keys: dict[str, Any] = {"result": "fit", "levels": 2, "in_place": 2}
    elements = [element("fi.one", 2), element("fi.two", 2)]
    return load(framework_files("fi", {"fi": elements}, **keys))


def several(*frameworks: Framework) -> Facts:
    """What a step is told where these frameworks are on offer, with a fit check beside them."""
    known = {framework.key: framework for framework in (*frameworks, small_fit())}
    return replace(FACTS, frameworks=known, checks=checks_of(known))


@cache
def other() -> Framework:
    """A second check of organisations, without a way in of its own and without actions."""
    return load(framework_files("zz", {"a": [element("zz.a.one"), element("zz.a.two")]}, result="counts"))


def small_ones() -> list[Framework]:
    """Small frameworks with proof, reasons, roles, branches, groups, and one with no way in at all."""
    bare = shortened(tiny(), frozenset(WAY))
    return [tiny(), complete(load(small())), complete(branches()), placed(tiny()), bare]


def every_kind() -> list[Framework]:
    return [*small_ones(), SP]
