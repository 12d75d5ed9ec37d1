"""Whole conversations as people read them, each compared line by line with a stored file.

`pytest tests/test_transcripts.py --rewrite-transcripts` writes the files anew; read the difference before you
keep it.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from difflib import unified_diff
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from bot.app import make_core, make_screens
from bot.channels.terminal import TerminalChannel, TerminalTalk
from bot.clock import Clock
from frameworks.load import shipped
from storage.engine import reader_engine, writer_engine
from tests.frameworks.samples import SP
from tests.frameworks.worked import CASE_30, QUICK, at
from tests.playing import Given, Player, given
from tests.rig import Rig, inline, languages, test_settings
from tests.virtual import BEGIN
from tests.wrong_turns import side_pages, stops_and_starts, wrong_at_a_question, wrong_on_the_way_in

FOLDER = Path(__file__).parent / "transcripts"
Compare = Callable[[str, str], None]


@pytest.fixture
def same_as_stored(request: pytest.FixtureRequest) -> Compare:
    """Compares a transcript with its file, or writes the file where that is asked for."""

    def compare(name: str, text: str) -> None:
        path = FOLDER / f"{name}.txt"
        if request.config.getoption("--rewrite-transcripts"):
            path.write_text(text, "utf-8")
        stored = path.read_text("utf-8") if path.exists() else ""
        there, here = stored.splitlines(), text.splitlines()
        difference = "\n".join(unified_diff(there, here, path.name, "now", lineterm="", n=4))
        assert not difference, f"\n{difference}"

    return compare


async def review_change(player: Player) -> None:
    """From the review into one answer and back to the review."""
    await player.tap("Money")
    await player.tap("Cash to wait for payment: ")
    await player.tap("2 ")


async def test_a_full_run_tapped_with_a_change_at_the_review(rig: Rig, same_as_stored: Compare) -> None:
    player = Player(rig, rig.person(1))
    await player.begin(profile="unsure", roles=("finance", "operations"))
    what = given(CASE_30)
    what |= {"sp.ops.team": Given(3, proof=0), "sp.fin.control": Given(3, proof=2)}
    what |= {"sp.part.access": Given("x"), "sp.care.safe": Given("?", who="safeguarding")}
    await player.all_answers(what)
    await review_change(player)
    await player.press("button.summary")
    await player.press("button.how")
    await player.press("button.close")
    await player.press("button.before")
    await player.press("button.close")
    await player.press("button.stop")
    await player.press("button.result")

    same_as_stored("full_run_tapped", player.transcript())


QUICK_CHECKS = {
    "quick_full_with_colleagues": {},
    "quick_worth_the_full": {**at(2, "meas.outc"), **at("?", "meas.data")},
    "quick_start_with": {
        **at(2, "lead.board", "meas.outc", "fin.control", "fin.cash"),
        **at("?", "meas.data", "care.safe"),
    },
}


@pytest.mark.parametrize("name", QUICK_CHECKS)
async def test_a_quick_check_goes_on_into_the_full_one(name: str, rig: Rig, same_as_stored: Compare) -> None:
    player = Player(rig, rig.person(1))
    await player.begin(full=False)
    await player.all_answers(given(QUICK | {f"sp.{key}": said for key, said in QUICK_CHECKS[name].items()}))
    await player.press("button.summary")
    quick = set(player.answers)
    begun = player.acts
    await player.press("button.deepen")
    asked = []
    while player.conversation.state != "reviewing":
        if player.conversation.state == "resting":
            await player.press("button.go_on")
            continue
        asked.append(player.conversation.element or "")
        await player.answer(asked[-1], Given(2))
    await player.press("button.summary")

    assert len(quick) == 12
    assert not quick & set(asked)
    assert len(asked) == len(set(asked)) == 18
    assert player.acts > begun
    same_as_stored(name, player.transcript())


async def test_the_way_in_in_french(rig: Rig, same_as_stored: Compare) -> None:
    player = Player(rig, rig.person(1, language_code="fr-FR"), language="fr")
    await player.begin(profile="unsure", roles=("finance",))
    await player.answer("sp.lead.fit", Given(3, proof=0))
    await player.say("ne sais pas")
    await player.press("button.skip")
    await player.answer("sp.lead.culture", Given(2))
    for text in ("/help", "/privacy", "/about", "/mydata", "/delete", "/pause", "/resume", "pause", "merci"):
        await player.say(text)
    await player.press("button.go_on")
    for text in ("/answers", "/result", "/hide", "/start"):
        await player.say(text)

    same_as_stored("french_way_in", player.transcript())


async def test_a_run_with_wrong_turns(rig: Rig, database: str, same_as_stored: Compare) -> None:
    player = Player(rig, rig.person(1))
    await player.say("/start")
    await wrong_on_the_way_in(player)
    await wrong_at_a_question(player)
    await side_pages(player)
    await stops_and_starts(player, database)
    await player.rig.close()

    assert not player.person.spinning
    same_as_stored("wrong_turns", player.transcript())


async def test_delete_and_begin_anew(rig: Rig, same_as_stored: Compare) -> None:
    player = Player(rig, rig.person(1))
    await player.begin()
    await player.dimension("lead", given(CASE_30))
    old = player.screen
    await player.say("/delete")
    await player.tap("Close")
    await player.say("delete my data")
    await player.tap("Yes, delete all")
    await player.say("3")
    await player.tap("Go on", old)
    await player.begin()

    assert player.answers == {}
    same_as_stored("delete_and_begin_anew", player.transcript())


async def test_hide_clears_the_chat_and_keeps_the_answers(rig: Rig, same_as_stored: Compare) -> None:
    player = Player(rig, rig.person(1))
    await player.begin()
    await player.dimension("lead", given(CASE_30))
    await player.say("go on")
    await player.say("1")
    before = player.answers
    await player.say("/mydata")
    await rig.work()
    player.look()
    await player.say("/hide")
    await rig.work()
    player.look()
    player.note(f"what is left in the chat:\n{player.person.chat()}")
    await player.say("/resume")

    assert player.answers == before
    same_as_stored("hide", player.transcript())


async def test_my_data_comes_as_two_files(rig: Rig, same_as_stored: Compare) -> None:
    player = Player(rig, rig.person(1))
    await player.begin(profile="unsure", roles=("finance", "director"))
    await player.dimension("lead", given({**CASE_30, "sp.lead.culture": "?"}))
    await player.say("/mydata")
    await rig.work()
    player.look()
    readable, whole = player.person.documents
    words, _, rows = readable.content.decode().partition("THE ROWS")
    player.note(f"the file {readable.name} begins:\n{words.rstrip()}")
    await player.tap("Close")

    data = json.loads(whole.content)
    first = {each.id for each in SP.dimensions[0].elements}
    assert {row["element_id"] for row in data["answer"]} == first
    assert all(name in rows for name in data)
    same_as_stored("my_data", player.transcript())


async def test_no_thanks_and_coming_back(rig: Rig, same_as_stored: Compare) -> None:
    player = Player(rig, rig.person(1))
    await player.say("/start")
    await player.tap("English")
    await player.tap("No thanks")
    for text in ("are you still there?", "/result", "/mydata", "/help", "/start"):
        await player.say(text)
    await player.tap("No thanks")
    await player.tap("Look again")
    await player.tap("I agree")

    same_as_stored("no_thanks", player.transcript())


def typed_lines(transcript: str) -> Iterator[str]:
    """What was done in a transcript, as one would type it: a button by its label."""
    for line in transcript.splitlines():
        if line.startswith("> ") and line != "> /start":
            yield line[2:].removeprefix("[").removesuffix("]")


async def in_the_terminal(database: str, lines: Iterator[str], folder: Path) -> str:
    """The same flow in a terminal with these lines, twenty seconds apart; all that was printed."""
    printed, passed = StringIO(), 0.0
    console = Console(file=printed, width=100, force_terminal=False, color_system=None)
    clock = Clock(lambda: BEGIN + timedelta(seconds=passed), lambda: passed, asyncio.sleep)
    screens = make_screens(test_settings(), dict(shipped()), languages(pseudo=False))
    writer, reader = writer_engine(database, durable=False), reader_engine(database)
    channel = TerminalChannel(console, folder)
    core = make_core(channel, screens, writer, reader, inline, clock)

    def read_line() -> str:
        nonlocal passed
        line = next(lines, None)
        if line is None:
            raise EOFError
        passed += 20
        console.print(f"\n> {line}", markup=False, highlight=False)
        return line

    talk = TerminalTalk(channel, core.intake, core.delivery, core.tasks, clock, read_line, core.worker.once)
    intake = asyncio.ensure_future(core.intake.run())
    await talk.run()
    intake.cancel()
    writer.dispose()
    await reader.dispose()
    return printed.getvalue()


def plain(text: str) -> str:
    """`text` on one line, so that where it was broken makes no difference."""
    return " ".join(text.split())


async def test_the_same_full_run_in_the_terminal(
    database: str, tmp_path: Path, same_as_stored: Compare
) -> None:
    tapped = (FOLDER / "full_run_tapped.txt").read_text("utf-8")
    printed = await in_the_terminal(database, typed_lines(tapped), tmp_path)

    place = 0
    for screen in re.split(
        r"^~ .*$|^> .*$|^\(.*\)$", re.sub(r"^\[.*\]$", "", tapped, flags=re.M), flags=re.M
    ):
        found = plain(printed).find(plain(screen), place)
        assert found >= 0, f"not in the terminal, or not in its turn:\n{screen}"
        place = found
    same_as_stored(
        "full_run_terminal", "\n".join(line.rstrip() for line in printed.strip().splitlines()) + "\n"
    )
