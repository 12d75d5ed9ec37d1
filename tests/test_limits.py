"""The largest framework there may be is played through on the rig: nothing is refused, and no question is cut."""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import cache

import pytest

from bot.app import make_screens
from bot.screens.draw import MESSAGE_LIMIT
from bot.screens.sight import units
from flows.agenda import MOST_OPEN
from flows.conversation import Conversation, Inputs, Part
from flows.events import ChatKey
from frameworks.load import shipped
from frameworks.model import Framework
from frameworks.values import Answer, Said, Shown
from frameworks.writing import check_blocks, check_lengths
from tests.limits import PARTS, QUESTIONS, ROLES, largest
from tests.playing import Given, Player
from tests.rig import Rig, languages, test_settings
from tests.virtual import BEGIN

SUMMARY_LIMIT = 3500
# Of five kinds of answers that take turns, the number of the one at level 1.
LOWEST = 2
ORGANISATION = "N" + "🌍" * 99
both_kinds = pytest.mark.parametrize("emoji", [False, True], ids=["words", "emoji"])


@cache
def made(*, emoji: bool) -> Framework:
    return largest(emoji=emoji)


@pytest.fixture
async def player(sqlite_database: str, emoji: bool) -> AsyncIterator[Player]:
    framework = made(emoji=emoji)
    rig = Rig.build(sqlite_database, frameworks={framework.key: framework}, framework=framework.key)
    yield Player(rig, rig.person(1))
    await rig.close()


@both_kinds
def test_the_largest_framework_is_within_the_limits_for_authors(emoji: bool) -> None:
    framework = made(emoji=emoji)
    too_long = [*check_lengths(framework), *check_blocks(framework)]

    assert [each for each in too_long if "at most" in each.remedy.lower()] == []
    assert (len(framework.elements), len(framework.action_by_id)) == (
        PARTS * QUESTIONS,
        PARTS * QUESTIONS * 6,
    )


def answer(framework: Framework, number: int) -> Given:
    """All kinds of answers in turn; the musts hold one of each word."""
    element = framework.elements[number]
    if number == 5:
        return Given("x")
    kinds = (Given(7, proof=7), Given("?", who=element.ask[1]), Given(1), Given(3), Given(5, proof=0))
    return kinds[(number // QUESTIONS if element.must else number) % len(kinds)]


async def to_the_end(player: Player) -> None:
    """Through the way in with every role, all questions, the review and each of its parts, to the summary."""
    framework = player.rig.core.screens.frameworks[player.rig.framework]
    roles = [role.id for role in framework.roles]
    assert len(roles) == ROLES
    await player.begin(size="size1", profile="profile1", roles=roles, organisation=ORGANISATION)
    for number, element in enumerate(framework.elements):
        if player.conversation.state == "resting":
            await player.press("button.go_on")
        assert player.conversation.element == element.id
        await player.answer(element.id, answer(framework, number))
    await player.press("button.go_on")
    for dimension in framework.dimensions:
        await player.choose(dimension.name)
        await player.press("button.close")
    await player.press("button.summary")


async def each_page(player: Player) -> None:
    """The pages of the summary, and all actions part by part."""
    framework = player.framework
    for key in ("button.how", "button.more"):
        await player.press(key)
        await player.press("button.close")
    await player.choose(player.words.count("button.all_actions", 1)[:7])
    for dimension in framework.dimensions:
        await player.choose(f"{dimension.name}: ")
        await player.press("button.back")
    await player.press("button.close")


async def the_agenda(player: Player) -> None:
    """Actions looked at, passed on, taken up and swapped; one of them done."""
    framework = player.framework
    for number in range(MOST_OPEN + 1):
        first = next(one for one in range(number * QUESTIONS + 1, PARTS * QUESTIONS) if one % 5 == LOWEST)
        await look_at(player, framework.elements[first].id)
        for key in ("button.pass_on", "button.missing"):
            await player.press(key)
            await player.press("button.close")
        await player.press("button.take")
        if player.conversation.state == "swapping":
            await player.tap(player.screen.buttons[0][0].label)
        assert player.conversation.state == "dating"
        await player.press("when.board")
    await player.choose(framework.element_by_id[player.conversation.element or ""].name)
    await player.press("button.hinder")
    await player.press("button.smaller")
    await player.choose(framework.element_by_id[player.conversation.element or ""].name)
    await player.press("button.did")
    await player.press("button.show_yes")
    await player.tap(player.screen.buttons[0][0].label)
    assert player.conversation.state == "planning"


async def look_at(player: Player, element_id: str) -> None:
    framework = player.framework
    element = framework.element_by_id[element_id]
    if player.conversation.state == "summary":
        await player.press("button.more")
        await player.press("button.agenda")
    await player.choose(player.words.count("button.all_actions", 1)[:7])
    await player.choose(f"{framework.dimension_by_id[element.dimension].name}: ")
    await player.choose(element.name)


@pytest.mark.virtual
@both_kinds
async def test_the_largest_framework_is_played_through(player: Player, emoji: bool) -> None:
    await to_the_end(player)
    summary = player.screen.text
    await each_page(player)
    await the_agenda(player)

    refused = [call.outcome for call in player.rig.world.calls if not call.reply.ok]
    assert refused == []
    assert units(summary) < SUMMARY_LIMIT
    sent = [str(call.payload["text"]) for call in player.rig.world.calls if "text" in call.payload]
    assert max(map(units, sent)) <= MESSAGE_LIMIT
    assert [text for text in sent if text.endswith("\n…")] == []


SAID = (
    *(Answer(Said.LEVEL, level, Shown.OPTION, 1) for level in (1, 3, 5, 7)),
    Answer(Said.LEVEL, 5, Shown.NOTHING, kept=True),
    Answer(Said.DONT_KNOW, who="role3"),
)
NO, YES = Answer(Said.LEVEL, 1), Answer(Said.LEVEL, 2)


def summary_of_all(framework: Framework, musts: Answer, others: Answer, *, fit: bool) -> str:
    """The summary where all musts have one answer and all others another; `fit`: the fit check was done too."""
    check = shipped()["fit-1.0"]
    screens = make_screens(
        test_settings(), {each.key: each for each in (framework, check)}, languages(pseudo=False)
    )
    roles = tuple(role.id for role in framework.roles)
    done = Part(check.key, Inputs(), {one.id: YES for one in check.elements} | DOUBTS)
    there = Conversation(
        ChatKey("telegram", 1, 1),
        "fr",
        framework.key,
        BEGIN,
        state="summary",
        inputs=Inputs(ORGANISATION, "size1", "profile1", roles),
        answers={one.id: musts if one.must else others for one in framework.elements},
        shelf={check.key: done} if fit else {},
    )
    return screens.draw(there).text


DOUBTS = {one.id: NO for one in shipped()["fit-1.0"].elements[:3]}


@both_kinds
def test_the_summary_of_the_largest_framework_has_under_3500_units(emoji: bool) -> None:
    for musts in SAID:
        for others in SAID:
            for fit in (False, True):
                text = summary_of_all(made(emoji=emoji), musts, others, fit=fit)

                assert units(text) < SUMMARY_LIMIT, (musts, others, fit)
                assert not text.endswith("\n…")
