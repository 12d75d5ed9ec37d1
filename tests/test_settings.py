"""Settings from the environment: everything wrong is said at once, no secret ever, and README tells them all."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.settings import BadSettings, Settings, load_settings
from storage.engine import UnknownDatabase, is_sqlite, plain_url, reader_engine, writer_engine

README = Path(__file__).parents[1] / "README.md"
NAMES = {name.upper() for name in Settings.model_fields}


@pytest.fixture(autouse=True)
def empty_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting from outside, and no `.env`."""
    for name in (*NAMES, "PORT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def told(monkeypatch: pytest.MonkeyPatch, **settings: str) -> str:
    """The message about these settings."""
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(BadSettings) as raised:
        load_settings()
    assert raised.value.__cause__ is None
    assert raised.value.__suppress_context__
    return str(raised.value)


def test_everything_has_a_default() -> None:
    settings = load_settings()
    assert settings.database == "sqlite:///data/tayari.db"
    assert settings.bot_mode == "polling"
    assert settings.telegram_base_url == "https://api.telegram.org/bot"
    assert settings.webhook_port is None


def test_all_that_is_wrong_is_said_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    message = told(
        monkeypatch, BOT_MODE="carrier pigeon", WEBHOOK_PORT="99999", DATABASE_URL="mysql://u:geheim@h/db",
        DEFAULT_TIMEZONE="Mars/Olympus", DEFAULT_LANGUAGE="!!", COORDINATORS="12, Ana", LOG_LEVEL="LOUD",
        LOG_FORMAT="xml",
    )  # fmt: skip
    lines = message.splitlines()
    assert lines[0] == "These settings are wrong:"
    named = {line.strip().split(":")[0] for line in lines[1:]}
    wrong = {
        "BOT_MODE",
        "WEBHOOK_PORT",
        "DATABASE_URL",
        "DEFAULT_TIMEZONE",
        "DEFAULT_LANGUAGE",
        "COORDINATORS",
    }
    assert named == wrong | {"LOG_LEVEL", "LOG_FORMAT"}
    for remedy in (
        "'polling' or 'webhook'",
        "sqlite:// or postgresql://",
        "Africa/Nairobi",
        "en or fr",
        "commas",
    ):
        assert remedy in message
    for value in ("carrier pigeon", "99999", "geheim", "Mars", "!!", "Ana", "LOUD", "xml"):
        assert value not in message


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "x1234secret"),
        ("WEBHOOK_PORT", "-1"),
        ("WEBHOOK_PORT", "1.5"),
        ("COORDINATORS", "secret"),
        ("DATABASE_URL", "postgresql//secret"),
        ("DATABASE_URL", "secret"),
        ("DATABASE_URL", "postgresql://u:p@secret:secret@h/d"),
        ("DATABASE_URL", "postgresql://u:secret@h:x/d"),
        ("DEFAULT_TIMEZONE", "../secret"),
        ("DEFAULT_TIMEZONE", ""),
        ("DEFAULT_LANGUAGE", "secret-secret"),
    ],
    ids=map(str, range(11)),
)
def test_a_wrong_value_is_named_and_not_repeated(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    message = told(monkeypatch, **{name: value})
    assert name in message or (name, "WEBHOOK_PORT" in message) == ("PORT", True)
    assert "secret" not in message


def test_webhook_mode_needs_its_three_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    message = told(monkeypatch, BOT_MODE="webhook")
    assert "BOT_MODE=webhook needs WEBHOOK_URL, WEBHOOK_SECRET, WEBHOOK_PORT (or PORT)" in message
    assert "WEBHOOK_SECRET" not in told(monkeypatch, WEBHOOK_SECRET="hidden-hidden")
    assert "hidden-hidden" not in told(monkeypatch, WEBHOOK_URL="no address")
    assert "WEBHOOK_URL" not in told(monkeypatch, WEBHOOK_URL="https://example.org/hook")
    monkeypatch.setenv("PORT", "8443")
    settings = load_settings()
    assert (settings.webhook_port, settings.bot_mode) == (8443, "webhook")


def test_port_is_another_name_and_webhook_port_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "5000")
    assert load_settings().webhook_port == 5000
    monkeypatch.setenv("WEBHOOK_PORT", "6000")
    assert load_settings().webhook_port == 6000


def test_a_file_of_settings_is_read_and_the_environment_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("DEFAULT_LANGUAGE=fr\nOPERATOR_NAME=From the file\nSOMETHING_ELSE=1\n", "utf-8")
    monkeypatch.setenv("OPERATOR_NAME", "From outside")
    settings = load_settings()
    assert (settings.default_language, settings.operator_name) == ("fr", "From outside")


def test_secrets_are_not_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN", "123456:very-secret-token")
    monkeypatch.setenv("WEBHOOK_SECRET", "very-secret-word")
    settings = load_settings()
    assert "very-secret" not in f"{settings!r} {settings} {settings.model_dump()}"
    assert settings.bot_token.get_secret_value() == "123456:very-secret-token"


@pytest.mark.parametrize(
    ("address", "plain"),
    [
        ("sqlite:///data/x.db", "sqlite:///data/x.db"),
        ("sqlite:////srv/x.db", "sqlite:////srv/x.db"),
        ("sqlite+aiosqlite:///data/x.db", "sqlite:///data/x.db"),
        ("sqlite+pysqlite:///data/x.db", "sqlite:///data/x.db"),
        ("postgres://u:p@h/d", "postgresql://u:***@h/d"),
        ("postgresql://u:p@h:5433/d", "postgresql://u:***@h:5433/d"),
        ("postgresql+psycopg://u:p@h/d", "postgresql://u:***@h/d"),
        ("postgresql+psycopg2://u:p@h/d", "postgresql://u:***@h/d"),
        ("postgresql+asyncpg://u:p@h/d?sslmode=require", "postgresql://u:***@h/d?sslmode=require"),
    ],
    ids=map(str, range(9)),
)
def test_every_spelling_of_a_database_is_taken(
    monkeypatch: pytest.MonkeyPatch, address: str, plain: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", address)
    assert plain_url(load_settings().database).render_as_string() == plain
    assert is_sqlite(address) is plain.startswith("sqlite")
    writer, reader = writer_engine(address), reader_engine(address)
    expected = ("sqlite", "sqlite") if plain.startswith("sqlite") else ("postgresql", "postgresql")
    assert (writer.dialect.name, reader.dialect.name) == expected
    assert writer.dialect.driver == ("pysqlite" if plain.startswith("sqlite") else "psycopg")
    writer.dispose()
    reader.sync_engine.dispose()


def test_other_databases_are_refused_without_their_password() -> None:
    for address in ("mysql://h/d", "oracle://u:p@h/d", "file:x.db", "x.db", "postgresql://u:p@u:p@h/d"):
        with pytest.raises(UnknownDatabase, match="DATABASE_URL") as raised:
            plain_url(address)
        assert "u:p" not in str(raised.value)


def test_a_database_that_is_gone_at_every_restart_is_refused() -> None:
    for address in ("sqlite://", "sqlite:///", "sqlite:///:memory:", "sqlite+aiosqlite://"):
        with pytest.raises(UnknownDatabase, match="names no file"):
            plain_url(address)


def test_the_table_of_readme_tells_every_setting_and_no_other() -> None:
    rows = re.findall(r"^\| `([A-Z_]+)` \| (.*?) \| (.+?) \|$", README.read_text("utf-8"), re.MULTILINE)
    assert {name for name, _default, _text in rows} == NAMES
    assert len(rows) == len(NAMES)
    defaults = {name: default for name, default, _text in rows}
    for name, field in Settings.model_fields.items():
        value = field.get_default()
        if isinstance(value, str | int | Path) and str(value):
            assert str(value) in defaults[name.upper()], f"{name} begins as {value}"


def test_every_setting_is_described() -> None:
    assert all(field.description for field in Settings.model_fields.values())
