"""What is kept back of a place: the worked case, and that nobody's level follows from what is printed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import product

import pytest

from frameworks.group_views import group_views
from frameworks.model import Framework
from frameworks.place_card import Printed, printed
from frameworks.places import Place, View, Voice, settle_place
from frameworks.scoring import Word
from tests.frameworks.people import EC, all_at, card_of, case_31, ec, person
from tests.frameworks.samples import answers, element, framework_files, load
from tests.frameworks.worked import TALKS, parts


def case_35() -> Place:
    """One official beside three providers who agree among themselves."""
    deciding = [one.id for one in EC.elements if "government" in EC.deciding_groups(one, "government")]
    owned = {one.removeprefix("ec."): 3 for one in deciding}
    official = person("government", {**owned, "data.outc": 3, "trust.people": 1})
    return settle_place(EC, [official, *[all_at("provider", 3, {"trust.people": 2})] * 3], "government")


def page_of(place: Place, profile: str = "government", framework: Framework = EC) -> Printed:
    """What may be printed once the round is closed."""
    page = printed(framework, place, profile, closed=True)
    assert page is not None
    return page


def providers(count: int, changes: Mapping[str, int | str] | None = None) -> list[Voice]:
    return [all_at("provider", 3, changes)] * count


def test_case_35_counts_four_elements_and_does_not_show_them() -> None:
    place = case_35()
    page = page_of(place)

    kept = ec("data.need", "data.outc", "trust.roles", "trust.people")
    assert place.kept_back == page.not_shown == kept
    assert not set(kept) & (page.card.words.keys() | page.settled.keys())
    assert page.card.stage == card_of(place, "government").stage == TALKS
    assert not set(kept) & {one for one, _ in page.card.before_you_sign}
    assert (page.card.musts_met, page.card.musts) == (5, 5)


def test_case_35_counts_those_with_two_words_and_leaves_out_those_that_all_have_one() -> None:
    page = page_of(case_35())

    assert page.left_out == ec("data.need", "data.outc")
    assert page.card.counted == 28
    assert (page.card.counts[Word.IN_PLACE], page.card.counts[Word.TO_AGREE]) == (27, 1)
    assert parts(page.card)["data"] == "2 of 2"
    assert parts(page.card)["trust"] == "3 of 4, 1 to agree"
    assert page.card.not_asked == ()


@pytest.mark.parametrize(
    "voices",
    [
        [all_at("provider", 3)] * 5,
        [all_at("government", 3), *[all_at("provider", 3)] * 12, *[all_at("donor", 3)] * 2],
        [all_at(group, 3) for group in ("government", "donor", "provider") for _ in range(3)],
    ],
    ids=["case 32", "case 33", "case 34"],
)
def test_one_group_two_small_ones_or_none_keep_nothing_back(voices: list[Voice]) -> None:
    place = settle_place(EC, voices, "government")

    assert place.kept_back == ()
    assert page_of(place).card == card_of(place, "government")


def test_case_31_keeps_nothing_back() -> None:
    assert case_31().kept_back == ()


def test_ones_own_view_keeps_nothing_back() -> None:
    place = settle_place(EC, [all_at("provider", 2)], "government")

    assert (place.view, place.kept_back) == (View.OWN, ())


def test_nothing_but_ones_own_view_is_printed_while_the_round_is_open() -> None:
    own = settle_place(EC, [all_at("provider", 2)], "government")

    assert printed(EC, case_35(), "government", closed=False) is None
    assert printed(EC, own, "government", closed=False) == page_of(own)


def test_one_or_two_people_in_all_are_kept_back_but_not_where_their_level_settles_nothing() -> None:
    place = settle_place(EC, [all_at("provider", 3)] * 2, "government")

    unowned = {one.id for one in EC.elements if not EC.deciding_groups(one, "government")}
    assert set(place.kept_back) == unowned - {"ec.data.outc"}


def test_those_who_decide_are_an_institution_and_shown() -> None:
    place = settle_place(EC, [all_at("government", 3), *providers(3, {"money.pot": 1})], "government")

    assert "ec.money.pot" not in place.kept_back
    assert all(not EC.deciding_groups(EC.element_by_id[one], "government") for one in place.kept_back)


def test_the_fewest_levels_cover_and_one_without_any_never_does() -> None:
    some = [all_at("provider", 3, dict.fromkeys(("data.outc", "data.need"), "?"))] * 3
    official = person("government", {"data.proof": 3})
    fourth = person("provider", {"trust.roles": 3, "trust.share": 3, "trust.people": 3})
    other = person("government", {"trust.people": 3})

    assert settle_place(EC, [*some, official], "government").kept_back == ec("data.proof")
    kept = settle_place(EC, [*some, fourth, other], "government").kept_back
    assert kept == ec("trust.roles", "trust.people")
    less = [*some, person("provider", {"trust.roles": 3, "trust.people": 3}), other]
    assert settle_place(EC, less, "government").kept_back == ec("trust.share", "trust.people")


def test_two_in_one_part_cover_each_other() -> None:
    official = person("government", {"trust.people": 3, "trust.share": 3})

    assert settle_place(EC, [*providers(3), official], "government").kept_back == ec(
        "trust.share", "trust.people"
    )


def test_alone_in_its_part_it_is_in_no_printed_count() -> None:
    some = [all_at("provider", 3, dict.fromkeys(("data.outc", "data.need"), "?"))] * 3
    place = settle_place(EC, [*some, person("government", {"data.proof": 3})], "government")
    page = page_of(place)

    assert page.left_out == ec("data.proof")
    assert page.card.counted == 29
    assert page.card.counts[Word.IN_PLACE] == card_of(place, "government").counts[Word.IN_PLACE] - 1


def test_what_is_kept_back_is_not_named_where_the_stage_hangs_on_it() -> None:
    voices = [all_at("government", 3, {"data.outc": 1}), *providers(3)]
    place = settle_place(EC, voices, "government")
    whole, card = card_of(place, "government"), page_of(place).card

    assert whole.hangs_on == ec("data.outc")
    assert (card.stage, card.hangs_on) == (whole.stage, ())


@pytest.mark.parametrize(("level", "signs"), [(2, True), (1, False)])
def test_what_is_kept_back_is_not_named_where_it_holds_the_stage(level: int, signs: bool) -> None:
    voices = [all_at("government", 3, {"data.outc": level}), *providers(3, {"data.outc": level})]
    place = settle_place(EC, voices, "government")
    whole, card = card_of(place, "government"), page_of(place).card

    assert whole.held_by == ec("data.outc")
    assert (card.stage, card.held_by) == (whole.stage, ())
    assert card.print_before_you_sign is signs


def test_what_is_kept_back_counts_for_whether_a_stage_is_named() -> None:
    unsaid = ("will.champ", "will.policy", "will.stable", "law.power", "law.buy", "money.pot")
    place = settle_place(
        EC, [all_at("government", 3, dict.fromkeys(unsaid, "?")), *providers(3)], "government"
    )
    card = page_of(place).card

    # Six of thirty are not many; of those that are shown they would be.
    assert card.counts[Word.NOT_KNOWN] * 5 > len(card.words)
    assert (card.stage, card.no_stage) == (card_of(place, "government").stage, None)
    assert card.stage is not None


def worlds(count: int) -> Iterator[tuple[int, ...]]:
    """One official's level of the first element, and the level on which three providers agree for each."""
    return product(range(1, 5), repeat=count + 1)


def small_place(framework: Framework, world: tuple[int, ...]) -> Place:
    ids = [one.id for one in framework.elements]
    official = Voice("state", answers({ids[0]: world[0], "pl.b.own": 3}))
    group = answers(dict(zip(ids, world[1:], strict=False)))
    return settle_place(framework, [official, *[Voice("provider", group)] * 3], "direct")


def nobody_decides(count: int, must: bool) -> Framework:
    """One part of so many elements on which nobody decides, and one element beside it with an owner."""
    first = [element(f"pl.a.e{place}", must=must and place == 0) for place in range(count)]
    own = element("pl.b.own", owner=["payer"])
    groups = [{"id": group, "label": group} for group in ("state", "provider")]
    keys = {"unit": "place", "groups": groups, "owners": {"payer": {"direct": ["state"]}}}
    profiles = [{"id": "direct", "label": "Direct"}]
    return load(framework_files("pl", {"a": first, "b": [own]}, profiles=profiles, **keys))


def seen(page: Printed) -> object:
    """All of a printed card but the stage and what goes with it: a stage always counts everything."""
    card = page.card
    return (
        *(sorted(each.items()) for each in (card.words, card.counts)),
        *(card.counted, card.dimensions, card.musts_met, card.musts, card.shown, card.showable),
        *(card.not_shown_yet, card.before_you_sign, page.not_shown, page.left_out),
        *(sorted((one, value.low, value.high, value.shown) for one, value in page.settled.items()),),
    )


@pytest.mark.parametrize("must", [False, True])
@pytest.mark.parametrize("count", [1, 2, 3])
def test_nobodys_level_follows_from_what_is_printed(count: int, must: bool) -> None:
    framework = nobody_decides(count, must)
    found: dict[object, list[tuple[int, ...]]] = defaultdict(list)
    for world in worlds(count):
        page = page_of(small_place(framework, world), "direct", framework)
        assert "pl.a.e0" in page.not_shown
        found[repr(seen(page))].append(world)

    for alike in found.values():
        assert len({world[0] for world in alike}) > 1
        # Nor whether it is in place, which the word alone would tell.
        assert len({world[0] >= 3 for world in alike}) > 1


def test_two_small_groups_alone_are_kept_back_and_beside_a_large_one_no_group_has_a_view_of_its_own() -> None:
    """Two officials and a provider: beside the level of all, the provider's would be plain to who knows theirs."""
    trust = "ec.trust.share"
    two_small = [all_at("government", 4), all_at("government", 4), all_at("provider", 4)]
    assert trust in settle_place(EC, two_small, "government").kept_back

    voices = [*[all_at("government", 1)] * 3, all_at("provider", 4), all_at("donor", 4)]
    place = settle_place(EC, voices, "government")
    assert trust not in place.kept_back
    views = group_views(EC, voices, "government", place.kept_back)
    assert not any(trust in its for its in views.values())
    larger = [*voices, *[all_at("provider", 4), all_at("donor", 4)] * 2]
    assert trust in group_views(EC, larger, "government", ())["government"]
