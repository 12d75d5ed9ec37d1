"""The sheets that explain: what the file is, what other guides say, and every column with its values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.programme.exporting.codes import OURS, RULES
from bot.programme.exporting.columns import Cell, Column, Row, Sheet
from bot.programme.exporting.coverage import Coverage
from bot.programme.exporting.sheets import WHOLE_FILE
from bot.words import Words
from flows.pages import CohortHead
from frameworks.crosswalk import Crosswalk
from frameworks.model import Framework


@dataclass(frozen=True, slots=True)
class About:
    """What the first sheet says of a file."""

    head: CohortHead
    framework: Framework
    organisations: int
    made_at: datetime

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.head.zone)


@dataclass(frozen=True, slots=True)
class Form:
    """In which form a file is written: xlsx, csv or jsonl, and what stands between the columns of CSV."""

    format: str
    separator: str = ","


def about_rows(about: About, words: Words) -> Iterator[Row]:
    """First what the file is not for, then what it is."""
    framework, head = about.framework, about.head
    said: dict[str, Cell] = {"learning": words.say("export.said.learning")}
    said["unchecked"] = words.say("export.said.unchecked")
    if framework.is_place:
        said["place"] = words.say("export.said.place")
    said |= {
        "cohort": head.name,
        "framework": framework.text(words.language, "name", framework.name),
        "version": framework.version,
        "round": head.round_no,
        "made_at": about.made_at.astimezone(about.zone),
        "zone": head.zone,
        "organisations": about.organisations,
        "language": words.language,
        "licence": framework.attribution,
    }
    yield from ({"item": item, "value": value} for item, value in said.items())


def crosswalk_rows(crosswalk: Crosswalk, covered: Coverage, words: Words) -> Iterator[Row]:
    """Where other guides speak of our dimensions. Each row is marked as our own judgement."""
    guides = {guide.id: guide for guide in crosswalk.guides}
    for dimension in covered.dimensions:
        row = crosswalk.row(covered.framework.id, dimension)
        for name in row.texts if row else ():
            guide = guides[name]
            assert row is not None
            yield {
                "dimension": dimension,
                "guide": guide.short,
                "guide_title": guide.title,
                "publisher": guide.publisher,
                "heading": crosswalk.text(words.language, row, name),
                "basis": guide.basis,
                "judgement": OURS,
            }


def codebook_rows(sheets: Mapping[str, Sheet], rules: Mapping[str, str], words: Words) -> Iterator[Row]:
    """What holds for the whole file, then each sheet, each column of it, and each value that may stand there."""
    for rule in RULES:
        if rule in rules:
            heading = words.say(f"export.file.{rule}")
            yield {"of_sheet": WHOLE_FILE, "heading_text": heading, "explanation": rules[rule]}
    for sheet in sheets.values():
        yield {"of_sheet": sheet.key, "explanation": sheet.meaning}
        yield from _column_rows(sheet.key, sheet.columns)


def _column_rows(sheet: str, columns: Iterable[Column]) -> Iterator[Row]:
    for column in columns:
        head = {"of_sheet": sheet, "column": column.key, "heading_text": column.heading}
        yield {**head, "type": column.kind.value, "explanation": column.meaning}
        for value, meaning in column.values.items():
            yield {**head, "allowed": str(value), "meaning": meaning}


def rules_of(form: Form, words: Words, zone: str) -> dict[str, str]:
    """How to read a file in this form: what holds for all its sheets."""
    rules = {"labels": words.say("export.rule.labels"), "empty": words.say("export.rule.empty")}
    if form.format == "jsonl":
        return rules | {
            "text": words.say("export.rule.jsonl_text"),
            "moment": words.say("export.rule.moment_offset", zone=zone),
            "heads": words.say("export.rule.jsonl_heads"),
        }
    rules["moment"] = words.say("export.rule.moment", zone=zone)
    if form.format == "xlsx":
        return rules | {
            "text": words.say("export.rule.xlsx_text"),
            "heads": words.say("export.rule.xlsx_heads"),
        }
    number = "export.rule.csv_number_comma" if form.separator == ";" else "export.rule.csv_number_point"
    return rules | {
        "text": words.say("export.rule.csv_text"),
        "number": words.say(number),
        "encoding": words.say("export.rule.csv_encoding"),
        "heads": words.say("export.rule.csv_heads"),
    }
