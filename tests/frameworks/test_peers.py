"""Figures across organisations: the worked quartiles, and that no organisation can be worked out from them."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Mapping
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frameworks.peers import (
    BATCH,
    LEAST,
    Figure,
    Figures,
    Peer,
    Quartiles,
    quartiles,
    refreshed,
    rounded,
    suppressed,
)

KIND = ("sp-1.0", "10-49")


def peers(values: Mapping[int, int], kind: tuple[str, str] = KIND) -> list[Peer]:
    return [Peer(one, *kind, in_place) for one, in_place in values.items()]


FIVE = dict(enumerate((4, 9, 11, 17, 20)))


def test_the_worked_quartiles_of_five_organisations() -> None:
    assert quartiles((17, 4, 20, 9, 11)) == Quartiles(9, 11, 17)


def test_four_organisations_show_nothing() -> None:
    assert quartiles((4, 9, 11, 17)) is None
    assert refreshed({}, peers({one: FIVE[one] for one in range(4)})) == {}


@pytest.mark.parametrize(("count", "shown"), [(9, False), (10, True)])
def test_ten_are_needed_for_anything_public(count: int, shown: bool) -> None:
    figure = refreshed({}, peers(dict.fromkeys(range(count), 7)))[KIND]

    assert (quartiles([7] * count, public=True) is not None) is shown
    assert (figure.shown(public=True) is not None) is shown
    assert figure.shown() == Quartiles(7, 7, 7)


@given(st.lists(st.integers(0, 30), min_size=LEAST, max_size=40), st.randoms(use_true_random=False))
def test_a_quartile_is_the_least_value_that_enough_organisations_do_not_exceed(
    values: list[int], chance: random.Random
) -> None:
    found = quartiles(values)
    mixed = [*values]
    chance.shuffle(mixed)

    assert found is not None
    assert quartiles(mixed) == found
    for part, value in ((1, found.first), (2, found.middle), (3, found.third)):
        share = Fraction(part, 4) * len(values)
        assert value == min(one for one in values if sum(other <= one for other in values) >= share)


def test_a_figure_stands_until_three_new_organisations_are_there() -> None:
    first = refreshed({}, peers(FIVE))
    two_more = {**FIVE, 5: 30, 6: 30}
    second = refreshed(first, peers(two_more))
    third = refreshed(second, peers({**two_more, 7: 30}))

    assert first == {KIND: Figure(frozenset(FIVE), Quartiles(9, 11, 17))}
    assert second == first
    assert third[KIND].quartiles == Quartiles(9, 17, 30)


@pytest.mark.parametrize(
    "changed",
    [{0: 30, **{one: FIVE[one] for one in range(1, 5)}}, {one: FIVE[one] for one in range(3)}, {}],
    ids=["another answer", "two leave", "all leave"],
)
def test_a_figure_stands_whoever_changes_or_leaves(changed: dict[int, int]) -> None:
    first = refreshed({}, peers(FIVE))

    assert refreshed(first, peers(changed)) == first


def test_one_who_leaves_and_another_who_comes_are_no_new_batch() -> None:
    first = refreshed({}, peers(FIVE))
    swapped = {one: FIVE[one] for one in range(1, 5)} | {9: 30}

    assert refreshed(first, peers(swapped)) == first


def test_three_new_ones_make_no_figure_while_they_are_under_five_in_all() -> None:
    first = refreshed({}, peers(FIVE))

    assert refreshed(first, peers({0: 4, 7: 1, 8: 1, 9: 1})) == first


def test_only_the_same_version_and_size_are_compared() -> None:
    small, later = ("sp-1.0", "under_10"), ("sp-1.1", "10-49")
    some = [*peers(FIVE), *peers({5: 1, 6: 1}, small), *peers({7: 1, 8: 1}, later)]

    assert set(refreshed({}, some)) == {KIND}


@given(st.lists(st.dictionaries(st.integers(0, 14), st.integers(0, 30)), max_size=8))
def test_two_figures_in_a_row_never_differ_by_under_three_new_organisations(
    looks: list[dict[int, int]],
) -> None:
    figures: Figures = {}
    for look in looks:
        after = refreshed(figures, peers(look))
        before = figures.get(KIND)
        if before is not None:
            new = after[KIND].organisations - before.organisations
            assert after[KIND] == before or len(new) >= BATCH
        if KIND in after:
            assert len(after[KIND].organisations) >= LEAST
        figures = after


@pytest.mark.parametrize(
    ("row", "shown"),
    [
        ((7, 9, 12), (7, 9, 12)),
        ((3, 9, 12), (None, None, 12)),
        ((12, 9, 3), (12, None, None)),
        ((3, 2, 12), (None, None, 12)),
        ((1, 2, 12, 20), (None, None, None, 20)),
        ((0, 12, 20), (None, None, 20)),
        ((3, 9, 9, 12), (None, None, None, 12)),
        ((4, 4, 6, 12), (None, None, None, 12)),
        ((4, 3, 6, 12), (None, None, 6, 12)),
        ((3,), (None,)),
        ((), ()),
    ],
)
def test_one_hidden_count_hides_the_next_smallest(
    row: tuple[int, ...], shown: tuple[int | None, ...]
) -> None:
    assert tuple(suppressed({str(place): count for place, count in enumerate(row)}).values()) == shown


@pytest.mark.parametrize(("cells", "most"), [(2, 12), (3, 9), (4, 7)])
def test_no_hidden_count_follows_from_the_rest_and_the_whole(cells: int, most: int) -> None:
    found: dict[tuple[int, tuple[int | None, ...]], set[tuple[int, ...]]] = defaultdict(set)
    for row in _rows(cells, most):
        found[sum(row), tuple(suppressed(dict(zip("abcd", row, strict=False))).values())].add(row)

    for (_, shown), rows in found.items():
        for place, count in enumerate(shown):
            assert count is None or count >= LEAST
            assert count is not None or len({row[place] for row in rows}) > 1


def _rows(cells: int, most: int) -> Iterable[tuple[int, ...]]:
    """Every row of so many cells that is large enough as a whole to be told."""
    return (row for row in product(range(most + 1), repeat=cells) if sum(row) >= LEAST)


@pytest.mark.parametrize(
    ("count", "public"), [(9, None), (10, 10), (12, 10), (13, 15), (17, 15), (18, 20), (22, 20)]
)
def test_a_public_count_is_rounded_to_five(count: int, public: int | None) -> None:
    assert rounded(count) == public
