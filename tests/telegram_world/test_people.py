"""People act on what they see, and every act is an update that python-telegram-bot understands."""

from typing import Any

import pytest
from telegram import Update

from tests.telegram_world import Group, HandClock, Json, Person, TelegramWorld


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def world(clock: HandClock) -> TelegramWorld:
    return TelegramWorld(clock)


@pytest.fixture
def ana(world: TelegramWorld) -> Person:
    return Person(world, 1001, "sw", "Ana")


def ask(world: TelegramWorld, text: str = "How ready?", chat: int = 1001) -> Json:
    rows = [["1 · Not yet", "2 · Partly"], ["Back", "More"]]
    buttons = [[{"text": label, "callback_data": f"d:{label[0]}"} for label in row] for row in rows]
    payload = {"chat_id": chat, "text": text, "reply_markup": {"inline_keyboard": buttons}}
    sent: Json = world.call("sendMessage", payload).result
    return sent


def parsed(update: Json) -> Update:
    """The update as the library reads it; strict, since unknown fields would land in api_kwargs."""
    result = Update.de_json(update, None)
    part: Any = result.effective_message or result
    assert not result.api_kwargs
    assert not part.api_kwargs
    return result


def test_a_command_looks_like_one(world: TelegramWorld, ana: Person, clock: HandClock) -> None:
    update = parsed(ana.command("/start x"))
    assert update.message and update.message.from_user and update.message.text == "/start x"
    assert update.message.from_user.language_code == "sw"
    assert update.message.chat.type == "private"
    assert update.message.date.timestamp() == clock.now
    assert [entity.length for entity in update.message.entities] == [6]
    plain = parsed(ana.say("no/command here"))
    assert plain.message and not plain.message.entities
    with pytest.raises(AssertionError, match="no command"):
        ana.command("start")


def test_pressing_by_label_prefix_and_echo_of_the_message(world: TelegramWorld, ana: Person) -> None:
    ana.command("/start")
    sent = ask(world)
    update = ana.press("2")
    assert update["callback_query"]["data"] == "d:2"
    assert update["callback_query"]["message"] == sent
    read = parsed(update).callback_query
    assert read and read.message and read.message.message_id == sent["message_id"]
    with pytest.raises(
        AssertionError, match=r"(?s)no button 'Skip'.*How ready\?.*\[1 · Not yet\] \[2 · Partly\]"
    ):
        ana.press("Skip")
    with pytest.raises(AssertionError, match="4 buttons fit ''"):
        ana.press("")


def test_older_and_late_taps(world: TelegramWorld, ana: Person) -> None:
    ana.command("/start")
    old, new = ask(world, "One")["message_id"], ask(world, "Two")["message_id"]
    seen = ana.screen()
    assert ana.press("Back")["callback_query"]["message"]["message_id"] == new
    assert ana.press("Back", old)["callback_query"]["message"]["text"] == "One"
    world.call("editMessageText", {"chat_id": 1001, "message_id": new, "text": "Changed"})
    late = ana.press("1", seen)["callback_query"]
    assert (late["data"], late["message"]["text"]) == ("d:1", "Changed")
    world.call("deleteMessage", {"chat_id": 1001, "message_id": new})
    gone = ana.press("1", seen)
    assert gone["callback_query"]["message"] == {"chat": ana.room.card, "message_id": new, "date": 0}
    assert parsed(gone).callback_query
    assert ana.press_data(old, "☃ invented")["callback_query"]["data"] == "☃ invented"


def test_everything_that_is_not_a_text(world: TelegramWorld, ana: Person) -> None:
    sticker = parsed(ana.send_sticker()).message
    assert sticker and sticker.sticker and sticker.text is None
    photo = parsed(ana.send_photo("3")).message
    assert photo and len(photo.photo) == 2 and photo.caption == "3"
    album = [parsed(update).message for update in ana.send_album(3, "look")]
    assert len({each.media_group_id for each in album if each}) == 1
    assert [each.caption for each in album if each] == ["look", None, None]
    for update, kind in [
        (ana.send_voice(), "voice"),
        (ana.send_document(), "document"),
        (ana.send_location(), "location"),
        (ana.send_contact(), "contact"),
        (ana.send_poll(), "poll"),
        (ana.send_dice(), "dice"),
        (ana.send_forward(), "forward_origin"),
    ]:
        message = parsed(update).message
        assert message is not None
        assert getattr(message, kind), kind


def test_long_texts_are_cut_by_the_app(world: TelegramWorld, ana: Person) -> None:
    ana.say("😀" * 2500)
    texts = [update["message"]["text"] for update in world.call("getUpdates").result]
    assert [len(text) for text in texts] == [2048, 452]
    with pytest.raises(AssertionError, match="empty"):
        ana.say("  ")


def test_editing_one_s_own_message(world: TelegramWorld, ana: Person) -> None:
    first = ana.say("3")["message"]["message_id"]
    edited = parsed(ana.edit(first, "4")).edited_message
    assert edited and (edited.text, edited.message_id) == ("4", first)
    assert "Ana: 4" in ana.chat()
    bots = ask(world)["message_id"]
    with pytest.raises(AssertionError, match="not theirs"):
        ana.edit(bots, "x")


def test_blocking_is_told_and_stops_everything(world: TelegramWorld, ana: Person) -> None:
    ana.command("/start")
    change = parsed(ana.block()).my_chat_member
    assert change and change.new_chat_member.status == "kicked"
    with pytest.raises(AssertionError, match="blocked"):
        ana.say("hello?")
    assert ana.unblock()["my_chat_member"]["new_chat_member"]["status"] == "member"


def test_the_chat_as_a_text(world: TelegramWorld, ana: Person) -> None:
    with pytest.raises(AssertionError, match="said nothing"):
        ana.screen()
    ana.command("/start")
    sent = ask(world)
    ana.send_sticker()
    world.call("editMessageText", {"chat_id": 1001, "message_id": sent["message_id"], "text": "Final"})
    ask(world, "Next")
    assert ana.chat().splitlines() == [
        "Ana: /start",
        "Bot: Final",
        "Ana: (sticker)",
        "Bot: Next",
        "[1 · Not yet] [2 · Partly]",
        "[Back] [More]",
    ]
    assert ana.screen().rows == [["1 · Not yet", "2 · Partly"], ["Back", "More"]]
    assert [message.message_id for message in ana.messages()] == [1, 2, 3, 4]


def test_bytes_received(world: TelegramWorld, ana: Person) -> None:
    ana.command("/start")
    payload: Json = {"chat_id": 1001, "text": "é", "reply_markup": {"inline_keyboard": []}}
    message_id = world.call("sendMessage", payload).result["message_id"]
    assert ana.bytes_received == 2
    markup = {"inline_keyboard": [[{"text": "é", "callback_data": "x"}]]}
    edit = {"chat_id": 1001, "message_id": message_id, "reply_markup": markup}
    world.call("editMessageReplyMarkup", edit)
    assert ana.bytes_received == 2 + 2 + len(
        '{"inline_keyboard":[[{"text":"é","callback_data":"x"}]]}'.encode()
    )
    world.call("editMessageReplyMarkup", edit)
    assert ana.bytes_received == 60 + 1, "an edit that was refused costs nothing"


def test_groups(world: TelegramWorld, ana: Person) -> None:
    team = Group(world, -77, "Team")
    update = parsed(team.command(ana, "/start@tayari_bot"))
    assert update.message and update.message.chat.type == "group" and update.message.chat.id == -77
    ask(world, chat=-77)
    tap = team.press(ana, "More")["callback_query"]
    assert (tap["message"]["chat"]["id"], tap["from"]["id"]) == (-77, 1001)
    assert "[Back] [More]" in team.chat()
    bigger = team.upgrade(ana, -1001234)
    reply = world.call("sendMessage", {"chat_id": -77, "text": "x"})
    assert reply.body["parameters"] == {"migrate_to_chat_id": -1001234}
    assert world.call("sendMessage", {"chat_id": -1001234, "text": "x"}).ok
    assert team.remove_bot(ana)["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    assert bigger.chat().endswith("Bot: x")
