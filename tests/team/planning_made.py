"""A team in the chat whose people differ, for what comes after closing: the result, the agenda, the next round."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from frameworks.load import shipped
from tests.playing import Given
from tests.programme.story import Tale, Told
from tests.rig import Rig

SP = shipped()["sp-1.0"]
NAIROBI = "Africa/Nairobi"
ROLES = ("director", "finance", "data_lead", "programme_manager", "field_worker")
NAMES = ("Ana", "Ben", "Cleo", "Dina", "Emil")
Said = Mapping[str, Sequence[int | str]]


async def team_of(database: str, people: int, said: Said) -> tuple[Tale, list[Told]]:
    """So many people, all at 3 but for what is `said`, a mark for each of them by element; their round is closed."""
    story = Tale(Rig.build(database), database)
    await story.begins_on("2026-10-12 09:00", NAIROBI)
    story.rig.core.memory.meet_coordinators("telegram", 1, "tayari_bot", [], story.now)
    team = [await _founder(story)]
    code = await _invitation(team[0])
    team += [await _joined(story, place, code) for place in range(1, people)]
    for place, person in enumerate(team):
        await answers(person, {element: marks[place] for element, marks in said.items()})
    await closes(story, team[0])
    return story, team


async def _founder(story: Tale) -> Told:
    owner = story.person(NAMES[0], 1, NAIROBI)
    with owner.unwritten():
        await owner.begin(roles=[ROLES[0]], organisation="Hope Homes")
    return owner


async def _invitation(owner: Told) -> str:
    with owner.unwritten():
        await owner.say("/team")
        await owner.press("button.team_invite")
        await owner.press("button.invite_many", count=10)
        code = owner.screen.text.rpartition("start=")[2].split()[0]
        await owner.say("/resume")
    return code


async def _joined(story: Tale, place: int, code: str) -> Told:
    person = story.person(NAMES[place], place + 1, NAIROBI)
    with person.unwritten():
        await person.opens(code)
        await person.press("button.join")
        await person.way_in("medium", "direct", "", [ROLES[place]])
        await person.how_much(full=True)
    return person


async def answers(person: Told, said: Mapping[str, int | str]) -> None:
    """Everything that is asked, to the summary."""
    what = {one.id: Given(said.get(one.id, 3), proof=1) for one in SP.elements}
    with person.unwritten():
        await person.all_answers(what)
        if person.conversation.state != "summary":
            await person.press("button.summary")


async def closes(story: Tale, owner: Told) -> None:
    """The round, and what the worker has to do for it."""
    with owner.unwritten():
        await owner.say("/team")
        await owner.press("button.team_close")
        await owner.press("button.close_now")
    await story.work()
    await story.work()


async def begins_next(owner: Told) -> None:
    """A new round is open, and its owner is at the first question."""
    await owner.say("/team")
    await owner.press("button.new_round")
    await owner.press("button.new_round_yes")
    await owner.press("letter.to_round")


def part(text: str, title: str) -> list[str]:
    """The lines under a title, of a summary or a page."""
    found = [each.split("\n")[1:] for each in text.split("\n\n") if each.startswith(title)]
    return found[0] if found else []
