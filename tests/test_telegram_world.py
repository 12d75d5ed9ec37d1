"""The stand-in for Telegram is as strict as the real one: methods, limits and the words of its errors."""

import json
from typing import Any

import pytest

from tests.telegram_world import (
    DEFAULT_TOKEN,
    Group,
    HandClock,
    Json,
    Person,
    Reply,
    TelegramWorld,
    UploadedFile,
)
from tests.telegram_world.texts import HtmlReader


@pytest.fixture
def world() -> TelegramWorld:
    return TelegramWorld(HandClock())


@pytest.fixture
def ana(world: TelegramWorld) -> Person:
    person = Person(world, 1001)
    person.command("/start")
    return person


def keyboard(*labels: str, data: str = "x") -> Json:
    return {"inline_keyboard": [[{"text": label, "callback_data": data}] for label in labels]}


def send(world: TelegramWorld, text: str = "Hello", **more: Any) -> Reply:
    return world.call("sendMessage", {"chat_id": 1001, "text": text, **more})


def go(world: TelegramWorld, seconds: float) -> None:
    assert isinstance(world.clock, HandClock)
    world.clock.go(seconds)


def error_of(reply: Reply) -> str:
    assert reply.body["ok"] is False
    assert reply.body["error_code"] == reply.status
    return reply.description


# --- who may call, and what ---


def test_only_the_right_token_and_known_methods_are_taken(world: TelegramWorld) -> None:
    assert world.call("getMe", token=DEFAULT_TOKEN).result["username"] == "tayari_bot"
    wrong = world.call("getMe", token="999:" + "A" * 35)
    assert (wrong.status, error_of(wrong)) == (401, "Unauthorized")
    assert world.call("getMe", token="nonsense").status == 404
    unknown = world.call("sendCarrierPigeon")
    assert (unknown.status, error_of(unknown)) == (404, "Not Found: method not found")
    assert world.call("GETME").ok
    assert [call.outcome for call in world.calls_of("getMe")] == [
        "ok",
        "401 Unauthorized",
        "404 Not Found",
        "ok",
    ]


def test_a_chat_must_be_known_open_and_not_blocked(world: TelegramWorld) -> None:
    assert error_of(send(world)) == "Bad Request: chat not found"
    ana = Person(world, 1001)
    assert error_of(send(world)) == "Bad Request: chat not found"
    team = Group(world, -5)
    team.say(ana, "hi")
    assert error_of(send(world)) == "Forbidden: bot can't initiate conversation with a user"
    ana.command("/start")
    assert send(world).ok
    ana.block()
    blocked = send(world)
    assert (blocked.status, error_of(blocked)) == (403, "Forbidden: bot was blocked by the user")
    ana.unblock()
    assert send(world).ok
    team.remove_bot(ana)
    assert error_of(world.call("sendMessage", {"chat_id": -5, "text": "x"})).startswith(
        "Forbidden: bot was kicked"
    )
    assert error_of(world.call("sendMessage", {"text": "x"})) == "Bad Request: chat_id is empty"
    assert (
        error_of(world.call("sendMessage", {"chat_id": "@nobody", "text": "x"}))
        == "Bad Request: chat not found"
    )


# --- texts ---


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "message text is empty"),
        (" \n ", "text must be non-empty"),
        ("x" * 4097, "message is too long"),
        ("😀" * 2049, "message is too long"),
        ("half \ud83d", "strings must be encoded in UTF-8"),
    ],
)
def test_text_limits(world: TelegramWorld, ana: Person, text: str, words: str) -> None:
    assert error_of(send(world, text)) == f"Bad Request: {words}"
    assert ana.screens() == []


def test_text_at_its_limit_is_counted_after_parsing_and_in_utf16(world: TelegramWorld, ana: Person) -> None:
    assert send(world, "😀" * 2048).ok
    assert send(world, f"<b>{'x' * 4093}&amp;&lt;</b>&gt;", parse_mode="HTML").ok
    assert ana.screen().text.endswith("x&<>")
    assert send(world, "  trimmed \n").result["text"] == "trimmed"


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("é <Co>", 'Unsupported start tag "co" at byte offset 3'),
        ("x <br/>", 'Unsupported start tag "br/" at byte offset 2'),
        ("x <b", "Unclosed start tag at byte offset 2"),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_broken_html_is_refused(world: TelegramWorld, ana: Person, html: str, words: str) -> None:
    reply = send(world, html, parse_mode="HTML")
    assert error_of(reply) == f"Bad Request: can't parse entities: {words}"
    assert send(world, html).result["text"] == html


def test_html_becomes_text_with_entities_in_utf16_units() -> None:
    text, entities = HtmlReader('😀<b>A &amp; <i>B</i></b> <a href="https://x.org">l</a>&nbsp;&#65;').read()
    assert text == "😀A & B l&nbsp;A"
    assert [(each["type"], each["offset"], each["length"]) for each in entities] == [
        ("bold", 2, 5),
        ("italic", 6, 1),
        ("text_link", 8, 1),
    ]


def test_markdown_is_not_spoken(world: TelegramWorld, ana: Person) -> None:
    assert error_of(send(world, "*x*", parse_mode="MarkdownV2")) == "Bad Request: unsupported parse_mode"


# --- keyboards ---


@pytest.mark.parametrize(
    ("button", "words"),
    [
        ({"text": "x", "callback_data": "é" * 32 + "x"}, "BUTTON_DATA_INVALID"),
        ({"text": " ", "callback_data": "x"}, "inline keyboard button text must be non-empty"),
        ({"callback_data": "x"}, "can't parse inline keyboard button: Can't find field \"text\""),
        (
            {"text": "x"},
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            {"text": "x", "callback_data": ""},
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        ({"text": "x", "url": "no"}, "inline keyboard button URL 'no' is invalid: Wrong HTTP URL"),
    ],
)
def test_bad_buttons(world: TelegramWorld, ana: Person, button: Json, words: str) -> None:
    assert error_of(send(world, reply_markup={"inline_keyboard": [[button]]})) == f"Bad Request: {words}"


def test_the_size_of_a_keyboard(world: TelegramWorld, ana: Person) -> None:
    button = {"text": "x", "callback_data": "é" * 32}
    assert send(world, reply_markup={"inline_keyboard": [[button] * 8] * 12 + [[button] * 4]}).ok
    for rows in ([[button] * 9], [[button] * 8] * 13):
        reply = send(world, reply_markup={"inline_keyboard": rows})
        assert error_of(reply) == "Bad Request: reply markup is too long"
    as_string = send(world, reply_markup=json.dumps(keyboard("a")))
    assert as_string.result["reply_markup"] == keyboard("a")


# --- editing and deleting ---


def edit(world: TelegramWorld, message_id: int, text: str, markup: Json | None = None) -> Reply:
    payload: Json = {"chat_id": "1001", "message_id": message_id, "text": text}
    return world.call("editMessageText", payload | ({"reply_markup": markup} if markup else {}))


def test_editing(world: TelegramWorld, ana: Person) -> None:
    sent = send(world, "One", reply_markup=keyboard("a")).result["message_id"]
    assert error_of(edit(world, sent, "One ", keyboard("a"))).startswith(
        "Bad Request: message is not modified"
    )
    assert edit(world, sent, "Two", keyboard("a")).result["edit_date"]
    assert ana.screen().rows == [["a"]]
    assert edit(world, sent, "Two").ok, "an edit without a keyboard takes it away"
    assert ana.screen().rows == []
    stripped = {"chat_id": 1001, "message_id": sent}
    assert error_of(world.call("editMessageReplyMarkup", stripped)).startswith(
        "Bad Request: message is not modified"
    )
    assert world.call("editMessageReplyMarkup", stripped | {"reply_markup": keyboard("b")}).ok
    assert ana.screen().rows == [["b"]]
    assert error_of(edit(world, 99, "x")) == "Bad Request: message to edit not found"
    assert error_of(edit(world, 1, "x")) == "Bad Request: message can't be edited"
    assert error_of(edit(world, 0, "x")) == "Bad Request: message identifier is not specified"
    reply_keyboard = {"keyboard": [["x"]]}
    assert error_of(edit(world, sent, "x", reply_keyboard)) == "Bad Request: inline keyboard expected"


def test_deleting(world: TelegramWorld, ana: Person) -> None:
    first, second = (send(world, text).result["message_id"] for text in ("One", "Two"))
    payload = {"chat_id": 1001, "message_id": second}
    assert world.call("deleteMessage", payload).result is True
    assert error_of(world.call("deleteMessage", payload)) == "Bad Request: message to delete not found"
    assert error_of(edit(world, second, "x")) == "Bad Request: message to edit not found"
    assert ana.screen().text == "One"
    go(world, 48 * 3600 + 1)
    late = world.call("deleteMessage", {"chat_id": 1001, "message_id": first})
    assert error_of(late) == "Bad Request: message can't be deleted for everyone"


def test_deleting_many_at_once_passes_over_what_is_gone(world: TelegramWorld, ana: Person) -> None:
    first, second = (send(world, text).result["message_id"] for text in ("One", "Two"))
    several = {"chat_id": 1001, "message_ids": [first, second, 999]}
    assert world.call("deleteMessages", several).result is True
    assert ana.screens() == []
    many = {"chat_id": 1001, "message_ids": list(range(1, 102))}
    assert error_of(world.call("deleteMessages", many)) == "Bad Request: too many message identifiers"


# --- taps ---


def test_a_tap_is_answered_once_and_in_time(world: TelegramWorld, ana: Person) -> None:
    send(world, reply_markup=keyboard("a"))
    ids = [ana.press("a")["callback_query"]["id"] for _ in range(2)]
    assert len(ana.spinning) == 2
    payload = {"callback_query_id": ids[0], "text": "Saved: 2", "show_alert": True}
    assert (
        error_of(world.call("answerCallbackQuery", payload | {"text": "x" * 201}))
        == "Bad Request: MESSAGE_TOO_LONG"
    )
    assert world.call("answerCallbackQuery", payload).ok
    assert [(toast.text, toast.alert) for toast in ana.toasts] == [("Saved: 2", True)]
    too_old = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    assert error_of(world.call("answerCallbackQuery", payload)) == too_old
    go(world, world.query_life + 1)
    assert error_of(world.call("answerCallbackQuery", {"callback_query_id": ids[1]})) == too_old
    assert error_of(world.call("answerCallbackQuery", {"callback_query_id": "7"})) == too_old
    assert [query.query_id for query in ana.spinning] == ids[1:]


# --- files ---


def test_documents(world: TelegramWorld, ana: Person) -> None:
    pdf = UploadedFile("report.pdf", b"%PDF", "application/pdf")
    payload = {"chat_id": 1001, "caption": "<b>Yours</b>", "parse_mode": "HTML"}
    sent = world.call("sendDocument", payload, files={"document": pdf}).result
    assert sent["document"]["file_name"] == "report.pdf"
    assert (ana.documents[0].content, ana.documents[0].caption) == (b"%PDF", "Yours")
    again = {"chat_id": 1001, "document": sent["document"]["file_id"]}
    assert world.call("sendDocument", again).ok
    attached = world.call("sendDocument", {"chat_id": 1001, "document": "attach://f"}, files={"f": pdf})
    assert attached.ok
    for document, files, words in [
        ("", {}, "there is no document in the request"),
        ("no-such-id", {}, "wrong file identifier/HTTP URL specified"),
        ("", {"document": UploadedFile("x", b"")}, "file must be non-empty"),
    ]:
        reply = world.call("sendDocument", {"chat_id": 1001, "document": document}, files=files)
        assert error_of(reply) == f"Bad Request: {words}"
    too_long = world.call("sendDocument", again | {"caption": "x" * 1025})
    assert error_of(too_long) == "Bad Request: message caption is too long"
    assert (
        error_of(edit(world, sent["message_id"], "x"))
        == "Bad Request: there is no text in the message to edit"
    )
