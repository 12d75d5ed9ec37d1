"""Random frameworks and answers, for properties that hold whatever a framework looks like."""

from __future__ import annotations

from hypothesis import strategies as st

from frameworks.model import AskedIf, Dimension, Element, Framework, Kind, Option
from frameworks.values import UNSURE, Answer, Said, Shown

PROFILES = ("direct", "bond", UNSURE)


@st.composite
def frameworks(draw: st.DrawFn, conditions: bool = True, most_levels: int = 7) -> Framework:
    """A sound framework of 2 to 7 levels, with or without branches."""
    levels = draw(st.integers(2, most_levels))
    in_place = draw(st.integers(2, levels))
    sizes = draw(st.lists(st.integers(1, 5), min_size=1, max_size=4))
    earlier: list[str] = []
    dimensions = tuple(
        Dimension(
            f"d{place}",
            "A part",
            "How?",
            tuple(_element(draw, levels, f"d{place}", earlier, conditions) for _ in range(size)),
        )
        for place, size in enumerate(sizes)
    )
    return Framework(
        id="rn",
        version="1.0",
        date="2026-11-25",
        name="Random",
        unit="organisation",
        levels=levels,
        in_place=in_place,
        started=draw(st.integers(2, in_place)),
        level_names=("Level",) * levels,
        na_max=draw(st.integers(0, 4)),
        status="own-wording",
        licence="CC BY 4.0",
        attribution="",
        authors=(),
        about="",
        dimensions=dimensions,
        profiles=tuple(Option(profile, profile) for profile in PROFILES),
    )


def answers_to(framework: Framework) -> st.SearchStrategy[dict[str, Answer]]:
    """Any answers to any of the elements, reached or not."""
    one = st.one_of(
        st.builds(
            Answer,
            st.just(Said.LEVEL),
            st.integers(1, framework.levels),
            st.sampled_from([None, *Shown]),
            st.sampled_from([None, 1]),
        ),
        st.sampled_from([Said.DONT_KNOW, Said.NOT_APPLICABLE, Said.NOT_MY_AREA]).map(Answer),
    )
    ids = st.sampled_from([element.id for element in framework.elements])
    return st.dictionaries(ids, one)


def _element(draw: st.DrawFn, levels: int, dimension: str, earlier: list[str], conditions: bool) -> Element:
    must = draw(st.booleans())
    condition = draw(_conditions(levels, earlier)) if conditions and not must else None
    flags = st.booleans()
    element = Element(
        id=f"rn.{dimension}.e{len(earlier)}",
        dimension=dimension,
        version=1,
        name="An element",
        kind=Kind.STOCK,
        question="How?",
        why="",
        levels=("A level.",) * levels,
        ask=(),
        proof=draw(st.sampled_from([(), ("a note",)])),
        na_reasons=() if must else draw(st.sampled_from([(), ("we have none",)])),
        must=must,
        before_you_sign=draw(flags),
        quick=draw(flags),
        pass_by_profile=draw(st.dictionaries(st.sampled_from(PROFILES), st.integers(2, levels))),
        asked_if=condition,
    )
    earlier.append(element.id)
    return element


def _conditions(levels: int, earlier: list[str]) -> st.SearchStrategy[AskedIf | None]:
    by_profile = st.lists(st.sampled_from(PROFILES), min_size=1).map(lambda ids: AskedIf(tuple(ids)))
    some_levels = st.lists(st.integers(1, levels), min_size=1, unique=True).map(tuple)
    if not earlier:
        return st.none() | by_profile
    on_one = st.builds(AskedIf, st.just(()), st.sampled_from(tuple(earlier)), some_levels)
    return st.none() | by_profile | on_one
