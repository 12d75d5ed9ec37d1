"""Message texts as the Bot API takes them: HTML parsed strictly, trimmed, counted in UTF-16 units."""

import re
from html import unescape
from typing import NamedTuple

from tests.telegram_world.args import Args
from tests.telegram_world.reply import Json, RefusedError, bad

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024

_KINDS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "span": "spoiler",
    "tg-spoiler": "spoiler", "a": "text_link", "code": "code", "pre": "pre", "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}  # fmt: skip
_NAME = re.compile(r"</?([^\s>]*)(?=[\s>])")
_REST = re.compile(r"""((?:"[^"]*"|'[^']*'|[^>"'])*)>""")
_ATTRIBUTE = re.compile(r"""\s+([\w-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([\w.-]+)))?""")
_REFERENCE = re.compile(r"&(?:lt|gt|amp|quot|#\d{1,7}|#x[0-9a-fA-F]{1,6});?")


class Formatted(NamedTuple):
    """A text without markup, and where its formatting lies (offsets in UTF-16 units)."""

    text: str
    entities: list[Json]


def units(text: str) -> int:
    """The length as Telegram counts it."""
    return len(text.encode("utf-16-le")) // 2


def read_text(args: Args, name: str = "text", limit: int = TEXT_LIMIT) -> Formatted:
    """The text parameter `name`, parsed, trimmed and measured; raises what the real one would say."""
    source = args.text(name) or ""
    formatted = _trim(_parse(source, args, "caption_entities" if name == "caption" else "entities"))
    if units(formatted.text) > limit:
        raise bad("message caption is too long" if name == "caption" else "message is too long")
    if name == "text" and not formatted.text:
        raise bad("text must be non-empty" if source else "message text is empty")
    return formatted


def _parse(source: str, args: Args, entities_name: str) -> Formatted:
    source = source.replace("\r", "")
    mode = (args.text("parse_mode") or "").lower()
    if mode == "html":
        return HtmlReader(source).read()
    if mode:  # The real one knows Markdown too; this bot must not use it.
        raise bad("unsupported parse_mode")
    return Formatted(source, list(args.value(entities_name) or []))


def _trim(formatted: Formatted) -> Formatted:
    text = formatted.text.rstrip()
    cut = units(text) - units(text.lstrip())
    text = text.lstrip()
    kept = []
    for entity in formatted.entities:
        start = max(entity["offset"] - cut, 0)
        end = min(entity["offset"] - cut + entity["length"], units(text))
        if end > start:
            kept.append({**entity, "offset": start, "length": end - start})
    return Formatted(text, kept)


class HtmlReader:
    """The HTML of the Bot API: few tags, all closed, `<` and `>` of the text written as references."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.out: list[str] = []
        self.length = 0
        self.open: list[tuple[str, int, Json]] = []
        self.entities: list[Json] = []

    def read(self) -> Formatted:
        """Parse it all, or raise "can't parse entities"."""
        while self.at < len(self.source):
            character = self.source[self.at]
            if character == "<":
                self._tag()
            elif character == "&" and (reference := _REFERENCE.match(self.source, self.at)):
                self._put(unescape(reference.group().rstrip(";") + ";"))
                self.at = reference.end()
            else:
                self._put(character)
                self.at += 1
        if self.open:
            raise _unparsed(f'Can\'t find end tag corresponding to start tag "{self.open[-1][0]}"')
        self.entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
        return Formatted("".join(self.out), self.entities)

    def _put(self, text: str) -> None:
        self.out.append(text)
        self.length += units(text)

    def _place(self) -> str:
        return f"at byte offset {len(self.source[: self.at].encode())}"

    def _tag(self) -> None:
        if self.source.startswith("</", self.at):
            self._close()
        else:
            self._start()

    def _start(self) -> None:
        named = _NAME.match(self.source, self.at)
        if named is None:
            raise _unparsed(f"Unclosed start tag {self._place()}")
        name = named[1].lower()
        if name not in _KINDS:
            raise _unparsed(f'Unsupported start tag "{name}" {self._place()}')
        rest = _REST.match(self.source, named.end())
        if rest is None:
            raise _unparsed(f"Unclosed start tag {self._place()}")
        given = {key.lower(): unescape(x or y or z) for key, x, y, z in _ATTRIBUTE.findall(rest[1])}
        self.open.append((name, self.length, self._entity(name, given)))
        self.at = rest.end()

    def _entity(self, name: str, given: dict[str, str]) -> Json:
        if name == "span" and given.get("class") != "tg-spoiler":
            raise _unparsed(f'Tag "span" must have class "tg-spoiler" {self._place()}')
        if name == "a":
            return {"type": "text_link", "url": given.get("href", "")}
        if name == "tg-emoji":
            return {"type": "custom_emoji", "custom_emoji_id": given.get("emoji-id", "")}
        if name == "blockquote" and "expandable" in given:
            return {"type": "expandable_blockquote"}
        return {"type": _KINDS[name]}

    def _close(self) -> None:
        if not self.open:
            raise _unparsed(f"Unexpected end tag {self._place()}")
        named = _NAME.match(self.source, self.at)
        rest = _REST.match(self.source, named.end()) if named else None
        if named is None or rest is None:
            raise _unparsed(f"Unclosed end tag {self._place()}")
        (name, offset, entity), found = self.open.pop(), named[1].lower()
        if found not in ("", name):
            raise _unparsed(f'Unmatched end tag {self._place()}, expected "</{name}>", found "</{found}>"')
        if self.length > offset:
            self.entities.append({**entity, "offset": offset, "length": self.length - offset})
        self.at = rest.end()


def _unparsed(words: str) -> RefusedError:
    return bad(f"can't parse entities: {words}")
