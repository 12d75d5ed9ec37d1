"""The frameworks that come with the program: they load, read well, and are what was agreed."""

from __future__ import annotations

import pytest

from frameworks.load import DATA, examine_folder, shipped
from frameworks.writing import writing_problems


def test_all_shipped_frameworks_load_without_a_complaint() -> None:
    folders = [path.parent for path in DATA.glob("*/*/framework.toml")]

    assert len(shipped()) == len(folders) > 0
    assert [examine_folder(folder).problems for folder in folders] == [()] * len(folders)


@pytest.mark.parametrize("key", sorted(shipped()))
def test_shipped_texts_keep_the_rules_of_writing(key: str) -> None:
    assert [str(problem) for problem in writing_problems(shipped()[key])] == []


def test_the_provider_framework_is_the_one_that_was_agreed() -> None:
    framework = shipped()["sp-1.0"]
    sizes = [len(dimension.elements) for dimension in framework.dimensions]

    assert sizes == [3, 5, 4, 3, 4, 3, 4, 4]
    assert [one.id for one in framework.elements if one.before_you_sign] == [
        "sp.prog.reach",
        "sp.meas.verify",
        "sp.fin.cost",
        "sp.part.deal",
        "sp.part.legal",
        "sp.care.consent",
        "sp.care.fair",
    ]
    assert {one.id for one in framework.elements if one.pass_by_profile} == {"sp.fin.cash"}
    assert {one.id for one in framework.elements if one.adviser} == {
        "sp.part.access",
        "sp.part.deal",
        "sp.part.legal",
        "sp.care.consent",
    }
