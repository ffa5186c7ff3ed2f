"""What commands share: names of outputs, which may not be inputs, folders, and who is told of progress."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest

from reassure.cli.shared import ENDINGS, apart, described, folder_named, ready, suited, watching
from reassure.cli.sheet import attached, command, footprints, proofs
from reassure.errors import InputError, OutputError
from reassure.proof.checker import said_of
from reassure.scenario import load
from tests.report.text.test_footprint import ALL, footprint


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, with a scenario's name taken."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "s.toml").write_text("x = 1")
    return tmp_path


@pytest.mark.parametrize("kind", ENDINGS)
def test_every_kind_has_its_endings_and_takes_names_without_one(here: Path, kind: str) -> None:
    """In any letters; a number is no ending."""
    for ending in (*ENDINGS[kind], *(e.upper() for e in ENDINGS[kind]), "", ".2012", "."):
        suited(Path(f"x{ending}"), ENDINGS[kind])
    with pytest.raises(
        OutputError, match=r"^x\.doc: ends in \.doc; allowed: a name that ends in \."
    ):
        suited(Path("x.doc"), ENDINGS[kind])


def test_several_endings_are_all_said() -> None:
    """With an or between them."""
    with pytest.raises(
        OutputError, match=r"allowed: a name that ends in \.html or \.htm, or in nothing$"
    ):
        suited(Path("x.pdf"), ENDINGS["report"])


@pytest.mark.parametrize("name", ["s.toml", "./s.toml", "soft", "hard", "sub/../s.toml"])
def test_an_input_is_never_an_output(here: Path, name: str) -> None:
    """By whatever name: another way to it, a link of either kind."""
    (here / "sub").mkdir()
    (here / "soft").symlink_to("s.toml")
    os.link("s.toml", "hard")
    with pytest.raises(
        OutputError, match=f"^{Path(name)}: is the input or another output; allowed"
    ):
        apart("s.toml", outputs=[Path(name)])


def test_two_outputs_are_two_files(here: Path) -> None:
    """Though neither is there yet; the second is the one named."""
    with pytest.raises(OutputError, match=r"^a/\.\./x: is the input or another output"):
        apart("s.toml", outputs=[Path("x"), Path("a/../x")])
    apart("s.toml", outputs=[Path("x"), Path("y")])


@pytest.mark.parametrize("given", ["europe-2012", "no\0name", "a" * 5000])
def test_an_input_that_is_no_file_is_apart_from_all(here: Path, given: str) -> None:
    """A preset's name, and what is no name at all."""
    apart(given, outputs=[Path("x")])


def test_outputs_are_refused_in_the_order_of_what_hurts_most(here: Path) -> None:
    """That it cannot be written before that it is the input, and that before its ending."""
    with pytest.raises(OutputError, match="no folder none"):
        ready("s.toml", json=Path("none/s.toml"))
    with pytest.raises(OutputError, match="is the input"):
        ready("s.toml", json=Path("s.toml"))
    with pytest.raises(OutputError, match=r"ends in \.csv; allowed: a name that ends in \.json"):
        ready("s.toml", json=Path("x.csv"), csv=None)
    assert sorted(p.name for p in here.iterdir()) == ["s.toml"]


def test_only_a_report_needs_a_viewer(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is none, the other outputs are as good as ever."""

    def missing() -> None:
        raise OutputError("no page")

    monkeypatch.setattr("reassure.report.html.page.check_built", missing)
    ready("s.toml", json=Path("x.json"), report=None)
    with pytest.raises(OutputError, match="no page"):
        ready("s.toml", report=Path("x.html"))


@pytest.mark.parametrize("ending", [".json", ".CSV", ".html", ".zip", ".zarr", ".png", ".cert"])
def test_a_new_folder_is_not_called_like_a_file(here: Path, ending: str) -> None:
    """One that is there may be called anything; so may one with another ending."""
    name = Path(f"x{ending}")
    with pytest.raises(OutputError, match="and a folder of files is written; allowed: the name of a folder"):  # fmt: skip
        folder_named(name)
    name.mkdir()
    folder_named(name)
    folder_named(Path("x.2012"))


# -- progress -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("width", "columns"), [(99, 1), (100, 2)])
def test_a_bar_needs_a_hundred_columns(width: int, columns: int) -> None:
    """On a narrow terminal the words are enough."""
    assert len(described(width)) == columns


def test_nothing_moves_where_nobody_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Standard error that is no terminal gets no bar, however often progress is told."""
    out = io.StringIO()
    monkeypatch.setattr(sys, "stderr", out)
    with watching() as stage:
        tell = stage("Work")
        tell(1, 2)
        tell(2, 2)
    assert out.getvalue() == ""


def test_a_line_a_minute_where_no_bar_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """From the first whole minute on, a line; what comes within the next minute is left out."""
    out, now = io.StringIO(), [100.0]
    monkeypatch.setattr(sys, "stderr", out)
    monkeypatch.setattr("reassure.cli.shared.monotonic", lambda: now[0])
    with watching() as stage:
        tell = stage("Trials")
        for at, done in ((159.0, 1), (160.0, 2), (219.0, 3), (230.0, 4), (231.0, 5)):
            now[0] = at
            tell(done, 40)
    assert out.getvalue() == "Trials: 2 of 40\nTrials: 4 of 40\n"


# -- what stands in a report beside the answer ----------------------------------------------------------


def test_a_command_can_be_pasted() -> None:
    """Words with blanks are quoted, those that were not given left out."""
    assert command("assess", "my file.toml", None, "--report", Path("a.html")) == (
        "reassure assess 'my file.toml' --report a.html"
    )


def test_certificates_of_one_name_are_numbered(here: Path) -> None:
    """In the order of giving; what is no ASCII does not stop it."""
    for folder, text in (("a", b"one"), ("b", b"two\xff"), ("c", b"three")):
        (here / folder).mkdir()
        (here / folder / "x.cert").write_bytes(text)
    got = attached([Path(f"{f}/x.cert") for f in "abc"])
    assert [f.name for f in got] == ["x.cert", "x-2.cert", "x-3.cert"]
    assert [f.text for f in got] == ["one", "two\ufffd", "three"]


@pytest.mark.parametrize("of", [attached, proofs])
def test_a_certificate_that_is_no_file_is_refused(here: Path, of: object) -> None:
    """Missing, or a folder."""
    for name in ("none.cert", "."):
        with pytest.raises(InputError, match="no such file; allowed: a certificate|cannot be read: Is a directory"):  # fmt: skip
            of([Path(name)])  # type: ignore[operator]


@pytest.mark.parametrize(
    ("code", "out", "err", "proved"),
    [(0, "PROVED\n", "", True), (1, "NOT PROVED\n", "", False)],
)
def test_a_proof_is_what_the_checker_says(
    here: Path, monkeypatch: pytest.MonkeyPatch, code: int, out: str, err: str, proved: bool
) -> None:
    """In a process of its own, of this very Python."""
    asked: list[list[str]] = []

    class Done:
        returncode, stdout, stderr = code, out, err

    def checker(words: list[str], **options: object) -> Done:
        asked.append(words)
        return Done()

    monkeypatch.setattr("reassure.proof.checker.subprocess.run", checker)
    proof = said_of(Path("s.toml"))
    assert (proof.file, proof.said, proof.proved) == ("s.toml", out.strip(), proved)
    Path("old.cert").write_text("reassure-certificate/2\n")
    said_of(Path("old.cert"))
    names = [(here / name).resolve() for name in ("s.toml", "old.cert")]
    checkers = ("reassure_check", "reassure_check_old")
    assert asked == [
        [sys.executable, "-m", checker, str(name)]
        for checker, name in zip(checkers, names, strict=True)
    ]


@pytest.mark.parametrize(("err", "said"), [("a\nMALFORMED: b\n", "MALFORMED: b"), ("", "no word of the checker")])  # fmt: skip
def test_a_checker_that_fails_is_no_verdict(
    here: Path, monkeypatch: pytest.MonkeyPatch, err: str, said: str
) -> None:
    """Its last word is said, or that there was none."""

    class Done:
        returncode, stdout, stderr = 3, "", err

    monkeypatch.setattr("reassure.proof.checker.subprocess.run", lambda *_, **__: Done())
    with pytest.raises(InputError, match=f"^s.toml: {said}$"):
        proofs([Path("s.toml")])


def test_footprints_are_asked_as_the_command_would(monkeypatch: pytest.MonkeyPatch) -> None:
    """Deployment before the colon, missile after it; as fine as a globe shows."""
    seen: list[dict[str, object]] = []

    def asked(scenario: object, **options: object) -> object:
        options.pop("progress")
        seen.append(options)
        return footprint(ALL)

    monkeypatch.setattr("reassure.questions.footprint.footprint", asked)
    got = footprints(load("europe-2012"), ["north:mrbm:2000", "south:irbm-4000"])
    assert len(got) == 2
    assert seen == [
        {"deployment": "north", "against": "mrbm:2000", "cells": 60},
        {"deployment": "south", "against": "irbm-4000", "cells": 60},
    ]
    with pytest.raises(InputError, match="--footprint north; allowed: DEPLOYMENT:MISSILE"):
        footprints(load("europe-2012"), ["north"])
