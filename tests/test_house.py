"""Rules with teeth: who may import whom, sizes, the documents' generated parts, names that stay in."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.table import STATES
from tests.docs import PARTS, ROOMS, ROOT, with_parts

OURS = {"frameworks", "flows", "storage", "bot"}
MAY_IMPORT = {
    "frameworks": {"frameworks"},
    "flows": {"flows", "frameworks"},
    "storage": {"storage", "flows", "frameworks"},
    "bot": OURS,
}
ALLOWED_OUTSIDE = {
    "frameworks": {"pydantic", "babel", "pyphen"},
    "flows": {"transitions"},
    "storage": {"sqlalchemy", "alembic"},
}
LONGEST_FUNCTION, LONGEST_FILE = 40, 300


def modules(room: str) -> list[Path]:
    return sorted((ROOT / room).rglob("*.py"))


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def imports(path: Path) -> Iterator[str]:
    """Every module a file imports, by full name."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def outside(path: Path) -> set[str]:
    """The packages a file imports that are neither ours nor of the standard library."""
    import sys

    tops = {name.split(".")[0] for name in imports(path)}
    return {top for top in tops if top not in OURS and top not in sys.stdlib_module_names}


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_what_it_may(room: str) -> None:
    for path in modules(room):
        ours = {name.split(".")[0] for name in imports(path)} & OURS

        assert ours <= MAY_IMPORT[room], path


@pytest.mark.parametrize("room", ALLOWED_OUTSIDE)
def test_the_pure_rooms_and_storage_use_few_packages(room: str) -> None:
    for path in modules(room):
        assert outside(path) <= ALLOWED_OUTSIDE[room], path


def test_only_the_machine_knows_transitions() -> None:
    users = [path.name for room in ROOMS for path in modules(room) if "transitions" in outside(path)]

    assert users == ["machine.py"]


def test_storage_uses_no_orm() -> None:
    for path in modules("storage"):
        assert not any(name.startswith("sqlalchemy.orm") for name in imports(path)), path


def test_telegram_and_starlette_stay_in_their_corner() -> None:
    for path in modules("bot"):
        place = path.relative_to(ROOT / "bot").as_posix()
        packages = outside(path)

        assert "telegram" not in packages or place.startswith("channels/") or place == "telegram_run.py", path
        assert "starlette" not in packages or place in {"channels/webhook.py", "telegram_run.py"}, path


def test_screens_and_words_know_neither_storage_nor_telegram() -> None:
    for path in [*modules("bot/screens"), *(ROOT / "bot" / name for name in ("words.py", "buttons.py"))]:
        tops = {name.split(".")[0] for name in imports(path)}

        assert not tops & {"storage", "telegram", "sqlalchemy"}, path


def test_the_environment_and_the_time_are_read_in_one_place_each() -> None:
    for room in ROOMS:
        for path in modules(room):
            place = path.relative_to(ROOT).as_posix()
            text = path.read_text("utf-8")

            assert "os.environ" not in text or place == "bot/__init__.py", path
            if place != "bot/clock.py":
                assert not re.search(
                    r"\.now\((UTC|tz|)\)|time\.time\(|utcnow|monotonic\(\)", text.replace("clock.now()", "")
                ), path


@pytest.mark.parametrize("room", ["frameworks", "flows"])
def test_the_pure_middle_is_not_async(room: str) -> None:
    for path in modules(room):
        assert not any(isinstance(node, ast.AsyncFunctionDef | ast.Await) for node in ast.walk(tree(path))), (
            path
        )


@pytest.mark.parametrize("room", [*ROOMS, "tests"])
def test_functions_and_files_stay_small(room: str) -> None:
    for path in modules(room):
        if "versions" in path.parts:
            continue
        assert path.read_text("utf-8").count("\n") <= LONGEST_FILE, path
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                assert length <= LONGEST_FUNCTION, f"{path}:{node.lineno} {node.name}"


@pytest.mark.parametrize("room", [*ROOMS, "tests"])
def test_every_module_says_what_it_is_for(room: str) -> None:
    for path in modules(room):
        assert ast.get_docstring(tree(path)), path


@pytest.mark.parametrize("name", PARTS)
def test_the_generated_parts_of_the_documents_are_true(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")

    assert text == with_parts(name, text), "run `make docs`"


def test_no_background_task_is_started_outside_its_owner() -> None:
    for path in modules("bot"):
        if path.name != "tasks.py":
            assert "create_task" not in path.read_text("utf-8"), path


def test_the_glossary_has_each_word_once() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    words = re.findall(r"^\| ([a-z ]+) \|", text.split("## Words")[1].split("## Rooms")[0], re.MULTILINE)[1:]

    assert len(words) == len(set(words)) > 30


def test_shipped_files_name_no_machine_path_and_no_working_notes() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    wrong = re.compile(
        r"(^|[^a-z])/(work|root)/|shared/|content\.md|house\.md|intake\.md|decisions\.md|pypi\.org"
    )
    for name in listed.splitlines():
        path = ROOT / name
        if path.suffix in {".py", ".md", ".toml", ".lock", ".pot", ".po"} and name != "tests/test_house.py":
            assert not wrong.search(path.read_text("utf-8")), name


def test_every_state_has_a_screen() -> None:
    from bot.screens.draw import BY_STATE

    assert set(BY_STATE) == set(STATES)
