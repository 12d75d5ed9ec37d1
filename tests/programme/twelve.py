"""The story of Grace's cohort, chapter by chapter: who joins when, who stops, and what she does in the evenings."""

from __future__ import annotations

import re
from datetime import datetime

from tests.programme.story import Tale, Told
from tests.programme.story_files import in_the_file, links_in

LIST = """Organisation;Contact person;Language;Phone
Hope Homes;Ana Otieno;English;+254 700 000 001
Kigali Care;Ben Habimana;English;+250 780 000 002
Andes Agua;Rosa Quispe;English;
Green Valley;Chidi Eze;en;
Maison Claire;Élodie Martin;français;
Harbour Youth;Joe Rivera;English;
Lumbini Aid;Asha Gurung;English;
Nile Works;Omar Hassan;English;
Delta Skills;Somchai Dee;English;
Sunrise School;Sefa Vula;English;
Blue Door;Wen Santos;English;
River Clinic;Tomas Novak;English;
HOPE HOMES;ana  otieno;;
;Somebody Else;;
"""
ZONES = {
    "Ana": "Africa/Nairobi", "Ben": "Africa/Kigali", "Rosa": "America/Lima", "Chidi": "Africa/Lagos",
    "Élodie": "Europe/Paris", "Joe": "America/New_York", "Asha": "Asia/Kathmandu", "Omar": "Africa/Cairo",
    "Somchai": "Asia/Bangkok", "Sefa": "Pacific/Fiji", "Wen": "Asia/Manila", "Tomas": "America/New_York",
    "Lena": "Africa/Kigali", "Mary": "Africa/Kampala",
}  # fmt: skip
COORDINATOR = 900


class Story(Tale):
    """The cohort of Grace. `codes` are those of her links; at `stopped_at` Somchai wrote STOP."""

    codes: dict[str, str]
    stopped_at: datetime
    closed_at: datetime

    def of(self, name: str) -> Told:
        """The person of this name, who has a phone from the first time on that they are named."""
        if name not in self.people:
            language = "fr" if name == "Élodie" else "en"
            self.person(name, 1 + list(ZONES).index(name), ZONES[name], language)
        return self.people[name]

    @property
    def grace(self) -> Told:
        return self.people["Grace"]

    async def at_the_desk(self, *keys: str) -> None:
        """Grace opens her cohort, and further pages from there."""
        await self.grace.say("/cohorts")
        await self.grace.tap("1. West 2026")
        for key in keys:
            await self.grace.press(key)

    async def comes(self, name: str, *, told: bool = False, quick: bool = True) -> Told:
        await self.of(name).joins(self.codes[name], told=told, quick=quick)
        return self.of(name)


async def preparing(story: Story) -> None:
    """Monday 12 October: the cohort, its last day and city, the list, the links."""
    grace = story.grace
    await grace.press("desk.my_name")
    await grace.say("Grace Muller")
    await grace.press("desk.new_cohort")
    await grace.tap("Service provider")
    await grace.say("West 2026")
    for key in ("desk.settings", "desk.set_deadline"):
        await grace.press(key)
    await grace.say("20 November")
    await grace.press("desk.set_zone")
    while "Paris" not in grace.screen.labels:
        await grace.press("button.more_cities")
    await grace.tap("Paris")
    await grace.press("desk.set_languages")
    for language in ("English", "Français"):
        await grace.tap(language)
    for _ in range(2):
        await grace.press("button.back")
    await grace.press("desk.import")
    await grace.send_list("partners.csv", LIST.encode())
    await story.work()
    await grace.press("roster.store")
    await story.work()
    await grace.press("desk.links")
    await grace.press("desk.links_file")
    await story.work()


async def handing_out(story: Story) -> None:
    """She reads the file, and makes one more link for everybody who hears the radio."""
    grace = story.grace
    (file,) = grace.person.documents
    story.codes = {name.split()[0]: code for name, code in links_in(file.content).items()}
    grace.note(f"opens {file.name}: a link for each of {len(story.codes)} people, and sends each their own")
    for key in ("button.back", "desk.links", "desk.new_link", "desk.kind_many"):
        await grace.press(key)
    await grace.say("Radio programme")
    await story.work()
    (story.codes["radio"],) = re.findall(r"start=([\w-]{12})", grace.screen.text)


async def first_day(story: Story) -> None:
    await story.until("2026-10-12 10:00")
    await (await story.comes("Ana", told=True)).answers_all(3, shown=True)
    await (await story.comes("Ben")).answers_all(2)
    await story.until("2026-10-12 12:00")
    await (await story.comes("Asha")).answers_some(4)
    await (await story.comes("Omar")).answers_some(6)
    await (await story.comes("Élodie", told=True, quick=False)).answers_some(3)
    await story.until("2026-10-12 18:00")
    await story.at_the_desk("desk.progress")
    await story.grace.press("desk.further")


async def second_day(story: Story) -> None:
    """A question, rest days, an action, a link that was forwarded."""
    await story.until("2026-10-13 09:00")
    sefa = await story.comes("Sefa")
    await sefa.answers_some(8)
    await sefa.press("button.more")
    await sefa.press("button.ask_coordinator")
    await sefa.say("Our donor pays in two parts. Does that count as paying by results?")
    await story.work()
    await sefa.say("/reminders")
    for label in ("Saturday", "Sunday"):
        await sefa.tap(label)
    await sefa.closes()
    await story.until("2026-10-13 15:00")
    await (await story.comes("Rosa")).answers_all(3)
    chidi = await story.comes("Chidi")
    await chidi.answers_all(2)
    await takes_a_step(chidi)
    await (await story.comes("Joe")).answers_some(5)
    await (await story.comes("Somchai")).answers_some(2)
    wen = story.of("Wen")
    await wen.opens(story.codes["Wen"])
    await wen.press("button.join_no_share")
    await wen.picks_city()
    await story.of("Lena").opens(story.codes["Ben"])
    await story.of("Lena").press("button.ask_to_join")
    await story.work()


async def takes_a_step(chidi: Told) -> None:
    """Of the steps that are suggested, one to do within two weeks."""
    await chidi.say("/agenda")
    await chidi.tap("See all ")
    await chidi.tap(chidi.screen.labels[0])
    await chidi.press("button.take")
    await chidi.tap("In 14 days")


async def evening_of_the_second_day(story: Story) -> None:
    """Grace answers, lets somebody in, withdraws two links and makes another one."""
    grace = story.grace
    await story.until("2026-10-13 18:00")
    await story.at_the_desk()
    await grace.tap("Answer 1 question")
    await grace.tap("1. ")
    await grace.press("letter.to_answer")
    await grace.say("Yes, if the second part hangs on results. Answer as if it were one contract.")
    for label in ("Back", "Back", "Let in? ", "Let in 1", "Back", "Invitations"):
        await grace.tap(label)
    for place in ("1. Radio programme", "2. River Clinic"):
        await grace.tap(place)
        for key in ("desk.revoke", "desk.revoke_yes", "button.back"):
            await grace.press(key)
    for label in ("Back", "Progress", "1 not joined", "1. River Clinic", "Make a link"):
        await grace.tap(label)
    await story.work()
    (story.codes["new"],) = re.findall(r"start=([\w-]{12})", grace.screen.text)
    await story.of("Mary").opens(story.codes["radio"])


async def first_reminders(story: Story) -> None:
    """Wednesday and Thursday: some go on, one blocks the bot, one wants nothing more, one not now."""
    await story.until("2026-10-14 10:00")
    lena = story.of("Lena")
    await lena.press("letter.join")
    await lena.press("button.join")
    await lena.press("button.close")
    await story.until("2026-10-14 18:00")
    elodie, omar = story.of("Élodie"), story.of("Omar")
    await elodie.press("button.go_on")
    await elodie.answers_some(4)
    omar.note("blocks the bot")
    await story.rig.do(omar.person.block())
    await story.until("2026-10-15 15:30")
    await story.of("Somchai").say("STOP")
    story.stopped_at = story.now
    await story.of("Joe").tap("Remind me in 3 days")


async def note_to_those_midway(story: Story) -> None:
    """Thursday evening: for some of them it is night."""
    grace = story.grace
    await story.until("2026-10-15 18:00")
    await story.at_the_desk("desk.progress")
    await grace.tap("5 half-way")
    await grace.press("desk.write_these")
    await grace.say("Hello! Next week I am in the office every day. Call me if a question is not clear.")
    await grace.press("desk.send")
    await story.work()
    await grace.press("desk.refresh")
    await story.until("2026-10-16 18:00")
    await grace.press("desk.refresh")
    await grace.press("button.back")
    lena = story.of("Lena")
    await lena.press("button.go_on")
    await lena.begins()
    await lena.answers_some(3)


async def outage(story: Story) -> None:
    """From Monday noon to Friday noon nothing runs."""
    await story.until("2026-10-19 10:00")
    await story.of("Élodie").press("button.go_on")
    await story.of("Élodie").answers_some(2)
    await story.until("2026-10-19 14:00")
    story.tell("From Mon 19 Oct 14:00 to Fri 23 Oct 14:00 (Paris) the bot does not run")
    await story.away("2026-10-23 14:00")
    story.tell("The bot runs again")
    await story.work()
    lena = story.of("Lena")
    await story.until("2026-10-24 18:00")
    await lena.press("button.go_on")
    await lena.answers_some(1)
    story.tell("On Sun 25 Oct at 03:00 clocks go back by an hour in Paris, on Sun 1 Nov in New York")


async def by_hand(story: Story) -> None:
    """Some get done; on Friday Grace reminds all who are not."""
    await story.until("2026-10-28 18:00")
    joe, elodie, grace = story.of("Joe"), story.of("Élodie"), story.grace
    await joe.press("button.go_on")
    await joe.answers_all()
    await story.of("Chidi").says_done()
    await story.until("2026-10-29 18:00")
    await elodie.press("button.go_on")
    await elodie.answers_all(3)
    await elodie.say("/sharing")
    await elodie.press("button.show_stage", cohort="West 2026")
    await elodie.closes()
    await story.until("2026-10-30 18:00")
    await story.at_the_desk("desk.progress", "desk.remind_all")
    await grace.press("desk.send")
    await story.work()
    await grace.press("desk.refresh")
    await story.of("Lena").press("button.go_on")
    await story.of("Lena").answers_all()


async def last_week(story: Story) -> None:
    """One ends what they share, one comes late, and Grace gets her file."""
    await story.until("2026-11-02 18:00")
    rosa, tomas, grace = story.of("Rosa"), story.of("Tomas"), story.grace
    await rosa.say("/sharing")
    for label in ("Stop sharing", "Yes, stop sharing"):
        await rosa.tap(label)
    await rosa.closes()
    await story.until("2026-11-06 15:00")
    await tomas.opens(story.codes["Tomas"])
    story.codes["Tomas"] = story.codes["new"]
    await tomas.follows(story.codes["new"])
    await tomas.answers_some(1)
    await story.until("2026-11-09 18:00")
    await story.at_the_desk("desk.progress")
    for label in ("7. Kigali Care", "Back", "Question by question", "Back", "Back"):
        await grace.tap(label)
    await grace.press("desk.export")
    await grace.press("desk.format_xlsx")
    await story.work()
    grace.note("opens the file:\n" + "\n".join(in_the_file(grace.person.documents[-1].content)))


async def closing(story: Story) -> None:
    await story.grace.say("/cohorts")
    for label in ("1. West 2026", "Settings", "What was done", "Back", "Close the round", "Yes, close it"):
        await story.grace.tap(label)
    await story.of("Ana").say("/sharing")
    await story.of("Ana").tap("What was done")
    story.tell("From here to Mon 16 Nov 18:00 (Paris) the bot sends nothing to anybody")
    story.closed_at = story.now
    await story.until("2026-11-16 18:00")


CHAPTERS = (
    *(preparing, handing_out, first_day, second_day, evening_of_the_second_day, first_reminders),
    *(note_to_those_midway, outage, by_hand, last_week, closing),
)
