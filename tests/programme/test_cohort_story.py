"""One coordinator, twelve organisations, four weeks with a change of clocks and an outage: all of it in the chat."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, time, timedelta
from io import BytesIO
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook

from flows.reminding import MOST
from tests.programme.story_files import organisations_in
from tests.programme.twelve import CHAPTERS, COORDINATOR, LIST, Story
from tests.rig import Rig
from tests.test_transcripts import Compare
from tests.test_transcripts import same_as_stored as same_as_stored

pytestmark = [pytest.mark.virtual, pytest.mark.slow]


async def played(database: str) -> Story:
    """The whole story, from the first word to the silence after it."""
    story = Story(Rig.build(database), database)
    await story.begins_on("2026-10-12 09:00")
    story.rig.core.memory.meet_coordinators("telegram", 1, "tayari_bot", [COORDINATOR], story.now)
    await story.person("Grace", COORDINATOR, "Europe/Paris").say("/cohorts")
    for chapter in CHAPTERS:
        await chapter(story)
    return story


async def test_a_cohort_of_twelve_from_the_list_to_the_file(
    sqlite_database: str, same_as_stored: Compare
) -> None:
    story = await played(sqlite_database)
    reminders = list(story.table())
    story.lines += ["", "", *reminders]

    nobody_is_disturbed(story)
    nobody_is_reminded_too_often(story)
    the_clock_on_the_wall_counts(reminders)
    what_is_not_shared_is_in_no_file(story)
    await story.rig.close()
    same_as_stored("cohort_of_twelve", story.text())


def nobody_is_disturbed(story: Story) -> None:
    """What came unasked came by day, on no rest day, not after STOP, and not after the round was closed."""
    for who in story.people.values():
        unasked = story.unasked(who)
        for moment in unasked:
            # Lena never said where she is: the cohort's city counts.
            local = moment.astimezone(ZoneInfo("Europe/Paris" if who.name == "Lena" else who.zone))
            assert time(8) <= local.time() < time(20), f"{who.name}: {local}"
            assert who.name != "Sefa" or local.weekday() not in {5, 6}, f"{who.name}: {local}"
            assert moment <= story.closed_at, f"{who.name}: {local}"
        letters = [row for other, row in story.letters() if other is who]
        assert len(unasked) == len(letters), f"{who.name} got {len(unasked)}, {len(letters)} are noted"
    assert all(moment <= story.stopped_at for moment in story.unasked(story.of("Somchai")))


def nobody_is_reminded_too_often(story: Story) -> None:
    """At most three for a person, one a day, and one after the outage, however many were missed."""
    reminded: dict[str, list[datetime]] = {}
    for who, row in story.letters(kind="reminder"):
        reminded.setdefault(who.name, []).append(row.sent_at)
    back = datetime(2026, 10, 23, 12, tzinfo=UTC)
    for name, moments in reminded.items():
        assert len(moments) <= MOST, name
        assert all(later - earlier > timedelta(hours=20) for earlier, later in pairwise(moments))
        assert sum(back <= moment < back + timedelta(days=2) for moment in moments) <= 1, name
    assert Counter(map(len, reminded.values())) == {3: 6, 1: 3}


def the_clock_on_the_wall_counts(reminders: list[str]) -> None:
    """The same time of day before and after the clocks changed, in Paris and in New York."""
    found = {tuple(line.split()[:1] + line.split()[2:6]) for line in reminders if line[-8:] == "schedule"}
    for name, day, offset in (
        ("Élodie", "Wed 2026-10-14", "+0200"),
        ("Élodie", "Thu 2026-10-29", "+0100"),
        ("Joe", "Sun 2026-10-18", "-0400"),  # in three days, as he asked on Thursday
        ("Tomas", "Sun 2026-11-08", "-0500"),
    ):
        assert (name, *day.split(), "09:00", offset) in found, f"{name} on {day}"


def what_is_not_shared_is_in_no_file(story: Story) -> None:
    """Andes Agua ended it, Blue Door never began; the stage is told where the organisation said so."""
    content = story.grace.person.documents[-1].content
    rows = {str(row["name"]): row for row in organisations_in(content)}
    every = {line.split(";")[0] for line in LIST.splitlines()[1:13]}
    assert every - set(rows) == {"Andes Agua", "Blue Door"}
    whole = load_workbook(BytesIO(content), read_only=True)
    cells = {cell for sheet in whole.worksheets for row in sheet.iter_rows(values_only=True) for cell in row}
    whole.close()
    assert not cells & {"Andes Agua", "Blue Door"}
    assert {name for name, row in rows.items() if row["stage_low"]} == {"Maison Claire"}
    assert sum(row["counted"] is not None for row in rows.values()) == 4
    # Two people answer there, and their round is open: nothing of it is told before it closes.
    assert rows["Kigali Care"]["withheld"] == "round_open"
    assert "The result is shared with West 2026: /sharing." in story.of("Ben").screen.text
    assert "Only you can see this." in story.of("Rosa").screen.text
