"""A coordinator's list in words: why a file cannot be read, and what storing it did or would do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.programme.table_file import MOST_BYTES, MOST_ROWS, BadFile
from bot.words import Words
from flows.roster import RosterReport


def bad_file_text(words: Words, trouble: BadFile) -> str:
    """Why this file cannot be read, and what to do."""
    return words.say(
        f"roster.bad_{trouble.key}", line=trouble.line, rows=MOST_ROWS, megabytes=MOST_BYTES // 1_000_000
    )


def report_text(words: Words, report: RosterReport, most: int | None = None) -> str:
    """The report, one thing a line; of each kind at most so many, then how many more there are."""
    return "\n".join(_lines(words, report, most))


def _lines(words: Words, report: RosterReport, most: int | None) -> Iterator[str]:
    yield _title(words, report)
    yield _tallies(words, report)
    if report.left_out:
        yield words.count("roster.left_out", report.left_out)
    problems = [words.say(f"roster.problem_{problem.key}", line=problem.line) for problem in report.problems]
    yield from _some(words, problems, most)
    if report.merged:
        yield words.count("roster.spellings", len(report.merged))
        spellings = [
            words.say("roster.spelling", line=each.line, other=each.other, kept=each.kept)
            for each in report.merged
        ]
        yield from _some(words, spellings, most)
    if report.missing:
        yield words.count("roster.missing", len(report.missing))
        yield from _some(words, [_missing(words, *pair) for pair in report.missing], most)


def _title(words: Words, report: RosterReport) -> str:
    if not report.changes:
        return words.say("roster.nothing_new")
    return words.say("roster.stored" if report.stored else "roster.preview")


def _tallies(words: Words, report: RosterReport) -> str:
    organisations, people = report.organisations, report.people
    return "\n".join(
        (
            words.say(
                "roster.organisations",
                new=organisations.new,
                changed=organisations.changed,
                unchanged=organisations.unchanged,
            ),
            words.say("roster.people", new=people.new, changed=people.changed, unchanged=people.unchanged),
        )
    )


def _missing(words: Words, organisation: str, person: str) -> str:
    if not person:
        return organisation
    return words.say("roster.missing_person", person=person, organisation=organisation)


def _some(words: Words, lines: Sequence[str], most: int | None) -> Iterator[str]:
    yield from lines[:most]
    if most is not None and len(lines) > most:
        yield words.count("roster.more", len(lines) - most)
