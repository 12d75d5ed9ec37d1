"""`tayari invite` and `tayari cohort import`: links, QR codes and lists as an operator makes them."""

from __future__ import annotations

import csv
import os
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
import segno
import typer
from sqlalchemy import Engine

from bot.commands import invite
from bot.commands.roster import import_list
from bot.programme.links import deep_link
from bot.programme.qr import QUIET_ZONE, qr_png
from bot.programme.roster_file import read_roster
from storage.programme.bots import bot_username, remember_bot
from storage.programme.tables import enrolment, invitee
from storage.tables import link
from tests.programme.invited import Door
from tests.programme.terminal import Terminal

app = typer.Typer()
app.add_typer(invite.app, name="invite")
app.command("import")(import_list)


@pytest.fixture
def door(writer: Engine) -> Door:
    with writer.begin() as connection:
        remember_bot(connection, "telegram", 1, "TayariBot")
    return Door.build(writer)


@pytest.fixture
def terminal(door: Door, database: str, tmp_path: Path) -> Terminal:
    door.writer.dispose()
    return Terminal(app, database, tmp_path)


def code_in(address: str) -> str:
    start = "https://t.me/TayariBot?start="
    assert address.startswith(start), address
    return address.removeprefix(start)


def test_links_are_made_and_printed_with_their_limit_and_end(door: Door, terminal: Terminal) -> None:
    (many, _note) = terminal.table("invite", str(door.cohort))
    three = terminal.table("invite", str(door.cohort), "--one", "3", "--label", "Radio")[:-1]
    (ten, _note) = terminal.table("invite", "--many", "10", "--until", "2099-12-31", str(door.cohort))

    assert many[1:3] == ["many", "50"]
    assert [row[1:4] for row in three] == [["one", "1", "-"]] * 3
    assert ten[1:4] == ["many", "10", "2099-12-31 21:00"]
    door.now = max(each.created_at for each in door.made.rows(link))
    codes = [code_in(row[4]) for row in (many, *three, ten)]
    assert [door.state(code, door.made.chat(place)) for place, code in enumerate(codes)] == ["open"] * 5


def test_the_list_of_links_says_who_came(door: Door, terminal: Terminal) -> None:
    number, code = door.issue("many", label="Radio <b>")
    came = door.join(code, door.made.chat(777001))
    door.made.change(enrolment, came, name="Hope")
    (row,) = terminal.table("invite", "list", str(door.cohort))

    assert (*row[:3], row[4]) == (str(number), "many", "Radio <b>", "1 of 50")
    assert row[7] == "Hope 2026-03-12 15:00"
    assert "revoked" in terminal.said("invite", "revoke", str(number))
    assert terminal.table("invite", "list", str(door.cohort))[0][3] == "revoked"
    assert "777001" not in terminal.said("invite", "list", str(door.cohort))


def test_a_file_has_a_link_for_everybody_who_has_not_joined(door: Door, terminal: Terminal) -> None:
    _, (_ann, ben) = door.listed("=HYPERLINK(1) À", "@Ann", "Ben")
    door.made.change(invitee, ben, contact="+254 700")
    file, folder = terminal.folder / "links.csv", terminal.folder / "qr"
    said = terminal.said("invite", str(door.cohort), "--csv", str(file), "--qr", str(folder))
    data = file.read_bytes()
    rows = list(csv.DictReader(data.decode("utf-8-sig").splitlines()))

    assert "2 links" in said and data.startswith(b"\xef\xbb\xbf")
    assert [(row["organisation"], row["person"], row["contact"]) for row in rows] == [
        ("'=HYPERLINK(1) À", "'@Ann", ""),
        ("'=HYPERLINK(1) À", "Ben", "'+254 700"),
    ]
    again = read_roster(data)
    assert [(row.organisation, row.person, row.contact) for row in again] == [
        ("=HYPERLINK(1) À", "@Ann", ""),
        ("=HYPERLINK(1) À", "Ben", "+254 700"),
    ]
    for row in rows:
        assert (folder / row["qr"]).read_bytes() == qr_png(row["link"])
        code_in(row["link"])


def test_what_is_no_file_and_a_label_for_a_list_make_no_links(
    door: Door, terminal: Terminal, tmp_path: Path
) -> None:
    door.listed("Red Cross", "Amina")
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for out in ("", ".", str(pipe)):
        said = terminal.complained("invite", str(door.cohort), "--csv", out)
        assert "is no file, but a folder or a device" in " ".join(said.split())
    file = tmp_path / "links.csv"
    said = terminal.complained("invite", str(door.cohort), "--csv", str(file), "--label", "Radio")

    assert said.startswith("--label goes with one kind of link")
    assert not file.exists()
    assert terminal.table("invite", "list", str(door.cohort)) == []


def test_a_file_that_cannot_be_written_makes_no_links(door: Door, terminal: Terminal) -> None:
    door.listed("Hope", "Ann")
    nowhere = str(terminal.folder / "no" / "links.csv")
    complaint = terminal.complained("invite", str(door.cohort), "--csv", nowhere)
    assert "cannot be written" in " ".join(complaint.split())
    assert not door.made.rows(link)


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (("--one", "1", "--many", "2"), "Choose one"),
        (("--until", "soon"), "soon is no day"),
        (("--until", "9999-12-31"), "9999-12-31 is no day"),
        (("--until", "2020-01-01"), "day"),
        (("--label", "x" * 101), "100"),
    ],
)
def test_wrong_words_are_one_line(door: Door, terminal: Terminal, words: tuple[str, ...], line: str) -> None:
    assert line in terminal.complained("invite", str(door.cohort), *words)
    assert not door.made.rows(link)


def test_what_is_not_there_is_one_line(door: Door, terminal: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("Organisation\nHope\n")
    for words in (
        ("invite", "99"),
        ("invite", "list", "99"),
        ("invite", "revoke", "99"),
        ("import", "99", str(file)),
    ):
        assert terminal.complained(*words) == "There is nothing here with this number."


def test_without_a_known_bot_its_name_is_asked_for(writer: Engine, database: str, tmp_path: Path) -> None:
    door, terminal = Door.build(writer), Terminal(app, database, tmp_path)
    assert "--bot NAME" in terminal.complained("invite", str(door.cohort))
    assert "https://t.me/OurBot?start=" in terminal.said("invite", str(door.cohort), "--bot", "@OurBot")


def test_the_bots_of_a_database_are_remembered(writer: Engine) -> None:
    with writer.begin() as connection:
        assert bot_username(connection) is None
        for channel, number, name in (
            ("telegram", 7, "Old"),
            ("telegram", 5, "Five"),
            ("telegram", 7, "Seven"),
            ("terminal", 9, "Nine"),
        ):
            remember_bot(connection, channel, number, name)
        assert [bot_username(connection, each) for each in (None, 5, 7, 6)] == [
            "Seven",
            "Five",
            "Seven",
            "Seven",
        ]


def test_a_list_is_shown_before_it_is_stored(door: Door, terminal: Terminal) -> None:
    file = terminal.folder / "list.csv"
    file.write_text("Organisation,Person\nHope,Ann\nHOPE,ann\n,Ben\n")
    words = ("import", str(door.cohort), str(file))
    kept = terminal.run(*words)

    assert kept.exit_code == 1 and "Nothing is stored yet." in kept.stdout
    assert not door.made.rows(enrolment)
    said = terminal.said(*words, "--yes")
    assert "Row 4 is left out: it names no organisation." in said
    assert "Row 3: “HOPE” is taken for “Hope”." in said
    assert said.endswith("Your list is stored.\n")
    assert [each.name for each in door.made.rows(invitee)] == ["Ann"]
    assert "Nothing in your list is new." in terminal.said(*words)


@pytest.mark.parametrize(
    ("data", "line"), [(b"", "empty"), (b"Name\nHope\n", "headed"), (None, "cannot be read")]
)
def test_a_file_that_is_no_list_is_one_line(
    door: Door, terminal: Terminal, data: bytes | None, line: str
) -> None:
    file = terminal.folder / "list.csv"
    if data is not None:
        file.write_bytes(data)
    complaint = terminal.complained("import", str(door.cohort), str(file))
    assert line in " ".join(complaint.split())


def test_help_shows_the_commands(terminal: Terminal) -> None:
    said = terminal.said("invite", "--help")
    assert all(word in said for word in ("make", "list", "revoke"))


def modules(png: bytes) -> Iterator[list[int]]:
    """The rows of dots of a black and white PNG, 1 for black."""
    place, packed, size = 8, b"", (0, 0)
    while place < len(png):
        length, kind = int.from_bytes(png[place : place + 4]), png[place + 4 : place + 8]
        part = png[place + 8 : place + 8 + length]
        if kind == b"IHDR":
            assert part[8:10] == b"\x01\x00", "one bit a dot, grey"
            size = int.from_bytes(part[:4]), int.from_bytes(part[4:8])
        packed += part if kind == b"IDAT" else b""
        place += length + 12
    width, step = size[0], 1 + (size[0] + 7) // 8
    raw, above = zlib.decompress(packed), bytes(step)
    for row in range(size[1]):
        line = raw[row * step : (row + 1) * step]
        assert line[0] in {0, 2}, "as it is, or what differs from the row above"
        line = bytes((new + old * (line[0] == 2)) % 256 for new, old in zip(line, above, strict=True))
        above = line
        yield [1 - (line[1 + each // 8] >> (7 - each % 8) & 1) for each in range(width)]


@pytest.mark.parametrize("username", ["TayariBot", "a" * 32])
def test_a_qr_code_is_small_and_holds_the_whole_address(username: str) -> None:
    address = deep_link(username, "AZaz09_-AZaz")
    png = qr_png(address)
    dots = list(modules(png))
    code = segno.make_qr(address, error="q", boost_error=False)
    scale = len(dots) // (len(code.matrix) + 2 * QUIET_ZONE)
    read = [row[scale // 2 :: scale] for row in dots[scale // 2 :: scale]]

    assert len(png) < 5000 and scale >= 8
    inner = [row[QUIET_ZONE:-QUIET_ZONE] for row in read[QUIET_ZONE:-QUIET_ZONE]]
    assert inner == [list(row) for row in code.matrix]
    edge = [*read[:QUIET_ZONE], *read[-QUIET_ZONE:], *(row[:QUIET_ZONE] + row[-QUIET_ZONE:] for row in read)]
    assert not any(map(any, edge))
