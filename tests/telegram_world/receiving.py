"""The methods by which a bot gets its updates: getUpdates or a webhook, never both."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tests.telegram_world.args import Args
from tests.telegram_world.reply import Json, Reply, bad, success
from tests.telegram_world.trouble import conflict
from tests.telegram_world.updates import Webhook

if TYPE_CHECKING:
    from tests.telegram_world.world import TelegramWorld

WEBHOOK_ACTIVE = (
    "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)
OTHER_POLLER = "terminated by other getUpdates request; make sure that only one bot instance is running"
LOOPBACK = ("127.0.0.1", "localhost", "::1")


def get_updates(world: TelegramWorld, args: Args) -> Json | Reply:
    """getUpdates, answered at once; the fronts do the waiting."""
    if world.updates.webhook:
        return conflict(WEBHOOK_ACTIVE)
    _allow(world, args)
    world.updates.drop_expired(world.clock())
    world.updates.confirm(args.integer("offset"))
    limit = args.integer("limit", 100)
    return success(world.updates.first(limit if 1 <= limit <= 100 else 100))


def _allow(world: TelegramWorld, args: Args) -> None:
    allowed = args.value("allowed_updates")
    if allowed is not None:
        if not isinstance(allowed, list):
            raise bad("can't parse allowed updates JSON object")
        world.updates.allowed = [str(kind) for kind in allowed]


def set_webhook(world: TelegramWorld, args: Args) -> Reply:
    """setWebhook; unlike the real one it takes plain http on the own machine."""
    url = args.text("url") or ""
    if not url:
        return delete_webhook(world, args)
    secret = args.text("secret_token") or ""
    if len(secret) > 256:
        raise bad("secret token is too long")
    if not re.fullmatch(r"[A-Za-z0-9_-]*", secret):
        raise bad("secret token contains unallowed characters")
    parts = urlsplit(url)
    if not parts.hostname or (parts.scheme != "https" and parts.hostname not in LOOPBACK):
        raise bad("bad webhook: An HTTPS URL must be provided for webhook")
    _allow(world, args)
    if args.flag("drop_pending_updates"):
        world.updates.clear()
    most = args.integer("max_connections", 40)
    was = world.updates.webhook
    world.updates.webhook = Webhook(url, secret, min(max(most, 1), 100))
    world.updates.wake()
    return success(True, "Webhook is already set" if was and was.url == url else "Webhook was set")


def delete_webhook(world: TelegramWorld, args: Args) -> Reply:
    """deleteWebhook."""
    was, world.updates.webhook = world.updates.webhook, None
    if args.flag("drop_pending_updates"):
        world.updates.clear()
    world.updates.wake()
    return success(True, "Webhook was deleted" if was else "Webhook is already deleted")


def get_webhook_info(world: TelegramWorld, args: Args) -> Json:
    """getWebhookInfo."""
    webhook = world.updates.webhook
    world.updates.drop_expired(world.clock())
    info: Json = {"url": "", "has_custom_certificate": False}
    info["pending_update_count"] = len(world.updates.pending)
    if webhook:
        info["url"] = webhook.url
        info["max_connections"] = webhook.max_connections
        if webhook.last_error_date is not None:
            info["last_error_date"] = webhook.last_error_date
            info["last_error_message"] = webhook.last_error_message
    if world.updates.allowed:
        info["allowed_updates"] = world.updates.allowed
    return info


METHODS: dict[str, Callable[[TelegramWorld, Args], Any]] = {
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
}
