"""Reports to print: a provider, one with a team and a round before, a place, and names of many scripts and lengths."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from bot.report.facts import ALONE, Agreement, Before, Change, Direction, Facts, Spread, Standing
from bot.report.making import report_of
from bot.report.report import Report
from bot.screens.draw import Screens
from bot.screens.sight import House, Sight
from flows.conversation import Chosen, Conversation, Inputs, Part
from flows.events import ChatKey
from frameworks.load import shipped
from frameworks.model import Framework
from frameworks.stages import Stage, StageRange
from frameworks.values import Answer
from tests.flows.walks import BEGIN
from tests.frameworks.people import CASE_31_LEVELS
from tests.frameworks.samples import answer
from tests.frameworks.worked import CASE_30_LEVELS
from tests.gallery import IN_DOUBT, MIXED, by_element
from tests.rig import languages

Levels = Mapping[str, Sequence[int | str]]

ARABIC, HINDI, AMHARIC = "جمعية التعليم للجميع في الريف", "ग्रामीण शिक्षा संस्था", "የገጠር ትምህርት ድርጅት"
BENGALI, CYRILLIC, BURMESE = "গ্রামীণ শিক্ষা প্রতিষ্ঠান", "Школа для всех", "ကျေးလက်ပညာရေး"
SCRIPTS = {
    "arabic": ARABIC,
    "hindi": HINDI,
    "amharic": AMHARIC,
    "bengali": BENGALI,
    "cyrillic": CYRILLIC,
    "burmese": BURMESE,
}
LONG = ("The Association of Rural Schools, Teachers and Families of the Western Region " * 3)[:200]
LITERAL = "A #strong[x] $y$ *z* _u_ <v> ]] \\ `w` @r = - + / // #panic()"
HOPE = Inputs("Hope Homes", "medium", "unsure", ("finance",))


def sight_of(
    key: str,
    answers: Mapping[str, Answer],
    inputs: Inputs = HOPE,
    *,
    language: str = "en",
    framework: Framework | None = None,
    fit: Sequence[int | str] = (),
    chosen: Mapping[str, Chosen] | None = None,
) -> Sight:
    """One look at a finished check."""
    frameworks = {**shipped(), **({key: framework} if framework else {})}
    checked = zip(frameworks["fit-1.0"].elements, fit, strict=bool(fit))
    said = {element.id: answer(value) for element, value in checked}
    there = Conversation(
        ChatKey("telegram", 1, 1),
        language,
        key,
        BEGIN,
        "summary",
        inputs=inputs,
        answers=answers,
        consent="1",
        wide=True,
        shelf={"fit-1.0": Part("fit-1.0", inputs, said)} if fit else {},
        chosen=chosen or {},
    )
    return Screens(House(languages(pseudo=True), "Example programme", ""), frameworks).sight(there)


CHOSEN = {
    "act.sp.fin.cash.1": Chosen(day="2026-03-30", chosen_on="2026-03-12"),
    "act.sp.meas.outc.2": Chosen(event="board", chosen_on="2026-03-12"),
}


def provider(language: str = "en", organisation: str = "Hope Homes", facts: Facts = ALONE) -> Report:
    """A provider at the beginning, with two actions taken up and a fit check in doubt."""
    sight = sight_of(
        "sp-1.0",
        by_element("sp-1.0", CASE_30_LEVELS),
        replace(HOPE, organisation=organisation),
        language=language,
        fit=IN_DOUBT,
        chosen=CHOSEN,
    )
    return report_of(sight, facts)


def strong_provider(language: str = "en") -> Report:
    """A provider half-way."""
    inputs = Inputs("Bright Start", "small", "bond", ("director",))
    return report_of(sight_of("sp-1.0", by_element("sp-1.0", MIXED), inputs, language=language))


def place(language: str = "en", organisation: str = "foundational learning in Busia") -> Report:
    """A place as one official sees it."""
    inputs = Inputs(organisation, profile="both", roles=("line_ministry",), group="government")
    return report_of(sight_of("ec-1.0", by_element("ec-1.0", CASE_31_LEVELS), inputs, language=language))


def team_facts() -> Facts:
    """All that a team adds: how near the answers were, the round before, owners, a funder who asked."""
    elements = [element.id for element in shipped()["sp-1.0"].elements]
    spreads, standings = list(Spread), list(Standing)
    return Facts(
        people=5,
        reasons={"sp.fin.cash": "We rent month by month <and> owe #2."},
        owners={"act.sp.fin.cash.1": "Amina Otieno (finance)"},
        agreement=tuple(
            Agreement(element, spreads[number % 3], standings[number % 3])
            for number, element in enumerate(elements)
        ),
        before=Before(
            date(2025, 9, 1),
            compared=28,
            in_place=6,
            now_in_place=4,
            changes=(
                Change("sp.meas.data", 2, 1, "We now know what a check means."),
                Change("sp.fin.control", 2, 3, "Two people sign now."),
            ),
            parts=(("fin", Direction.UP), ("meas", Direction.DOWN), ("lead", Direction.SAME)),
            stage=StageRange(Stage.EARLY, Stage.BUILDING),
        ),
        asked_by_funder=True,
    )


def many_parts(report: Report, names: Sequence[str], parts: int = 12) -> Report:
    """The same report with so many parts, named in turn by these."""
    bars = report.profile.bars
    made = tuple(
        replace(
            bars[number % len(bars)],
            number=number + 1,
            name=names[number % len(names)],
            told=f"{number + 1}. {names[number % len(names)]}",
        )
        for number in range(parts)
    )
    return replace(report, profile=replace(report.profile, bars=made))
