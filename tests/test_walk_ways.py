"""Ways through the walk: with restarts, in other languages, in any order, with changes, and what is kept of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from itertools import pairwise
from random import Random
from typing import Any

import pytest
from sqlalchemy import select

from bot.app import make_screens
from bot.pseudo import PSEUDO
from bot.screens.sight import units
from flows.conversation import Conversation, Inputs
from flows.events import ChatKey
from frameworks.load import shipped
from frameworks.model import Framework, Result
from frameworks.values import Answer, Said, Shown
from storage.tables import account, answer_history
from tests.flows.kinds import complete
from tests.flows.walks import Walk
from tests.frameworks.samples import SP, branches
from tests.frameworks.worked import CASE_30
from tests.playing import Given, Player, given, restarted
from tests.rig import Rig, languages, test_settings
from tests.virtual import BEGIN

SUMMARY_LIMIT = 3500
ALL_3 = given({element.id: 3 for element in SP.elements})


def restarting(database: str, *, kill: bool) -> Callable[[Player], Awaitable[None]]:
    async def restart(player: Player) -> None:
        player.rig = await restarted(player.rig, database, kill=kill)

    return restart


@pytest.mark.parametrize(
    ("typing", "kill"), [(False, False), (False, True), (True, False)], ids=["tapped", "killed", "typed"]
)
async def test_a_restart_after_every_event_is_never_noticed(
    typing: bool, kill: bool, rig: Rig, database: str
) -> None:
    calm = Player(rig, rig.person(1), typing)
    await calm.full_run(given(CASE_30), profile="unsure")
    await rig.stop()
    again = Rig.build(database, world=rig.world)
    player = Player(again, again.person(2), typing, after_each=restarting(database, kill=kill))
    await player.full_run(given(CASE_30), profile="unsure")
    await player.rig.close()

    assert player.transcript() == calm.transcript()
    assert not player.person.spinning


def place(there: Conversation) -> tuple[Any, ...]:
    """All that a language switch leaves alone."""
    kept = (there.state, there.dimension, there.element, there.place_no, there.run)
    return (*kept, there.inputs, there.answers, there.consent)


async def switch_language(player: Player) -> None:
    before = place(player.conversation)
    player.language = "fr" if player.language == "en" else "en"
    await player.say("/language")
    await player.tap(player.words.say("language.name"))

    assert player.conversation.language == player.language
    assert place(player.conversation) == before


async def test_the_language_may_change_after_every_event(rig: Rig) -> None:
    player = Player(rig, rig.person(1), after_each=switch_language)
    await player.begin()
    await player.dimension(
        "lead", ALL_3 | {"sp.lead.board": Given("?"), "sp.lead.culture": Given(3, proof=0)}
    )
    await player.press("button.go_on")
    await player.answer("sp.prog.toc", Given(4))
    for text in ("/answers", "/result", "/pause", "/resume"):
        await player.say(text)

    assert len(player.answers) == 4


async def test_a_switch_of_language_leaves_the_button_in_front_alive(rig: Rig) -> None:
    player = Player(rig, rig.person(1))
    await player.begin()
    before = player.screen
    await switch_language(player)
    await player.tap("2 Starting", before)

    assert player.answers["sp.lead.fit"].level == 2


async def test_a_changed_answer_counts_at_once(rig: Rig) -> None:
    player = Player(rig, rig.person(1))
    text = await player.full_run(ALL_3 | {"sp.fin.cash": Given(2)})
    assert "Stage: Ready with support." in text
    assert "The stage is held by: Cash to wait for payment." in text
    await player.answer("sp.fin.cash", Given(3))
    assert player.conversation.state == "reviewing"
    await player.press("button.summary")
    assert "Stage: Ready to start talks." in player.screen.text
    await player.answer("sp.care.safe", Given("?"))
    await player.say("/result")

    assert "Stage not settled: Building to Ready to start talks." in player.screen.text


async def test_a_changed_answer_changes_the_route_at_once(database: str, rig: Rig) -> None:
    framework = complete(branches())
    other = Rig.build(database, frameworks={framework.key: framework}, framework=framework.key)
    player = Player(other, other.person(1))
    await player.begin(size="tiny", roles=("lead",))
    assert "0 of 4 done" in player.screen.text
    await player.answer("br.a.one", Given(2))
    assert player.conversation.state == "resting", "two and three hang on one, and are not asked any more"
    await player.answer("br.a.one", Given(3))
    assert player.conversation.element == "br.a.two"
    assert "1 of 4 done" in player.screen.text
    await player.answer("br.a.two", Given(3))
    await player.answer("br.a.three", Given(1))
    await player.answer("br.a.one", Given(1))
    await player.say("/answers")
    kept = player.answers
    await other.close()

    assert "br.a.three" in kept, "what is not asked now is kept, and counts again later"
    assert "Name of br.a.three" not in player.screen.text


@pytest.mark.parametrize("seed", range(3))
async def test_parts_in_any_order_come_to_the_same_summary(seed: int, rig: Rig) -> None:
    order = [dimension.id for dimension in SP.dimensions]
    usual = Player(rig, rig.person(1))
    there = await usual.full_run(given(CASE_30), profile="unsure")
    Random(seed).shuffle(order)
    player = Player(rig, rig.person(2))
    here = await player.full_run(given(CASE_30), order, profile="unsure")

    assert here == there
    assert {one: answer.level for one, answer in player.answers.items()} == {
        one: answer.level for one, answer in usual.answers.items()
    }


def history(rig: Rig, person: int) -> list[Any]:
    """The rows of one person's history, oldest first."""
    who = select(account.c.person_id).where(account.c.external_id == person).scalar_subquery()
    mine = select(answer_history).where(answer_history.c.person_id == who).order_by(answer_history.c.id)
    with rig.writer.begin() as connection:
        return list(connection.execute(mine))


async def test_every_change_of_an_answer_is_kept_with_who_when_before_and_after(rig: Rig) -> None:
    other = Player(rig, rig.person(2))
    await other.begin()
    await other.answer("sp.lead.fit", Given(4))
    player = Player(rig, rig.person(1))
    await player.begin()
    await player.answer("sp.lead.fit", Given(3, proof=0))
    await player.answer("sp.lead.board", Given("?", who="board"))
    await player.answer("sp.lead.fit", Given(1))
    await player.say("/start")
    await player.press("button.start_over")
    await player.press("button.restart_yes")
    rows = history(rig, 1)

    told = [(row.element_id, short(row.before), short(row.after)) for row in rows]
    assert told[:6] == [
        ("sp.lead.fit", None, "level 3"),
        ("sp.lead.fit", "level 3", "level 3 nothing"),
        ("sp.lead.fit", "level 3 nothing", "level 3 nothing kept"),
        ("sp.lead.board", None, "dont_know"),
        ("sp.lead.board", "dont_know", "dont_know board"),
        ("sp.lead.fit", "level 3 nothing kept", "level 1"),
    ]
    assert sorted(told[6:]) == [("sp.lead.board", "dont_know board", None), ("sp.lead.fit", "level 1", None)]
    assert len({row.person_id for row in rows}) == len({row.participation_id for row in rows}) == 1
    assert {row.person_id for row in rows}.isdisjoint(row.person_id for row in history(rig, 2))
    assert all(BEGIN < one.at <= two.at for one, two in pairwise(rows))
    assert len({row.event_key for row in rows}) == 7


def short(fields: dict[str, Any] | None) -> str | None:
    """An answer as stored, in a few words."""
    if fields is None:
        return None
    kept = "kept" if fields["kept"] else None
    return " ".join(str(each) for each in (*map(fields.get, ("said", "level", "shown", "who")), kept) if each)


async def test_every_level_of_every_question_can_be_tapped(rig: Rig) -> None:
    for level in range(1, SP.levels + 1):
        player = Player(rig, rig.person(level))
        await player.full_run(given({element.id: level for element in SP.elements}))
        assert {one: answer.level for one, answer in player.answers.items()} == {
            element.id: level for element in SP.elements
        }
        assert player.lines.count(f"> [{level} {SP.level_names[level - 1]}]") == len(SP.elements)


def every_dimension() -> list[tuple[Framework, int]]:
    return [
        (framework, number) for framework in shipped().values() for number in range(len(framework.dimensions))
    ]


@pytest.mark.parametrize(
    ("framework", "number"), every_dimension(), ids=lambda each: getattr(each, "key", str(each))
)
@pytest.mark.parametrize("how", ["1", "3", "?", "x"])
def test_the_machine_leads_each_dimension_from_asking_to_resting(
    framework: Framework, number: int, how: str
) -> None:
    dimension = framework.dimensions[number]
    walk = Walk(complete(framework)).to_first_question()
    walk.tap("M")
    walk.tap("C", number)
    met = []
    end = "summary" if framework.result is Result.FIT else "resting"
    while (there := walk.conversation).state != end:
        assert there.dimension == dimension.id
        if there.state == "asking":
            met.append(there.element)
        excused = how == "x" and bool(framework.element_by_id[there.element or ""].na_reasons)
        asking = {"?": ("d", 0), "x": ("n", 0) if excused else ("l", 1)}.get(
            how, ("l", min(int(how), framework.levels) if how.isdigit() else 1)
        )
        moves = {
            "asking": asking,
            "excusing": ("e", 1),
            "knowing": ("w", 0),
            "proving": ("p", 0),
            "keeping": ("k", 0),
        }
        walk.tap(*moves[there.state])

    assert met == [element.id for element in dimension.elements]


def random_answer(random: Random, framework: Framework, element_id: str, unknown: float) -> Answer:
    element = framework.element_by_id[element_id]
    if random.random() < unknown:
        return Answer(Said.DONT_KNOW, who=random.choice([*element.ask, None]))
    if element.na_reasons and random.random() < 0.3:
        return Answer(Said.NOT_APPLICABLE, option=1)
    level = random.randint(1, framework.levels)
    if level < framework.in_place:
        return Answer(Said.LEVEL, level)
    longest = max(range(len(element.proof)), key=lambda place: len(element.proof[place])) + 1
    return random.choice(
        [
            Answer(Said.LEVEL, level, Shown.OPTION, longest),
            Answer(Said.LEVEL, level, Shown.NOTHING, kept=True),
        ]
    )


@pytest.mark.parametrize("language", ["en", "fr", PSEUDO])
def test_two_hundred_summaries_stay_under_3500_characters(language: str) -> None:
    screens = make_screens(test_settings(), dict(shipped()), languages(pseudo=True))
    random = Random(7)
    for number in range(200):
        unknown = random.choice((0, 0.05, 0.15, 0.4, 1))
        answers = {one.id: random_answer(random, SP, one.id, unknown) for one in SP.elements}
        inputs = Inputs(
            "N" * 100,
            random.choice(SP.sizes).id,
            random.choice(SP.profiles).id,
            tuple(role.id for role in SP.roles if random.random() < 0.5) or ("hr",),
            random.choice(("quick", "full")),
        )
        chat = ChatKey("telegram", 1, number)
        there = Conversation(chat, language, SP.key, BEGIN, "summary", inputs=inputs, answers=answers)
        assert units(screens.draw(there).text) < SUMMARY_LIMIT, there
