"""A team of five in two languages, from the invitation to an agreed result on paper: the chapters, in order of time."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from frameworks.load import shipped
from frameworks.values import Answer
from tests.playing import Given
from tests.programme.story import Tale, Told

SP = shipped()["sp-1.0"]
NAIROBI = "Africa/Nairobi"
# Who else is in the team: the language they read, and the roles they hold.
COLLEAGUES = {
    "Ben": ("en", "finance"),
    "Chloé": ("fr", "data_lead"),
    "Dina": ("fr", "programme_manager"),
    "Emil": ("en", "field_worker"),
}
# What everybody says: 3 to all, but for these. Cash and data split the team, hiring splits it without a must.
USUAL = 3
SAID = {
    "Ana": {"sp.fin.cash": 3, "sp.meas.data": 3, "sp.ops.hire": 4, "sp.lead.fit": 2},
    "Ben": {"sp.fin.cash": 1, "sp.meas.data": 3, "sp.ops.hire": 1, "sp.lead.fit": 3},
    "Chloé": {"sp.fin.cash": 3, "sp.meas.data": 1, "sp.ops.hire": 4, "sp.lead.fit": 2},
    "Dina": {"sp.fin.cash": 3, "sp.meas.data": 1, "sp.ops.hire": 1, "sp.lead.fit": 2},
    "Emil": {"sp.fin.cash": 4, "sp.meas.data": 2, "sp.ops.hire": 1, "sp.lead.fit": 2},
}


@dataclass
class Five(Tale):
    """The team, and the code that lets people in."""

    code: str = ""
    answers: dict[str, dict[str, Answer]] = field(default_factory=dict)

    def of(self, name: str) -> Told:
        return self.people[name]

    async def answers_all(self, who: Told) -> None:
        """Everything that is asked, to the summary. None of it is seen by anybody else."""
        said = SAID[who.name]
        what = {one.id: Given(said.get(one.id, USUAL)) for one in SP.elements}
        with who.unwritten():
            await who.all_answers(what)
            if who.conversation.state != "summary":
                await who.press("button.summary")
        who.note("answers all 30 questions and sees their own summary")
        self.answers[who.name] = dict(who.answers)


async def inviting(story: Five) -> None:
    """Ana begins alone, and invites four."""
    story.tell("Ana begins the check for Hope Homes, and invites her colleagues")
    ana = story.person("Ana", 1, NAIROBI)
    with ana.unwritten():
        await ana.begin(roles=["director"])
        await ana.answer("sp.lead.fit", Given(2))
    await ana.say("/team")
    await ana.press("button.team_invite")
    await ana.press("button.invite_many", count=10)
    story.code = ana.screen.text.rpartition("start=")[2].split()[0]


async def joining(story: Five) -> None:
    """Four come, two of them in French. One sees the questions in their own words, and what the lead will see."""
    story.tell("Four colleagues open the link")
    for number, (name, (language, role)) in enumerate(COLLEAGUES.items(), start=2):
        who = story.person(name, number, NAIROBI, language)
        await who.opens(story.code)
        with who.written() if name == "Chloé" else who.unwritten():
            await who.press("button.join")
        with who.unwritten():
            await who.way_in("medium", "direct", "", [role])
            await who.how_much(full=True)


async def answering(story: Five) -> None:
    """Everybody answers alone; Ana sees counts."""
    story.tell("Everybody answers alone, at their own pace")
    for name in ("Ben", "Chloé", "Dina"):
        await story.answers_all(story.of(name))
    ana = story.of("Ana")
    await ana.say("/team")
    await ana.press("button.close")
    await story.answers_all(ana)
    await ana.say("/team")
    await ana.press("button.team_close")
    await ana.press("button.back")
    await story.answers_all(story.of("Emil"))


async def closing(story: Five) -> None:
    """All are done: the round is closed at once, and everybody hears of it."""
    story.tell("All five are done, and Ana closes the round")
    ana = story.of("Ana")
    await ana.say("/team")
    await ana.press("button.team_close")
    await ana.press("button.close_now")
    for _ in range(2):
        await story.work()
    await story.until("2026-10-13 09:30", NAIROBI)


async def meeting(story: Five) -> None:
    """The meeting: one by one where they are far apart, a part in one message, the rest with one tap."""
    story.tell("The meeting: what to talk about, in order")
    ana = story.of("Ana")
    await ana.say("/team")
    await ana.press("letter.to_sheet")
    await ana.tap("1. ")
    await ana.tap("2 ")
    await ana.press("button.reason")
    await ana.say("Two of our five services count activities only. We said so to each other.")
    await ana.press("button.back")
    await ana.tap("2. ")
    await ana.tap("2 ")
    await ana.press("button.reason")
    await ana.say("We can wait four weeks, not twelve. The bank said no to more.")
    await ana.press("button.back")
    story.tell("A part in one message, with a slip")
    await ana.press("button.agree_part")
    await ana.say("3 2")
    await ana.say("D6 3 2 3")
    await ana.press("marks.save")
    story.tell("What all see alike, with one tap")
    await ana.say("/team")
    await ana.press("letter.to_sheet")
    await ana.choose("Agree on all")


async def agenda(story: Five) -> None:
    """The agreed result, a first step with somebody who takes it and a day, and all of it on paper."""
    story.tell("The agreed result")
    ana = story.of("Ana")
    await ana.say("/result")
    await ana.press("button.start_step")
    await ana.tap("I will do this")
    await ana.say("30 October")
    await ana.tap("Reliable outcome data")
    await ana.press("button.taker")
    await ana.say("Ben, with the board")
    await ana.say("/agenda")
    story.tell("On paper")
    await ana.say("/report")
    await ana.tap("To print")
    for _ in range(2):
        await story.work()
    await ana.say("/report")
    await ana.press("report.as_text")
    for _ in range(2):
        await story.work()
    story.tell("What Chloé sees: her own answers, and none of the others")
    chloe = story.of("Chloé")
    await chloe.say("/team")


CHAPTERS: tuple[Callable[[Five], Awaitable[None]], ...] = (
    inviting,
    joining,
    answering,
    closing,
    meeting,
    agenda,
)
