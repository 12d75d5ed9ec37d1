"""What people see of the bot before they write: commands, name and descriptions, per language."""

import json

from tests.telegram_world import HandClock, TelegramWorld


def test_commands_and_descriptions_per_language() -> None:
    world = TelegramWorld(HandClock())
    commands = [{"command": "start", "description": "Begin"}]
    assert world.call("setMyCommands", {"commands": commands}).ok
    swahili = [{"command": "start", "description": "Anza"}]
    assert world.call("setMyCommands", {"commands": json.dumps(swahili), "language_code": "sw"}).ok
    assert world.profile.commands_for("sw") == {"start": "Anza"}
    assert world.profile.commands_for("fr") == {"start": "Begin"}
    assert world.call("getMyCommands", {"language_code": "sw"}).result == swahili
    for broken in ({"command": "Start", "description": "x"}, {"command": "start", "description": ""}):
        assert world.call("setMyCommands", {"commands": [broken]}).status == 400
    assert world.call("setMyCommands", {"commands": commands * 101}).status == 400
    for method, kind, limit in [
        ("setMyName", "name", 64),
        ("setMyDescription", "description", 512),
        ("setMyShortDescription", "short_description", 120),
    ]:
        assert world.call(method, {kind: "x" * limit, "language_code": "en"}).ok
        assert world.call(method, {kind: "x" * (limit + 1)}).status == 400
        assert world.profile.text_for(kind, "en") == "x" * limit
    assert world.call("setMyName", {"name": "x", "language_code": "english"}).status == 400
