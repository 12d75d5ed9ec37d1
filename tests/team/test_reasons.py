"""Why a question does not apply, after `n` in a line: asked in one screen where there are several reasons."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.app import make_screens
from flows.bulk import proof_number
from flows.desk import act_of_panel, panel_of
from flows.events import Handled, Typed
from flows.mark_pages import ProofsPage
from frameworks.settling import Settled, State
from frameworks.values import Answer, Said
from tests.frameworks.samples import SP
from tests.playing import Player
from tests.rig import Rig, languages, test_settings
from tests.team.bulk_walks import SERVICE, a_walk, given_levels, says, told, yes
from tests.team.meeting import Meeting, ordinal
from tests.team.seats import Team
from tests.team.test_bulk_chat import begun, labels

LINE = "D2 3 2 2 n n"
SCALE, REACH = SERVICE[3:]
"""The one has two reasons, the other one."""

SCREENS = make_screens(test_settings(), {SP.key: SP}, languages(pseudo=False))


def test_reasons_are_asked_with_the_proofs_and_one_alone_is_known() -> None:
    walk = a_walk()
    says(walk, LINE)
    yes(walk)
    assert walk.conversation.panel == panel_of("(q", 0, 1)
    assert [walk.conversation.answers[each].option for each in (SCALE, REACH)] == [None, 1]

    button = Handled("(h", proof_number(walk.conversation, SP, SCALE), 2)
    walk.take(button)
    assert walk.conversation.answers[SCALE].option == 2
    assert walk.conversation.panel == panel_of("(q", 0, 1)
    after = walk.conversation
    assert walk.take(replace(button, extra=1)).conversation is after
    says(walk, "1a")
    assert walk.conversation.panel is None
    assert given_levels(walk)[SCALE] == "not_applicable"


def test_reasons_may_be_typed_beside_proofs_and_nothing_else_is_taken_for_one() -> None:
    walk = a_walk()
    says(walk, LINE)
    yes(walk)
    for wrong in ("4c", "4d", "1a 4c", "9a"):
        says(walk, wrong)
        assert (told(walk), walk.conversation.answers[SCALE].option) == ("proofs_unread", None)
    walk.take(Handled("(h", proof_number(walk.conversation, SP, SCALE), 0))
    walk.take(Handled("(h", proof_number(walk.conversation, SP, SCALE), 3))
    assert walk.conversation.answers[SCALE].option is None
    walk = a_walk()
    says(walk, LINE)
    yes(walk)
    says(walk, "1b 4a")
    assert [walk.conversation.answers[each].option for each in (SERVICE[0], SCALE)] == [2, 1]
    assert walk.conversation.panel is None


def test_a_reason_given_before_stays_where_the_mark_says_the_same() -> None:
    walk = a_walk()
    walk.conversation = replace(walk.conversation, answers={SCALE: Answer(Said.NOT_APPLICABLE, option=2)})
    says(walk, "D2 2 2 2 n n")
    yes(walk)

    assert walk.conversation.answers[SCALE].option == 2
    assert walk.conversation.panel is None


async def test_the_screen_asks_and_ones_answers_say_that_no_reason_is_there_yet(rig: Rig) -> None:
    player: Player = await begun(rig)
    await player.say("D2 3 2 2 n n")
    await player.tap("Yes, save")
    text = player.screen.text
    assert text.index("What shows it?") < text.index("Why does this not apply?")
    assert f"a {SP.element_by_id[SCALE].na_reasons[0]}" in text
    assert SP.element_by_id[REACH].na_reasons[0] not in text
    assert [each for each in labels(player) if each.startswith("4")] == ["4a", "4b"]
    await player.tap("Not now")
    await player.say("/answers")
    await player.tap("Service")
    name = SP.element_by_id[SCALE].name
    assert f"{name}: Does not apply (no reason yet)" in labels(player)
    await player.say("D2 - - - n -")
    await player.tap("Yes, save")
    await player.tap("4b")
    assert player.answers[SCALE].option == 2


async def test_it_is_asked_in_french(rig: Rig) -> None:
    player = await begun(rig, "fr")
    await player.say("D2 2 2 2 n 1")
    await player.say("oui")
    assert "Pourquoi est-ce que cela ne s’applique pas\u00a0?" in player.screen.text
    assert "Qu’est-ce qui le montre" not in player.screen.text
    assert player.screen.text.endswith("Touchez, ou écrivez\u00a0: 4a")
    await player.say("4a")
    assert player.answers[SCALE].option == 1


@pytest.fixture
def held(team: Team) -> Meeting:
    made = Meeting.of(team, 3)
    for person, level in enumerate((1, 2, 4)):
        made.says(person, dict.fromkeys(SERVICE, level))
    made.close()
    return made


def agreed_in_a_line(held: Meeting, line: str) -> ProofsPage | None:
    """The page that follows on this line of the meeting."""
    ana = held.people[0]
    held.team.act(ana, "sheet", held.round)
    ana.see(100)
    ana.take(Typed(line))
    ana.take(
        next(each.tap for row in SCREENS.draw(ana.conversation, held.team.page(ana)).rows for each in row)
    )
    page = held.team.page(ana)
    return page if isinstance(page, ProofsPage) else None


def test_a_meeting_is_asked_too_and_one_reason_alone_is_known(held: Meeting) -> None:
    page = agreed_in_a_line(held, LINE)
    assert page is not None
    assert (page.levels, page.excused) == ({SERVICE[0]: 3}, (SCALE,))
    assert held.kept().settled[SCALE] == Settled(State.NOT_APPLICABLE)
    assert held.kept().options == {REACH: 1}

    ana = held.people[0]
    assert held.doing(0, "agree_proof", extra=ordinal(SCALE) * 8 + 3) == "not_there"
    assert held.doing(0, "agree_proof", extra=ordinal(SCALE) * 8) == "not_there"
    held.team.act(ana, "proofs", held.round, 1)
    assert held.doing(0, "agree_proof", extra=ordinal(SCALE) * 8 + 2) == "agreed"
    assert held.kept().options == {SCALE: 2, REACH: 1}
    act = act_of_panel(ana.conversation.panel)
    assert act is not None and act.name == "proofs"
    held.doing(0, "agree_proof", extra=ordinal(SERVICE[0]) * 8 + 1)
    assert ana.conversation.panel == panel_of("(S", held.round)
    assert held.kept().settled[SCALE] == Settled(State.NOT_APPLICABLE)


def test_in_a_meeting_proofs_and_reasons_are_typed_together_or_not_at_all(held: Meeting) -> None:
    page = agreed_in_a_line(held, LINE)
    assert page is not None
    ana = held.people[0]
    first, scale = (page.scope.elements.index(one) + 1 for one in (SERVICE[0], SCALE))

    ana.take(Typed(f"{first}a {scale}h"))
    assert held.team.told(ana).key == "proofs_unread"
    assert held.kept().options == {REACH: 1}
    ana.take(Typed(f"{first}a, {scale}b"))

    assert held.kept().options == {SERVICE[0]: 1, SCALE: 2, REACH: 1}
    assert ana.conversation.panel == panel_of("(S", held.round)


def test_the_page_of_one_question_of_a_meeting_asks_for_its_reason(held: Meeting) -> None:
    ana = held.people[0]

    def screen() -> tuple[str, list[str]]:
        drawn = SCREENS.draw(ana.conversation, held.team.page(ana))
        return drawn.text, [each.label for row in drawn.rows for each in row]

    first, second = SP.element_by_id[SCALE].na_reasons
    held.doing(0, "agree", extra=ordinal(SCALE) * 8 + 7)
    text, buttons = screen()
    assert "Why does this not apply?" in text
    assert {f"a {first}"[:64], f"b {second}"[:64]} <= set(buttons)
    held.doing(0, "agree_proof", extra=ordinal(SCALE) * 8 + 1)
    text, buttons = screen()
    assert f"Why it does not apply: {first}" in text
    held.doing(0, "agree", extra=ordinal(REACH) * 8 + 7)
    text, buttons = screen()
    assert f"Why it does not apply: {SP.element_by_id[REACH].na_reasons[0]}" in text
    assert not any(each.startswith("a ") for each in buttons)
