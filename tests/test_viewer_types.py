"""The viewer's types are those of the view: made from its classes, and a difference is found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import ModuleType
from typing import Annotated, Any, Literal

import pytest

from reassure.words.document import OMITTED, FileType, Key, Keys, Stands
from tests.script import script_at

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def script() -> ModuleType:
    """scripts/viewer_types.py."""
    return script_at("scripts/viewer_types.py")


def test_the_file_is_what_the_script_makes(script: ModuleType) -> None:
    """Or somebody changed one of the two, and forgot the other."""
    assert script.main(["--check"]) == 0


@pytest.mark.parametrize(
    ("had", "has"),
    [
        ("share_covered: number | null;", "share_covered: number;"),
        ("  not_faced: number;", "  facing: number;"),
        ("  estimate_share_within_reach?: Share;", ""),
        ("export interface Share {", "export interface Portion {"),
    ],
)
def test_a_field_changed_in_the_file_is_found(
    script: ModuleType, had: str, has: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In a copy: the check fails, says which file, and leaves it as it is; written again it passes."""
    copy = tmp_path / "types.ts"
    text = (ROOT / "viewer/src/types.ts").read_text()
    assert had in text
    copy.write_text(text.replace(had, has))
    assert script.main(["--check", str(copy)]) == 1
    assert str(copy) in capsys.readouterr().out
    assert copy.read_text() != text
    assert script.main([str(copy)]) == 0
    assert copy.read_text() == text
    assert script.main(["--check", str(copy)]) == 0


def test_a_field_changed_in_a_class_is_found(
    script: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A key more in the view, and the file is no longer up to date."""
    from reassure.report.html import view

    @dataclass(frozen=True)
    class View(view.View):
        more: int

    monkeypatch.setattr(view, "View", View)
    assert script.main(["--check"]) == 1


class _Rule(StrEnum):
    ONE, TWO = "one", "two"


@dataclass(frozen=True)
class _Inner:
    """A place."""

    at: tuple[float, float]


@dataclass(frozen=True)
class _Outer:
    """Everything
    there is.
    """

    word: str
    """None: nothing."""
    count: Annotated[int | None, OMITTED]
    rule: _Rule
    status: Literal["a", "b"] | None
    inner: tuple[_Inner, ...]
    deep: Annotated[str, Key("scenario.title")]
    ends: Annotated[tuple[float, float], Keys(("low", "high"), open_ended=True)]
    delay: Annotated[float | None, Stands("never", None)]
    table: Annotated[Any, FileType(list[list[float | None]])]


def test_types_in_typescript(script: ModuleType) -> None:
    """Of every sort that a view may have; what is below a field stands beside its key."""
    made = script.types_of(_Outer)
    assert (
        made
        == script.HEAD
        + """
/** A place. */
export interface _Inner {
  at: [number, number];
}

/** Everything there is. */
export interface _Outer {
  word: string; // null: nothing.
  count?: number;
  rule: "one" | "two";
  status: "a" | "b" | null;
  inner: _Inner[];
  scenario: {
    title: string;
  };
  low: number;
  high: number | null;
  delay: number | "never";
  table: (number | null)[][];
}
"""
    )


def test_a_type_that_typescript_does_not_have_is_said(script: ModuleType) -> None:
    """Rather than something made up."""

    @dataclass(frozen=True)
    class Odd:
        """Odd."""

        what: complex

    with pytest.raises(TypeError, match="complex"):
        script.types_of(Odd)
