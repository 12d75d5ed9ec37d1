"""`tayari export`, on both databases: the file is there, or one clear line says why it is not."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
import typer
from sqlalchemy import Engine

from bot.commands import cohort
from bot.commands.export import export
from tests.frameworks.samples import SP, all_sp
from tests.programme.export_reading import from_csv, from_jsonl, from_xlsx
from tests.programme.export_support import Cohort
from tests.programme.terminal import Terminal

FAR = datetime(9999, 1, 1, tzinfo=UTC)


@pytest.fixture
def terminal(database: str, tmp_path: Path) -> Terminal:
    app = typer.Typer()
    app.add_typer(cohort.app, name="cohort")
    app.command()(export)
    return Terminal(app, database, tmp_path)


@pytest.fixture
def group(writer: Engine) -> Cohort:
    made = Cohort(writer, SP)
    made.joins("Red Cross", all_sp(3), code="007", share_until=FAR)
    return made


def test_what_is_no_file_is_not_replaced(terminal: Terminal, group: Cohort, tmp_path: Path) -> None:
    pipe, folder = tmp_path / "pipe", tmp_path / "folder"
    os.mkfifo(pipe)
    folder.mkdir()
    for out in ("", ".", "/", "..", str(pipe), str(folder)):
        said = terminal.complained("export", str(group.number), "--out", out)

        assert "is no file, but a folder or a device. Choose the name of a file." in " ".join(said.split())
    assert pipe.is_fifo() and folder.is_dir()
    assert "cannot be written" in terminal.complained("export", str(group.number), "--out", "x" * 300)


@pytest.mark.parametrize("format", ["xlsx", "csv", "jsonl"])
def test_a_file_is_written_in_each_format(
    terminal: Terminal, group: Cohort, tmp_path: Path, format: str
) -> None:
    out = tmp_path / "out"
    said = terminal.said(
        "export", str(group.number), "--format", format, "--language", "fr", "--out", str(out)
    )

    assert said.startswith(f"{out}: 1 organisations, ")
    read = {"xlsx": from_xlsx, "csv": lambda path: from_csv(path, ";"), "jsonl": from_jsonl}[format]
    (row,) = read(out)["organisations"]
    assert (row["name"], row["code"]) == ("Red Cross", "007")


def test_the_operator_chooses_the_separator(terminal: Terminal, group: Cohort, tmp_path: Path) -> None:
    out = tmp_path / "out.zip"
    terminal.said("export", str(group.number), "--format", "csv", "--separator", ";", "--out", str(out))

    assert from_csv(out, ";")["organisations"][0]["name"] == "Red Cross"


def test_without_a_name_the_file_lies_here(
    terminal: Terminal, group: Cohort, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    terminal.said("export", str(group.number), "--format", "csv")

    assert (tmp_path / f"cohort-{group.number}.zip").is_file()


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (("4711",), "There is nothing here with this number."),
        (("1", "--language", "tlh"), "The language tlh is not spoken here. There are: en, fr."),
        (("1", "--format", "csv", "--separator", "|"), "The separator is a comma or a semicolon."),
        (("1", "--out", "nowhere/file.xlsx"), "The folder nowhere is not there."),
    ],
)
def test_what_cannot_be_is_one_clear_line(
    terminal: Terminal,
    group: Cohort,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    line: str,
) -> None:
    monkeypatch.chdir(tmp_path)

    assert terminal.complained("export", *words) == line
    assert not [
        each.name for each in tmp_path.iterdir() if "cohort" in each.name or each.name.startswith(".")
    ]
