"""What people do in a storm: taps, late taps, texts, commands, media. Each function is one event."""

from __future__ import annotations

from collections.abc import Iterable
from random import Random
from typing import TYPE_CHECKING

from tests.simulator.at_once import PROVE, SAVE
from tests.simulator.content import COMMANDS, DIGITS, NAMES, REMARKS, WORDS
from tests.simulator.meaning import Meaning, kind_of, meaning_of
from tests.simulator.people import Walker
from tests.simulator.registry import event
from tests.telegram_world import Button

if TYPE_CHECKING:
    from tests.simulator.storm import Storm

# How often a button is tapped, by its kind; what is not named counts one.
LIKED = {
    "l": 4.0,
    "p": 2.0,
    "g": 3.0,
    "b": 0.7,
    "m": 0.7,
    "D": 0.2,
    "W": 0.05,
    "Y": 0.1,
    "s": 0.5,
    "i": 3.0,
    "K": 0.3,
    "x": 0.5,
    "j": 0.5,
    "(7": 6.0,
    "(h": 2.0,
}


def somebody(storm: Storm, random: Random) -> Walker:
    return random.choice(storm.walkers)


def liked(random: Random, buttons: list[Button]) -> Button:
    return random.choices(buttons, [LIKED.get(kind_of(button), 1.0) for button in buttons])[0]


async def begin(storm: Storm, random: Random, who: Walker) -> None:
    """What somebody does who has no button before them: a name where one is asked for, else /start."""
    if who.asked_for_name():
        storm.say(who, random.choice(NAMES).strip() or "Quixotania")
    else:
        storm.say(who, "/start")


@event(40)
async def taps_the_screen_in_front(storm: Storm, random: Random) -> None:
    who = somebody(storm, random)
    found = who.buttons()
    if found is None or who.asked_for_name() or who.is_forgotten():
        await begin(storm, random, who)
        return
    screen, buttons = found
    storm.tap(who, screen, liked(random, buttons))


@event(3)
async def taps_twice(storm: Storm, random: Random) -> None:
    who = somebody(storm, random)
    if found := who.buttons():
        screen, buttons = found
        button = liked(random, buttons)
        for _ in range(random.randint(2, 4)):
            storm.tap(who, screen, button, "taps again and again")


@event(3)
async def taps_two_buttons_at_once(storm: Storm, random: Random) -> None:
    who = somebody(storm, random)
    if found := who.buttons():
        screen, buttons = found
        for button in random.sample(buttons, min(2, len(buttons))):
            storm.tap(who, screen, button, "taps quickly")


@event(2)
async def everybody_taps_at_once(storm: Storm, random: Random) -> None:
    for who in storm.walkers:
        if found := who.buttons():
            storm.tap(who, found[0], liked(random, found[1]))


@event(6)
async def taps_an_old_screen(storm: Storm, random: Random) -> None:
    who = somebody(storm, random)
    if who.seen:
        screen = random.choice(who.seen)
        buttons = [button for row in screen.buttons for button in row if button.data]
        storm.tap(who, screen, liked(random, buttons), "taps late")


@event(1)
async def sends_forged_button_data(storm: Storm, random: Random) -> None:
    who = somebody(storm, random)
    found = who.buttons()
    number = found[0].message_id if found else 1
    data = random.choice(("?", "lAAA", "lAAABAAAA", "l____A____", "0123456789", "tAAAA", "héé€", "O___AAA__"))
    storm.send(who, who.person.press_data(number, data), f"sends forged data {data!r}")


@event(6)
async def types_a_level(storm: Storm, random: Random) -> None:
    who = somebody(storm, random)
    level = random.randint(1, 4)
    digit = random.choice(DIGITS)[level - 1]
    storm.say(who, random.choice(("{}", "level {}", " {} ")).format(digit), Meaning("l", rank=level - 1))


@event(2)
async def types_levels_one_after_the_other(storm: Storm, random: Random) -> None:
    who = somebody(storm, random)
    for _ in range(2):
        level = random.randint(1, 4)
        storm.say(who, str(level), Meaning("l", rank=level - 1))


@event(3)
async def types_a_word(storm: Storm, random: Random) -> None:
    word = random.choice(WORDS)
    storm.say(somebody(storm, random), word, Meaning("d" if word == "don't know" else "?"))


@event(3)
async def types_a_label(storm: Storm, random: Random) -> None:
    who = somebody(storm, random)
    if found := who.buttons():
        screen, buttons = found
        button = liked(random, [each for each in buttons if kind_of(each) != "W"] or buttons)
        storm.say(who, button.label, meaning_of(screen, button, storm.framework))


@event(2)
async def types_a_proof_letter(storm: Storm, random: Random) -> None:
    who = somebody(storm, random)
    rank = random.randint(0, 2)
    element = storm.framework.element_by_id.get(who.element or "")
    proofs = len(element.proof) if element else 0
    storm.say(who, "abc"[rank], Meaning("p", rank=rank, of=proofs + 1))


@event(3)
async def remarks(storm: Storm, random: Random) -> None:
    storm.say(somebody(storm, random), random.choice(REMARKS))


@event(6)
async def sends_a_command(storm: Storm, random: Random) -> None:
    storm.say(somebody(storm, random), random.choice(COMMANDS))


@event(2)
async def sends_media(storm: Storm, random: Random) -> None:
    who = somebody(storm, random)
    person = who.person
    if random.random() < 0.3:
        for update in person.send_album(3, "3"):
            storm.send(who, update, "sends a picture of an album")
        return
    acts = (person.send_photo, person.send_voice, person.send_sticker, person.send_forward, person.send_poll)
    storm.send(who, random.choice(acts)(), "sends media")


@event(1)
async def edits_a_message_of_theirs(storm: Storm, random: Random) -> None:
    who = somebody(storm, random)
    own = [each for each in who.person.messages() if not each.from_bot and "text" in each.content]
    if own:
        storm.send(who, who.person.edit(own[-1].message_id, "3"), "edits their last message to '3'")


@event(0.7)
async def starts_over(storm: Storm, random: Random) -> None:
    await _press_through(storm, somebody(storm, random), "/start", "SY")


@event(0.5)
async def deletes_all(storm: Storm, random: Random) -> None:
    await _press_through(storm, somebody(storm, random), "/delete", "W")


@event(3)
async def answers_a_part_at_once(storm: Storm, random: Random) -> None:
    marks = random.choices("1233344?n-9x", k=random.randint(1, 4))
    line = f"D{random.randint(1, 4)} {random.choice((' ', '')).join(marks)}"
    await _press_through(storm, somebody(storm, random), line, (SAVE, PROVE, PROVE))


async def _press_through(storm: Storm, who: Walker, command: str, kinds: Iterable[str]) -> None:
    """A command, then the buttons of these kinds, if they come up."""
    storm.say(who, command)
    for kind in kinds:
        await storm.pass_time(2.0)
        found = who.buttons()
        wanted = [each for each in found[1] if kind_of(each) == kind] if found else []
        if not found or not wanted:
            return
        storm.tap(who, found[0], wanted[0])
