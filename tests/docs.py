"""The generated parts of the documents: state diagram, file and settings tables, gallery. `make docs` writes them."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from bot.settings import Settings
from flows.diagram import mermaid
from tests.gallery import gallery

ROOT = Path(__file__).parent.parent
ROOMS = ("frameworks", "flows", "storage", "bot")


def first_line(path: Path) -> str:
    """The first line of a module's docstring."""
    docstring = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
    return docstring.split("\n")[0]


def file_table() -> str:
    """Every shipped module with the first line of its docstring."""
    rows = ["| file | what it is for |", "|---|---|"]
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            rows.append(f"| `{path.relative_to(ROOT).as_posix()}` | {first_line(path)} |")
    return "\n".join(rows)


def diagram() -> str:
    return f"```mermaid\n{mermaid()}\n```"


def settings_table() -> str:
    """Every setting with its default and meaning."""
    rows = ["| setting | default | meaning |", "|---|---|---|"]
    for name, field in Settings.model_fields.items():
        default = field.get_default(call_default_factory=True)
        shown = default.get_secret_value() if hasattr(default, "get_secret_value") else default
        told = f"`{shown}`" if shown not in {None, ""} else "-"
        rows.append(f"| `{name.upper()}` | {told} | {field.description} |")
    return "\n".join(rows)


PARTS = {
    "ARCHITECTURE.md": {"files": file_table, "diagram": diagram},
    "README.md": {"settings": settings_table, "gallery": gallery},
}


def with_parts(name: str, text: str) -> str:
    """The document with its generated parts as they should be."""
    for part, make in PARTS[name].items():
        pattern = re.compile(rf"(<!-- {part} -->\n)(?:.*?\n)?(<!-- end {part} -->)", re.DOTALL)
        made = make()
        text, found = pattern.subn(lambda match, made=made: match[1] + made + "\n" + match[2], text)  # type: ignore[misc]
        if found != 1:
            raise ValueError(f"{name} has no place for {part}")
    return text


def main() -> None:
    """Write the generated parts."""
    for name in PARTS:
        path = ROOT / name
        path.write_text(with_parts(name, path.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
