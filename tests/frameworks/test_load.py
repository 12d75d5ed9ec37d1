"""Files into a framework: what is read, and what becomes of translations."""

from __future__ import annotations

from pathlib import Path

import pytest

from frameworks.load import Loaded, examine, load_all, load_folder, load_text
from frameworks.model import AskedIf, Kind
from frameworks.problems import Code, FrameworkFault, Severity
from frameworks.texts import english_texts, place_of
from tests.frameworks import samples
from tests.frameworks.samples import element, render, small
from tests.frameworks.test_problems import told


def test_what_the_files_say_is_what_the_framework_holds() -> None:
    framework = samples.load(small())
    first, second, third = framework.elements

    assert (framework.key, framework.date, framework.levels) == ("sm-1.0", "2026-11-25", 4)
    assert (first.must, first.quick, first.version, first.kind) == (True, True, 1, Kind.HABIT)
    assert second.asked_if == AskedIf(element="sm.a.one", levels=(3, 4))
    assert second.na_reasons == ("we have none",)
    assert third.pass_by_profile == {"bond": 2}
    assert framework.sources[0].year == 2020
    assert framework.stage_names["talks"] == "A name"


def test_a_small_framework_is_short_to_write() -> None:
    framework = load_text(
        {
            "framework.toml": """
                id = "tiny"
                version = "0.1"
                date = 2026-11-25
                name = "Tiny"
                levels = 2
                in_place = 2
                started = 2
                level_names = ["No", "Yes"]
                dimensions = ["tiny"]
                status = "own-wording"
                licence = "CC BY 4.0"
                attribution = "Us"
                authors = ["Us"]
            """,
            "tiny.toml": """
                id = "tiny"
                name = "All of it"
                [[elements]]
                id = "tiny.start"
                name = "A start"
                kind = "stock"
                question = "Is there a start?"
                levels = ["No.", "Yes."]
            """,
        }
    )

    assert framework.elements[0].quick is False
    assert framework.na_max == 3


def test_equal_sources_may_stand_in_several_files() -> None:
    files = small()
    files["b.toml"]["sources"] = files["a.toml"]["sources"]

    assert len(samples.load(files).sources) == 1


def test_a_folder_is_read_with_and_without_a_byte_order_mark(tmp_path: Path) -> None:
    for name, text in render(small()).items():
        (tmp_path / name).write_text(text, encoding="utf-8-sig" if name == "a.toml" else "utf-8")
    (tmp_path / "notes.txt").write_text("left alone", encoding="utf-8")

    assert load_folder(tmp_path) == samples.load(small())


def test_an_empty_folder_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(FrameworkFault, match=r"framework\.toml: This file is missing"):
        load_folder(tmp_path)


def test_all_folders_are_read_by_key_and_their_faults_told_with_the_folder(tmp_path: Path) -> None:
    write(tmp_path / "sm" / "1.0", render(small()))
    write(tmp_path / "sm" / "2.0", render(small()) | {"b.toml": "id = "})
    good = load_all(write(tmp_path / "good" / "sm" / "1.0", render(small())).parents[1])

    with pytest.raises(FrameworkFault) as fault:
        load_all(tmp_path)

    assert list(good) == ["sm-1.0"]
    assert [problem.place for problem in fault.value.problems] == ["sm/2.0/b.toml"]


def test_a_folder_that_is_named_otherwise_is_a_fault(tmp_path: Path) -> None:
    write(tmp_path / "sm" / "2.0", render(small()))

    with pytest.raises(FrameworkFault) as fault:
        load_all(tmp_path)

    assert told_of(fault.value) == [(Code.WRONG_PLACE, "sm/2.0/framework.toml")]


def write(folder: Path, files: dict[str, str]) -> Path:
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def told_of(fault: FrameworkFault) -> list[tuple[Code, str]]:
    return [(problem.code, problem.place) for problem in fault.problems]


HEADER = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Language: de\\n"
"""


def translated(entries: str) -> Loaded:
    return examine({**render(small()), "de.po": HEADER + entries})


def entry(context: str, source: str, target: str, flag: str = "") -> str:
    return f'\n{flag}\nmsgctxt "{context}"\nmsgid "{source}"\nmsgstr "{target}"\n'


def test_a_translation_is_used_for_its_key() -> None:
    loaded = translated(entry("sm.a.one.name", "Name of sm.a.one", "Name von eins"))

    assert loaded.problems == ()
    assert loaded.framework is not None
    assert loaded.framework.text("de", "sm.a.one.name", "Name of sm.a.one") == "Name von eins"
    assert loaded.framework.text("de", "sm.a.two.name", "Name of sm.a.two") == "Name of sm.a.two"
    assert loaded.framework.text("fr", "sm.a.one.name", "Name of sm.a.one") == "Name of sm.a.one"


@pytest.mark.parametrize(
    ("entries", "problems"),
    [
        (entry("sm.a.one.name", "Name of sm.a.one", "Name", flag="#, fuzzy"), []),
        (entry("sm.a.one.name", "Name of sm.a.one", ""), []),
        (
            entry("sm.a.one.name", "An older name", "Name"),
            [(Code.PO_CHANGED_SOURCE, "de.po, sm.a.one.name")],
        ),
        (entry("sm.a.oen.name", "Name", "Name"), [(Code.PO_UNKNOWN_TEXT, "de.po, sm.a.oen.name")]),
        ('\nmsgid "Name"\nmsgstr "Name"\n', [(Code.PO_UNKNOWN_TEXT, "de.po, line 7")]),
    ],
    ids=["fuzzy", "empty", "changed", "unknown", "without context"],
)
def test_a_translation_that_does_not_fit_the_english_of_today_is_left_out(
    entries: str, problems: list[tuple[Code, str]]
) -> None:
    loaded = translated(entries)

    assert told(loaded) == problems
    assert all(problem.severity is Severity.WARNING for problem in loaded.problems)
    assert loaded.framework is not None
    assert loaded.framework.translations == {"de": {}}


def test_every_text_has_a_key_of_its_own_and_a_place() -> None:
    framework = samples.load(small())
    texts = english_texts(framework)

    assert texts["sm.a.two.na.1"] == "we have none"
    assert texts["role.lead.who"] == "leads"
    assert texts["stage.talks_after"] == "A line."
    assert place_of(framework, "sm.a.two.na.1") == "a.toml, sm.a.two, na 1"
    assert place_of(framework, "b.question") == "b.toml, question"
    assert place_of(framework, "role.lead.who") == "framework.toml, role.lead.who"


def test_a_framework_of_one_dimension_need_not_say_its_id_twice() -> None:
    files = samples.framework_files("fit", {"fit": [element("fit.change")]})

    assert samples.load(files).elements[0].id == "fit.change"
