"""What the Bot API answers: the HTTP status, the JSON body, and whether the reply arrives whole."""

import json
from dataclasses import dataclass, field
from typing import Any, Literal

Json = dict[str, Any]
Wire = Literal["whole", "half", "timeout", "reset"]


@dataclass(frozen=True)
class Reply:
    """One answer. `wire` says what becomes of it on its way back: only "whole" can be read."""

    status: int
    body: Json = field(default_factory=dict)
    wire: Wire = "whole"
    effect: bool = True

    @property
    def ok(self) -> bool:
        """The caller gets to read a success."""
        return self.wire == "whole" and self.status == 200

    @property
    def result(self) -> Any:
        """The `result` of a success; an AssertionError otherwise."""
        assert self.ok, f"not a success: {self.outcome}"
        return self.body["result"]

    @property
    def description(self) -> str:
        """The error text, or an empty string."""
        return str(self.body.get("description", "")) if not self.body.get("ok") else ""

    @property
    def outcome(self) -> str:
        """The answer in a few words, for the call record and for failing tests."""
        words = "ok" if self.status == 200 and self.body.get("ok") else f"{self.status} {self.description}"
        if self.wire == "whole":
            return words
        return f"{self.wire} after effect ({words})" if self.effect else f"{self.wire} before effect"

    def raw(self) -> bytes:
        """The bytes of the body; of half a reply, the first half."""
        whole = json.dumps(self.body, ensure_ascii=False).encode()
        return whole[: len(whole) // 2] if self.wire == "half" else whole


class RefusedError(Exception):
    """A method says no; becomes an error body with these words."""

    def __init__(self, status: int, description: str, parameters: Json | None = None) -> None:
        super().__init__(description)
        self.status, self.description, self.parameters = status, description, parameters

    def reply(self) -> Reply:
        """The error as the Bot API words it."""
        return error(self.status, self.description, self.parameters)


def success(result: Any, description: str | None = None) -> Reply:
    """A 200 with a result."""
    body: Json = {"ok": True, "result": result}
    if description is not None:
        body["description"] = description
    return Reply(200, body)


def error(status: int, description: str, parameters: Json | None = None) -> Reply:
    """An error body; `parameters` only where there are any, as in reality."""
    body: Json = {"ok": False, "error_code": status, "description": description}
    if parameters:
        body["parameters"] = parameters
    return Reply(status, body)


def bad(words: str, parameters: Json | None = None) -> RefusedError:
    """400 Bad Request."""
    return RefusedError(400, f"Bad Request: {words}", parameters)


def forbidden(words: str) -> RefusedError:
    """403 Forbidden."""
    return RefusedError(403, f"Forbidden: {words}")


def too_many(seconds: int) -> RefusedError:
    """429 with the time to wait."""
    return RefusedError(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})
