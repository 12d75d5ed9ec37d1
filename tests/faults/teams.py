"""Teams in these trials: who founds one, who comes by a link, how its round is closed, and what those who lead read."""

from __future__ import annotations

from tests.faults.walking import act, conversation, enter, press, say
from tests.rig import Rig
from tests.telegram_world import Person, Screen

WAY_IN = {
    "sizing": ("Under 10",),
    "profiling": ("We would pay first",),
    "roles": ("Lead", "Done"),
    "scope": ("Full",),
}


async def link_of(rig: Rig, lead: Person, kind: str = "Link for up to 10 people") -> str:
    """The code of a new invitation."""
    await say(rig, lead, "/team")
    await press(rig, lead, "Invite people", kind)
    return lead.screen().text.rpartition("start=")[2].split()[0]


async def lead_link(rig: Rig, owner: Person) -> str:
    """The code by which somebody leads the team as well."""
    await say(rig, owner, "/team")
    await press(rig, owner, "Who leads", "Link to lead with you")
    return owner.screen().text.rpartition("start=")[2].split()[0]


async def opens(rig: Rig, who: Person, code: str) -> None:
    """Somebody new comes by this code, and agrees to be kept."""
    await say(rig, who, f"/start {code}")
    await press(rig, who, "English", "I agree")


async def comes(rig: Rig, who: Person, code: str, yes: str = "Join") -> None:
    """Somebody new joins by this code, up to the first question."""
    await opens(rig, who, code)
    await press(rig, who, yes)
    await on_the_way(rig, who)


async def on_the_way(rig: Rig, who: Person) -> None:
    """All that is asked before the first question."""
    while (state := conversation(rig, who).state) in WAY_IN:
        await press(rig, who, *WAY_IN[state])


async def team_of(rig: Rig, *numbers: int) -> list[Person]:
    """People at the first question who answer for one organisation; the first one owns it."""
    owner, *others = (rig.person(number) for number in numbers)
    await enter(rig, owner)
    if others:
        code = await link_of(rig, owner)
        for each in others:
            await comes(rig, each, code)
        await say(rig, owner, "/start")
    return [owner, *others]


async def closes(rig: Rig, lead: Person) -> None:
    """The round is closed, and everybody is told."""
    await say(rig, lead, "/team")
    await press(rig, lead, "Close the round", "Close now")
    await rig.work()


async def sheet(rig: Rig, lead: Person) -> Screen:
    """The sheet of the meeting."""
    await say(rig, lead, "/team")
    await press(rig, lead, "Meeting sheet")
    return lead.screen()


async def reads(rig: Rig, who: Person, form: str) -> str:
    """One's result as a text or a file, as it is sent after it was asked for."""
    before = len(who.screens()), len(who.documents)
    await say(rig, who, "/report")
    await press(rig, who, form)
    await rig.work()
    await rig.work()
    files = who.documents[before[1] :]
    if files:
        assert files[-1].content is not None
        return files[-1].content.decode()
    return "\n".join(screen.text for screen in who.screens()[before[0] :])


async def both(rig: Rig, label: str, *people: Person) -> None:
    """They all press this at the same moment."""
    await act(rig, *(lambda each=each: each.press(label) for each in people))


def labels(who: Person) -> list[str]:
    """The buttons of the newest screen."""
    return [button.label for row in who.screen().buttons for button in row]
