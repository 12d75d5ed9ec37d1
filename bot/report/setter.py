"""Typst as we use it: our templates, our fonts, no network. Tries an order until its result is small enough."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import typst
from PIL import Image

from bot.report.fonts import all_printable, families_in_order, font_folders

ACCESSIBLE: Final = "ua-1"
"""The standard for screen readers. It takes no letter without a font, so a file that keeps to it shows no box."""

SHADES = 16
"""So many shades the card has, from the darkest to white: it is made to be read in grey."""
DARKEST = (0x12, 0x3F, 0x66)


class Setter:
    """Fonts and templates read once."""

    def __init__(self, templates: Path) -> None:
        folders = [str(folder) for folder in font_folders()]
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
        self._families = families_in_order(fonts.families())
        self._templates = templates
        self._compiler = typst.Compiler(root=str(templates), font_paths=fonts, ignore_system_fonts=True)

    def set(self, order: dict[str, Any]) -> bytes:
        """The file of the first try that fits; of the last one where none does."""
        made = b""
        for one in order["tries"]:
            made, pages = self._made(order["format"], one)
            if len(made) <= order["bytes"] and pages <= order["pages"]:
                break
        return made

    def accessible(self, template: str, data: dict[str, Any], *, strict: bool = True) -> bytes:
        """A PDF by the standard for screen readers. Raises TypstError where a letter has no font, unless lenient."""
        made = self._compiler.compile(
            str(self._templates / template),
            format="pdf",
            sys_inputs=self._given(data),
            timestamp=datetime.fromisoformat(data["day"]).replace(tzinfo=UTC),
            pdf_standards=[ACCESSIBLE] if strict else [],
        )
        return self._file(made)

    def pages(self, one: dict[str, Any], dots: int) -> list[bytes]:
        """Every page of this try as a picture of so many dots per inch."""
        path, given = str(self._templates / one["template"]), self._given(one["data"])
        made = self._compiler.compile(path, format="png", sys_inputs=given, ppi=dots)
        return made if isinstance(made, list) else [self._file(made)]

    def _made(self, kind: str, one: dict[str, Any]) -> tuple[bytes, int]:
        """A file and its pages."""
        template, data = one["template"], one["data"]
        if kind == "png":
            path, given = str(self._templates / template), self._given(data)
            made = self._compiler.compile(path, format="png", sys_inputs=given, ppi=one["ppi"])
            return few_shades(self._file(made)), 1
        try:
            pdf = self.accessible(template, data)
        except typst.TypstError:
            # A letter that only its neighbours make impossible is still better than no report.
            pdf = self.accessible(template, data, strict=False)
        return pdf, int(self._compiler.query("<pages>", field="value", one=True))

    def _given(self, data: dict[str, Any]) -> dict[str, str]:
        printed = all_printable({**data, "families": self._families}, data["elsewhere"])
        return {"data": json.dumps(printed)}

    @staticmethod
    def _file(made: bytes | list[bytes] | None) -> bytes:
        """One file; of a picture its first page."""
        found = made[0] if isinstance(made, list) else made
        assert found is not None, "no output file was asked for"
        return found


def few_shades(png: bytes) -> bytes:
    """The same picture in a few shades of one colour: a third of the bytes, and the same to the eye."""
    with Image.open(BytesIO(png)) as picture:
        grey = picture.convert("RGB").convert("L")
    low = next(value for value, dots in enumerate(grey.histogram()) if dots)
    steps = [max(0, round((value - low) / max(1, 255 - low) * (SHADES - 1))) for value in range(256)]
    shaded = grey.point(steps)
    found = Image.frombytes("P", shaded.size, shaded.tobytes())
    found.putpalette([_between(colour, step) for step in range(SHADES) for colour in DARKEST])
    file = BytesIO()
    found.save(file, "png", optimize=True, bits=4)
    return file.getvalue()


def _between(colour: int, step: int) -> int:
    return round(colour + (255 - colour) * step / (SHADES - 1))
