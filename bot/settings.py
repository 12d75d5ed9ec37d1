"""The only reader of the environment. All that is wrong is said at once, with the remedy, never a secret."""

from __future__ import annotations

from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale, UnknownLocaleError
from pydantic import AliasChoices, Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from storage.engine import plain_url


class BadSettings(Exception):
    """One or more settings are wrong; the message lists them all."""


class Settings(BaseSettings):
    """Settings by their environment names in lower case. The table in README.md is held to this class."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True)

    bot_token: SecretStr = Field(
        default=SecretStr(""), description="Token from BotFather. Without one, only the terminal chat works."
    )
    telegram_base_url: str = Field(
        default="https://api.telegram.org/bot", description="Bot API server, up to the token."
    )
    telegram_base_file_url: str = Field(
        default="https://api.telegram.org/file/bot", description="The same for files."
    )
    database_url: str = Field(
        default="", description="`sqlite:///...` or `postgresql://...`. Empty: `tayari.db` in `DATA_DIR`."
    )
    data_dir: Path = Field(default=Path("data"), description="Folder for the SQLite file.")
    bot_mode: Literal["polling", "webhook"] = Field(
        default="polling", description="How updates come in: `polling` or `webhook`."
    )
    webhook_url: str = Field(
        default="", description="Full public address that Telegram posts to (webhook mode)."
    )
    webhook_listen: str = Field(default="0.0.0.0", description="Address the web server listens on.")
    webhook_port: int | None = Field(
        default=None,
        validation_alias=AliasChoices("webhook_port", "port"),
        description="Port of the web server, or `PORT`. In polling mode it serves health and metrics alone.",
        ge=0,
        le=65535,
    )
    webhook_secret: SecretStr = Field(
        default=SecretStr(""), description="Secret that Telegram sends back with each post (webhook mode)."
    )
    default_language: str = Field(
        default="en", description="Language of people whose own is not spoken here."
    )
    default_timezone: str = Field(default="UTC", description="Zone in which days are printed.")
    coordinators: str = Field(
        default="",
        description=(
            "Telegram ids of coordinators who may create cohorts, with commas. "
            "Who is taken out stays one until `tayari coordinator remove`."
        ),
    )
    operator_name: str = Field(
        default="",
        description="Who runs this bot; named in the consent text. Empty: the operator, in each language.",
    )
    privacy_contact: str = Field(
        default="", description="Where people ask about their data; shown by /privacy."
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO", description="Least level that is logged."
    )
    log_format: Literal["text", "json"] = Field(
        default="text", description="Log lines for people or for machines."
    )

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        if value:
            plain_url(value)
        return value

    @field_validator("default_timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError("is no time zone; write one such as Africa/Nairobi") from None
        return value

    @field_validator("default_language")
    @classmethod
    def _known_language(cls, value: str) -> str:
        try:
            Locale.parse(value)
        except (UnknownLocaleError, ValueError):
            raise ValueError("is no language; write one such as en or fr") from None
        return value

    @field_validator("coordinators")
    @classmethod
    def _ids(cls, value: str) -> str:
        if any(not part.strip().isdigit() for part in value.split(",") if part.strip()):
            raise ValueError("holds something that is no Telegram id; write numbers with commas")
        return value

    @model_validator(mode="after")
    def _webhook_is_whole(self) -> Settings:
        if self.bot_mode != "webhook":
            return self
        missing = [
            name
            for name, there in (
                ("WEBHOOK_URL", bool(urlsplit(self.webhook_url).netloc)),
                ("WEBHOOK_SECRET", bool(self.webhook_secret.get_secret_value())),
                ("WEBHOOK_PORT (or PORT)", self.webhook_port is not None),
            )
            if not there
        ]
        if missing:
            raise ValueError(f"BOT_MODE=webhook needs {', '.join(missing)}")
        return self

    @property
    def database(self) -> str:
        """The address of the database."""
        return self.database_url or f"sqlite:///{(self.data_dir / 'tayari.db').as_posix()}"

    @property
    def coordinator_ids(self) -> tuple[int, ...]:
        """The Telegram ids of coordinators."""
        return tuple(int(part) for part in self.coordinators.split(",") if part.strip())

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.default_timezone)


def load_settings() -> Settings:
    """Settings from the environment and `.env`; raises BadSettings with all that is wrong."""
    try:
        return Settings()
    except ValidationError as trouble:
        raise BadSettings(_all_of(trouble)) from None


def _all_of(trouble: ValidationError) -> str:
    """One line a problem. The value itself is not shown: it may be a secret."""
    lines = []
    for error in trouble.errors(include_input=False, include_url=False):
        name = "_".join(str(part) for part in error["loc"]).upper()
        lines.append(f"  {name}: {error['msg']}" if name else f"  {error['msg']}")
    return "These settings are wrong:\n" + "\n".join(lines)
