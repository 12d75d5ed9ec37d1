"""A report as plain text: the same as on paper, for people with images off, for screen readers, for poor lines."""

from __future__ import annotations

from collections.abc import Iterator

from bot.report.report import Line, Patterns, Profile, Report, Section, Table
from bot.screens.sight import lines, paragraphs, units

ONE_LINE = 100
MESSAGE = 3500
"""UTF-16 units that one message of a report holds at most."""


def report_text(report: Report) -> str:
    """Everything the PDF says, in its order, as plain text with an empty line between parts."""
    return paragraphs(
        lines(*report.first),
        lines(report.heading if report.subject else report.title, *report.head),
        lines(*report.counts),
        *(_section(each, report.patterns) for each in report.before),
        profile_text(report.profile),
        *(_section(each, report.patterns) for each in report.after),
    )


def profile_text(profile: Profile) -> str:
    """The picture in words: each part with its number and its counts."""
    return lines(_heading(profile.title), *(bar.told for bar in profile.bars)) if profile.bars else ""


def report_messages(report: Report, most: int = MESSAGE) -> tuple[str, ...]:
    """The text in as few messages of `most` units as its parts allow, none of them cut inside a word."""
    found: list[str] = []
    for piece in _pieces(report_text(report), most):
        joined = f"{found[-1]}{piece}" if found else piece
        if found and units(joined.strip()) <= most:
            found[-1] = joined
        else:
            found.append(piece)
    return tuple(message.strip() for message in found if message.strip())


def _section(section: Section, patterns: Patterns) -> str:
    if section.empty:
        return ""
    rows = _rows(section.table, patterns) if section.table else ()
    points = (line for each in section.lines for line in (_point(each, patterns), *each.beneath))
    return lines(_heading(section.title), *section.intro, *points, *rows, *section.after)


def _heading(title: str) -> str:
    return title.upper()


def _point(line: Line, patterns: Patterns) -> str:
    labelled = patterns.labelled.format(text=line.text, label=line.label) if line.label else line.text
    return f"- {labelled}"


def _rows(table: Table, patterns: Patterns) -> Iterator[str]:
    """Each row as a point, in one line where it is short: its first cell, the others with their columns' names."""
    for row in table.rows:
        named = zip(table.columns[1:], row[1:], strict=True)
        cells = [patterns.cell.format(column=column, cell=cell) for column, cell in named if cell]
        line = " · ".join([f"- {row[0]}", *cells])
        yield line if len(line) <= ONE_LINE else "\n  ".join([f"- {row[0]}", *cells])


def _pieces(text: str, most: int) -> Iterator[str]:
    """The text in pieces of at most `most` units with the signs that part them: paragraphs, else lines, else words."""
    yield from _split(text, ("\n\n", "\n", " "), most)


def _split(text: str, signs: tuple[str, ...], most: int) -> Iterator[str]:
    if units(text.strip()) <= most:
        yield text
    elif not signs:
        half = len(text) // 2
        yield from (*_split(text[:half], (), most), *_split(text[half:], (), most))
    else:
        for part in text.split(signs[0]):
            yield from _split(part + signs[0], signs[1:], most)
