"""Pictures of reports for the README, small enough for a slow line: `python -m tests.pictures` makes them anew."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from bot.report.making import report_of
from bot.report.paper import pdf_order, png_order
from bot.report.report import Report
from bot.report.setter import Setter, few_shades
from bot.report.typesetting import TEMPLATES
from bot.team.result_facts import told
from flows.conversation import Chosen
from flows.team_results import TeamResult
from tests.frameworks.samples import answer
from tests.gallery import MIXED
from tests.report.samples import ARABIC, HINDI, many_parts
from tests.team.result_made import HOPE, SEPTEMBER, lead, lowered, people, short, team_round

FOLDER = Path(__file__).parents[1] / "docs" / "gallery"
MOST_BYTES = 80_000
DOTS = 75
RISEN = ("lead.fit", "fin.control", "ops.keep")
REASONS = {"sp.care.consent": "The form is there. A checker is not named in it yet."}


def of_a_team(language: str = "en", organisation: str = HOPE.organisation) -> Report:
    """The report of five people half-way, half a year after their first round."""
    levels = short(MIXED)
    before = team_round(people(*[lowered(levels, *RISEN)] * 3), at=SEPTEMBER)
    changes: tuple[Mapping[str, int | str], ...] = (
        {},
        {},
        {"meas.data": 3},
        {"fin.risk": 3},
        {"fin.risk": 4, "meas.data": 4},
    )
    members = people(*[{**levels, **each} for each in changes])
    now = team_round(members, {"sp.care.consent": answer(2)}, number=2, reasons=REASONS)
    chosen = {"act.sp.meas.data.2": Chosen(day="2026-04-30", chosen_on="2026-03-12", taken_by="Amina (data)")}
    sight = lead(TeamResult(now, before, chosen), language)
    inputs = replace(sight.conversation.inputs, organisation=organisation)
    known = told(replace(sight, conversation=replace(sight.conversation, inputs=inputs)))
    return report_of(known.sight, known.facts, known.result)


def in_other_letters() -> Report:
    """The same kind of report with names in Arabic and Hindi."""
    return many_parts(of_a_team(organisation=ARABIC), [HINDI, ARABIC], parts=8)


def page(setter: Setter, report: Report, number: int) -> bytes:
    """One page of the paper, from 1, as a picture."""
    pages = setter.pages(pdf_order(report)["tries"][0], DOTS)
    return few_shades(pages[number - 1])


PICTURES: dict[str, Callable[[Setter], bytes]] = {
    "card.png": lambda setter: setter.set(png_order(of_a_team())),
    "radar-fr.png": lambda setter: setter.set(png_order(of_a_team("fr"), radar=True)),
    "report-1.png": lambda setter: page(setter, of_a_team(), 1),
    "report-2.png": lambda setter: page(setter, in_other_letters(), 2),
}


def main() -> None:
    """Write all pictures."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    setter = Setter(TEMPLATES)
    for name, make in PICTURES.items():
        (FOLDER / name).write_bytes(make(setter))


if __name__ == "__main__":
    main()
