"""Updates are kept until they are confirmed, and trouble strikes exactly as planned."""

import pytest

from tests.telegram_world import HandClock, Json, Person, Reply, TelegramWorld


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def world(clock: HandClock) -> TelegramWorld:
    return TelegramWorld(clock)


@pytest.fixture
def ana(world: TelegramWorld) -> Person:
    person = Person(world, 1001)
    person.command("/start")
    return person


def send(world: TelegramWorld, text: str = "x", chat: int = 1001) -> Reply:
    return world.call("sendMessage", {"chat_id": chat, "text": text})


def fetched(world: TelegramWorld, **payload: int) -> list[int]:
    return [update["update_id"] for update in world.call("getUpdates", dict(payload)).result]


# --- updates ---


def test_an_offset_confirms(world: TelegramWorld, ana: Person) -> None:
    ids = [update["update_id"] for update in (ana.say("a"), ana.say("b"))]
    first = ids[0] - 1
    assert fetched(world) == [first, *ids]
    assert fetched(world) == [first, *ids], "unconfirmed updates come again"
    assert fetched(world, limit=1) == [first]
    assert fetched(world, offset=ids[0]) == ids
    ana.say("c")
    assert fetched(world, offset=-1) == [ids[1] + 1]
    assert fetched(world, offset=ids[1] + 2) == []


def test_updates_do_not_wait_for_ever(world: TelegramWorld, ana: Person, clock: HandClock) -> None:
    tap = ana.press_data(1, "x")
    clock.go(151)
    assert len(fetched(world)) == 1
    assert world.updates.lost == [tap]
    clock.go(86_400)
    assert fetched(world) == []


def test_only_wanted_kinds_are_queued(world: TelegramWorld, ana: Person) -> None:
    world.call("getUpdates", {"allowed_updates": '["callback_query"]'})
    ana.say("unheard")
    tap = ana.press_data(1, "x")["update_id"]
    assert fetched(world, offset=tap) == [tap]


def test_polling_and_webhook_exclude_each_other(world: TelegramWorld, ana: Person) -> None:
    url = "http://127.0.0.1:9/hook"
    assert (
        world.call("setWebhook", {"url": url, "secret_token": "s-1"}).body["description"] == "Webhook was set"
    )
    refused = world.call("getUpdates")
    assert refused.status == 409
    assert refused.description.startswith("Conflict: can't use getUpdates method while webhook is active")
    info = world.call("getWebhookInfo").result
    assert (info["url"], info["pending_update_count"]) == (url, 1)
    assert world.call("deleteWebhook").body["description"] == "Webhook was deleted"
    assert len(fetched(world)) == 1
    assert world.call("deleteWebhook", {"drop_pending_updates": True}).ok
    assert fetched(world) == []
    assert world.call("setWebhook", {"url": "http://example.org/hook"}).status == 400
    assert world.call("setWebhook", {"url": url, "secret_token": "a+b"}).status == 400


# --- trouble ---


def test_faults_strike_the_planned_calls_only(world: TelegramWorld, ana: Person) -> None:
    Person(world, 1002).command("/start")
    world.trouble.server_error("send*", chat=1001, skip=1, times=2)
    outcomes = [send(world, chat=chat).status for chat in (1001, 1002, 1001, 1001, 1001)]
    assert outcomes == [200, 200, 500, 500, 200]
    assert world.trouble.pending == []
    assert [call.outcome for call in world.calls_of("sendMessage")][2] == "500 Internal Server Error"


def test_effects_before_and_after(world: TelegramWorld, ana: Person) -> None:
    trouble, wires = world.trouble, []
    trouble.timeout_before()
    trouble.reset_before()
    trouble.timeout_after()
    trouble.reset_after()
    trouble.half_reply()
    for text in "abcde":
        reply = send(world, text)
        assert not reply.ok
        wires.append((reply.wire, reply.effect))
    assert wires == [
        ("timeout", False),
        ("reset", False),
        ("timeout", True),
        ("reset", True),
        ("half", True),
    ]
    assert [screen.text for screen in ana.screens()] == ["c", "d", "e"]
    assert world.calls[-3].outcome == "timeout after effect (ok)"


def test_refusals_by_plan(world: TelegramWorld, ana: Person) -> None:
    world.trouble.blocked("sendMessage")
    assert send(world).description == "Forbidden: bot was blocked by the user"
    sent = send(world).result["message_id"]
    world.trouble.edit_not_found()
    edit: Json = {"chat_id": 1001, "message_id": sent, "text": "new"}
    assert world.call("editMessageText", edit).description == "Bad Request: message to edit not found"
    assert world.call("editMessageText", edit).ok


def test_a_429_closes_the_chat_until_it_is_over(world: TelegramWorld, ana: Person, clock: HandClock) -> None:
    world.trouble.too_many("send*", retry_after=5)
    first = send(world)
    assert (first.status, first.description) == (429, "Too Many Requests: retry after 5")
    assert first.body["parameters"] == {"retry_after": 5}
    clock.go(4)
    assert send(world).body["parameters"] == {"retry_after": 1}
    assert world.trouble.impatient == 1
    clock.go(1)
    assert send(world).ok


def test_flood_limits(world: TelegramWorld, clock: HandClock) -> None:
    people = [Person(world, 2000 + number) for number in range(31)]
    for person in people:
        person.command("/start")
    world.flood_limit = True
    assert [send(world, chat=person.user_id).status for person in people] == [200] * 30 + [429]
    again = send(world, chat=2000)
    assert again.body["parameters"] == {"retry_after": 1}
    assert world.call("answerCallbackQuery", {"callback_query_id": "x"}).status == 400, "taps are not counted"
    clock.go(1)
    assert send(world, chat=2000).ok
    assert send(world, chat=2000).status == 429
    world.flood_limit = False
    assert send(world, chat=2000).ok


def test_down_means_no_effect(world: TelegramWorld, ana: Person) -> None:
    world.down = True
    assert send(world).outcome == "reset before effect"
    world.down = False
    assert send(world).ok
    assert len(ana.screens()) == 1
