"""The worked cases of a place with several groups: counts, stage and what is seen differently, to the letter."""

from __future__ import annotations

from frameworks.places import Gap, View, Voice, settle_place
from frameworks.scoring import Word
from frameworks.settling import Settled, State, settle
from frameworks.stages import NoStage, Stage, StageRange
from frameworks.values import Scope
from tests.frameworks.people import EC, all_at, card_of, case_31, ec, person
from tests.frameworks.samples import answer
from tests.frameworks.worked import BUILDING, TALKS, parts, row


def test_case_31_comes_out_to_the_letter() -> None:
    place = case_31()
    card = card_of(place, "both")

    assert row(card) == (30, 9, 15, 3, 0, 3, 0, 3)
    assert card.stage == BUILDING
    assert place.seen_differently == (Gap("ec.law.buy", 2, "provider", 1, 1),)
    assert parts(card) == {
        "will": "2 of 4",
        "law": "1 of 5, 1 not known",
        "money": "1 of 5, 1 not known",
        "payer": "1 of 4",
        "data": "2 of 4",
        "market": "2 of 4, 1 not known",
        "trust": "0 of 4",
    }


def test_case_31_names_who_confirmed_and_who_was_not_heard() -> None:
    place = case_31()

    assert place.view is View.ALL
    assert place.people == {"government": 4, "donor": 2, "provider": 5, "adviser": 1}
    assert place.confirmed["ec.will.champ"] == ("government",)
    assert place.not_heard["ec.will.champ"] == ("donor",)
    assert place.confirmed["ec.money.pot"] == ("government", "donor")
    assert place.confirmed["ec.market.prov"] == ("government", "provider")
    assert place.confirmed["ec.data.outc"] == ("government", "donor", "provider", "adviser")
    assert "ec.data.outc" not in place.not_heard
    assert place.unconfirmed == ec("law.data", "money.risk", "market.inv")


def test_case_32_one_group_alone_gets_no_stage_and_most_is_not_confirmed() -> None:
    place = settle_place(EC, [all_at("provider", 3)] * 5, "government")
    card = card_of(place, "government")

    assert row(card) == (30, 8, 0, 0, 1, 21, 0, 1)
    assert place.view is View.GROUP
    assert (card.stage, card.no_stage) == (None, NoStage.ONE_GROUP)
    assert (card.held_by, card.hangs_on) == ((), ())
    assert len(place.unconfirmed) == 21
    assert place.unconfirmed == card.with_word(Word.NOT_KNOWN)
    assert card.with_word(Word.TO_AGREE) == ec("data.outc")
    assert place.settled["ec.data.outc"] == Settled(State.OPEN, 1, 4)
    assert card.with_word(Word.IN_PLACE) == (
        *ec("will.why", "data.need", "data.proof", "market.prov", "market.adv"),
        *ec("trust.roles", "trust.share", "trust.people"),
    )
    assert place.people == {"provider": 5}
    assert place.confirmed["ec.market.prov"] == ("provider",)
    assert place.not_heard["ec.market.prov"] == ("government",)
    assert place.seen_differently == ()


def test_case_33_three_who_do_not_decide_are_heard_and_two_are_not() -> None:
    providers = [all_at("provider", 3, {"money.years": 1})] * 12
    donors = [all_at("donor", 3, {"money.years": level}) for level in (2, 3)]
    place = settle_place(EC, [*providers, *donors, all_at("government", 3)], "government")
    card = card_of(place, "government")

    assert row(card) == (30, 30, 0, 0, 0, 0, 0, 6)
    assert card.stage == TALKS
    assert place.seen_differently == (Gap("ec.money.years", 3, "provider", 1, 1),)


def test_case_34_two_groups_that_decide_and_differ_leave_a_must_to_agree() -> None:
    donors = [all_at("donor", 3, {"money.pot": 2})] * 3
    others = [all_at(group, 3) for group in ("government", "provider") for _ in range(3)]
    place = settle_place(EC, [*donors, *others], "both")
    card = card_of(place, "both")

    assert row(card) == (30, 29, 0, 0, 1, 0, 0, 5)
    assert card.stage == StageRange(Stage.SUPPORT, Stage.TALKS)
    assert card.hangs_on == card.with_word(Word.TO_AGREE) == ec("money.pot")
    assert place.settled["ec.money.pot"].level is None
    assert place.confirmed["ec.money.pot"] == ("government", "donor")
    assert place.seen_differently == ()


def test_case_35_each_group_is_one_voice_where_nobody_decides() -> None:
    owned = {
        one.id.removeprefix("ec."): 3
        for one in EC.elements
        if "government" in EC.deciding_groups(one, "government")
    }
    government = person("government", {**owned, "data.outc": 3, "trust.people": 1})
    providers = [all_at("provider", 3, {"trust.people": 2})] * 3
    place = settle_place(EC, [government, *providers], "government")
    card = card_of(place, "government")

    assert row(card) == (30, 29, 0, 0, 1, 0, 0, 6)
    assert card.stage == TALKS
    assert place.settled["ec.trust.people"] == Settled(State.OPEN, 1, 2)
    assert card.with_word(Word.TO_AGREE) == ec("trust.people")
    assert place.settled["ec.data.outc"].level == 3


def test_one_person_alone_gets_their_own_levels_of_everything_and_no_stage() -> None:
    alone = all_at("provider", 3, {"law.buy": 1, "market.inv": "x"})
    silent = Voice("government", {"other.framework": answer(3)})
    place = settle_place(EC, [alone, silent], "government")
    card = card_of(place, "government")

    assert place.view is View.OWN
    assert place.settled == settle(EC, alone.answers, "government")
    assert (card.stage, card.no_stage) == (None, NoStage.OWN_VIEW)
    assert (card.musts_met, card.counts[Word.IN_PLACE], card.counts[Word.NOT_YET]) == (6, 28, 1)
    assert place.people == {"provider": 1}
    assert place.confirmed["ec.market.prov"] == ("provider",)
    assert "ec.will.champ" in place.unconfirmed
    assert place.not_heard["ec.will.champ"] == ("government",)


def test_the_own_view_of_a_quick_check_stays_quick() -> None:
    voice = all_at("government", 3)
    place = settle_place(EC, [voice], "government", Scope.QUICK)

    assert place.settled == settle(EC, voice.answers, "government", Scope.QUICK)
    both = settle_place(EC, [voice, all_at("provider", 3)], "government", Scope.QUICK)
    assert both.settled == place.settled


def test_a_place_of_which_nobody_said_anything_is_not_known() -> None:
    place = settle_place(EC, [Voice("government", {})], "government")

    assert card_of(place, "government").counts[Word.NOT_KNOWN] == 30
    assert (place.people, place.confirmed) == ({}, {})
