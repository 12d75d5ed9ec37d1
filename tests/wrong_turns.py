"""Everything a person may do wrong, in order: on the way in, at a question, on side pages, in stopping and starting."""

from __future__ import annotations

import asyncio
from functools import partial

from tests.playing import Player, restarted


async def wrong_on_the_way_in(player: Player) -> None:
    await player.say("Hello, who are you?")
    await player.tap("English")
    await player.say("why do you need this")
    await player.tap("Back")
    await player.tap("English")
    await player.tap("I agree")
    await player.tap("My organisation")
    await player.say("🌍🌍")
    await player.say("A" * 101)
    await player.say("stop")
    await player.tap("Close")
    await player.act("(a photo)", player.person.send_photo)
    await player.say("Hope Homes")
    await player.say("about 30")
    await player.tap("Back")
    await player.tap("Keep: ")
    await player.tap("10 to 49")
    await player.tap("We wait")
    await player.tap("Director")
    await player.tap("Director ✓")
    await player.say("done")
    await player.tap("Director")
    await player.tap("Done")
    await player.say("/back")
    await player.tap("Done")
    await player.tap("Full")


async def wrong_at_a_question(player: Player) -> None:
    say = player.person.say
    await player.say("We are a small group and this is hard. What do you mean?")
    await player.say("ok")
    await player.act("(a sticker)", player.person.send_sticker)
    await player.say("7")
    first = player.screen
    await player.act("3, and 3 again", partial(say, "3"), partial(say, "3"))
    await player.tap("a ")
    await player.act("3, and 2 at once", partial(say, "3"), partial(say, "2"))
    await player.tap("d ")
    await player.say("3")
    await player.tap("Choose 2")
    await player.tap("Back")
    await player.tap("Back")
    await player.tap("Next")
    await player.tap("4 Strong", first)
    await player.act(
        "[a button of another time]", partial(player.person.press_data, first.message_id, "l1234")
    )
    await player.act("(the first message is edited)", partial(player.person.edit, 1, "/begin"))
    await player.say("/nonsense")
    await player.say("does not apply")


async def side_pages(player: Player) -> None:
    for command in ("/help", "/privacy", "/about"):
        await player.say(command)
        await player.tap("Close")
    await player.tap("More")
    await player.tap("Why we ask")
    await player.tap("Close")
    await player.say("/language")
    await player.tap("Français")
    player.language = "fr"
    await player.say("/language")
    await player.tap("English")
    player.language = "en"


async def stops_and_starts(player: Player, database: str) -> None:
    await player.say("/pause")
    await player.say("3")
    player.rig = await restarted(player.rig, database)
    player.note("the bot is started anew")
    await player.tap("Go on")
    await asyncio.sleep(2)
    player.rig = await restarted(player.rig, database, kill=True)
    player.note("the bot is killed and started anew")
    await player.say("/start")
    await player.say("2")
    await player.say("/start old-code")
    await player.tap("Start over")
    await player.tap("Close")
    await player.say("/start")
    before = player.screen
    await player.tap("Start over")
    await player.tap("Yes, start over")
    await player.tap("Start over", before)
    await player.tap("Full")
    await player.say("/result")
    late = player.person.say("1")
    await player.say("2")
    player.rig = await restarted(player.rig, database)
    player.note("the bot is started anew")
    await player.act("(a 1, sent before the 2, arrives now)", lambda: late)
    await player.tap("Don't know")
    await player.tap("Back")
    await player.tap("Next")
    await player.say("/answers")
