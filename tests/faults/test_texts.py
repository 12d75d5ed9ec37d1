"""Names and texts of any script, length and sign: every screen is sent, and shows exactly what was written."""

from __future__ import annotations

import json

import pytest

from bot.buttons import DATA_LIMIT, LABEL_LIMIT
from bot.screens.draw import MESSAGE_LIMIT
from bot.screens.sight import units
from frameworks.problems import Code, FrameworkFault
from tests.faults.conftest import Start
from tests.faults.small import Q1, Q2, fx_files, wide
from tests.faults.walking import conversation, enter, finish, press, press_nth, said, say, to_naming
from tests.frameworks.samples import load
from tests.rig import Rig
from tests.telegram_world import Person, TelegramWorld

pytestmark = pytest.mark.virtual
ODD = "A_B <Co> & [x](y) *Z* `q` {name} %s \\n </b> &lt; @tayari_bot https://example.org"
PARTS, PLACES = 12, 12


def nothing_was_refused(world: TelegramWorld) -> None:
    """Telegram took every call."""
    refused = [(call.method, call.outcome) for call in world.calls if call.reply.status != 200]
    assert not refused


async def wide_way_in(rig: Rig, ana: Person, roles: int) -> None:
    await to_naming(rig, ana)
    await say(rig, ana, "ማህበር " + "ሰላም🎯" * 23)
    await press(rig, ana, "Under 10", "We would pay first")
    for number in range(roles):
        await press_nth(rig, ana, number)
    await press(rig, ana, "Done", "Full")


@pytest.mark.parametrize("signs", ["ሰЖ🎯", "🎯"])
async def test_the_largest_framework_plays_through_without_a_refusal(start: Start, signs: str) -> None:
    """B56, B58: 144 questions with 7 levels in three scripts, all at their limits, to the summary."""
    model = wide(signs)
    rig = start(framework=model)
    ana = rig.person(1)
    await wide_way_in(rig, ana, roles=3)
    for number in range(PARTS * PLACES):
        state = conversation(rig, ana)
        assert state.element == model.elements[number].id
        assert not ana.screen().text.endswith("…")
        await press(rig, ana, ("1 ", "7 ", "Don't know", "Does not apply", "5 ")[number % 5])
        while conversation(rig, ana).state not in {"asking", "reviewing"}:
            await press_nth(rig, ana, 0)
    await press(rig, ana, "See the summary")
    assert ana.screen().text.endswith("Nobody gets it unless you send it.")
    await press(rig, ana, "How was this computed?", "Close", "Back")

    assert len(said(rig, ana)) == PARTS * PLACES
    nothing_was_refused(rig.world)
    _keyboards_fit(rig.world)


def _keyboards_fit(world: TelegramWorld) -> None:
    shown = world.calls_of("sendMessage", "editMessageText")
    assert max(units(str(call.payload["text"])) for call in shown) <= MESSAGE_LIMIT
    for call in shown:
        for row in json.loads(str(call.payload.get("reply_markup", "{}"))).get("inline_keyboard", []):
            for button in row:
                assert len(button["callback_data"].encode()) <= DATA_LIMIT
                assert 1 <= len(button["text"]) <= LABEL_LIMIT


async def test_every_side_page_of_the_largest_framework_is_sent(start: Start) -> None:
    """B56: lists of 12 parts, of 12 answers, of 12 roles, the pages of /commands, in a long name's company."""
    rig = start(framework=wide(), pseudo=True)
    ana = rig.person(1)
    await wide_way_in(rig, ana, roles=12)
    await press(rig, ana, "6 ")
    for number in range(PARTS):
        await say(rig, ana, "/answers")
        await press_nth(rig, ana, number)
        assert len(ana.screen().labels) == PLACES + 2  # to answer all in one message, and to close
    for word in (
        "/result",
        "/mydata",
        "/privacy",
        "/about",
        "/help",
        "/language",
        "/delete",
        "/hide",
        "/start",
    ):
        await say(rig, ana, word)
    await press(rig, ana, "Start over", "Close", "More", "All parts")

    assert len(ana.screen().labels) >= PARTS + 1
    nothing_was_refused(rig.world)
    _keyboards_fit(rig.world)


async def test_long_labels_are_shortened_on_buttons_and_whole_in_the_text(start: Start) -> None:
    """B56: the full level name stands in the message where the button had to be cut."""
    files = fx_files()
    files["framework.toml"]["level_names"] = [f"{number} {'ረጅም ስም ' * 14}".strip() for number in range(1, 5)]
    rig = start(framework=load(files))
    ana = rig.person(1)

    await enter(rig, ana)

    screen = ana.screen()
    assert all(len(label) <= LABEL_LIMIT for label in screen.labels)
    assert screen.labels[0].endswith("…")
    assert all(name in screen.text for name in files["framework.toml"]["level_names"])
    nothing_was_refused(rig.world)


@pytest.mark.parametrize(
    ("place", "number"),
    [
        ("proof", 8),
        ("na", 30),
        ("roles", 70),
        ("sizes", 70),
        ("profiles", 70),
        ("dimensions", 99),
        ("elements", 99),
    ],
)
def test_more_than_a_keyboard_holds_is_found_at_loading(place: str, number: int) -> None:
    """B56: what no keyboard or button data could carry is the author's problem, not a respondent's."""
    files = fx_files()
    if place in {"roles", "sizes", "profiles"}:
        files["framework.toml"][place] = [
            {"id": f"x{each}", "label": "X"} | ({"who": "is x"} if place == "roles" else {})
            for each in range(number)
        ]
    elif place == "dimensions":
        files["framework.toml"][place] = [f"d{each}" for each in range(number)]
    elif place == "elements":
        files["gov.toml"][place] = [
            files["gov.toml"][place][0] | {"id": f"fx.gov.e{each}"} for each in range(number)
        ]
    else:
        files["gov.toml"]["elements"][0][place] = [f"Option {each}" for each in range(number)]

    with pytest.raises(FrameworkFault) as fault:
        load(files)

    assert Code.BAD_VALUE in [problem.code for problem in fault.value.problems]


async def test_signs_that_mean_formatting_elsewhere_are_shown_as_they_are(start: Start) -> None:
    """B57: in the organisation's name, in names, questions, levels and first steps of a framework."""
    files = fx_files(name=ODD)
    for one in files["gov.toml"]["elements"]:
        one |= {"name": ODD, "question": ODD, "why": ODD, "first_step": ODD, "levels": [ODD] * 4}
    files["gov.toml"]["name"] = ODD
    rig = start(framework=load(files))
    ana = rig.person(1)
    await enter(rig, ana, ODD)
    for label in ("More", "Why we ask", "Close", "1 "):
        await press(rig, ana, label)
        assert ODD in ana.screen().text or label == "More"
    for word in ("/start", "/answers", "/mydata", "what is all this?"):
        await say(rig, ana, word)
        assert ODD in ana.screen().text
    await say(rig, ana, "/resume", "back")
    await finish(rig, ana)

    assert f"Your readiness check: {ODD}" in ana.screen().text
    assert not any(screen.entities for screen in ana.screens())
    assert not [call for call in rig.world.calls if "parse_mode" in call.payload]
    nothing_was_refused(rig.world)


@pytest.mark.parametrize(
    "name", [ODD, "<b>", "&amp;", "👨‍👩‍👧‍👦 family", "Ж" * 100, "a\u0000b", "\u200fשלום 3", "%(x)s {0} {"]
)
async def test_an_organisation_may_have_any_name(fx_rig: Rig, name: str) -> None:
    """B57: stored and shown exactly, but for signs that cannot be seen or stored."""
    ana = fx_rig.person(1)
    await enter(fx_rig, ana, name)
    await say(fx_rig, ana, "/start")

    kept = name.replace("\u0000", "").replace("\u200f", "")
    assert conversation(fx_rig, ana).inputs.organisation == kept
    assert ana.screen().text.startswith(f"{kept}: 0 of 6 done.")
    await press(fx_rig, ana, "1 ")
    assert (said(fx_rig, ana), conversation(fx_rig, ana).element) == ({Q1: 1}, Q2)
    nothing_was_refused(fx_rig.world)
