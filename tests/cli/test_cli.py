"""The command line as a user meets it: in a process of its own where streams, usage and files are at stake."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

import reassure
from reassure.catalog import Reference, catalog
from reassure.treaty.reading import agreement_names, read_agreement
from tests.called import called
from tests.small import SMALL


def reassure_(*arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run `reassure`."""
    return subprocess.run(
        [sys.executable, "-m", "reassure", *arguments],
        capture_output=True,
        text=True,
        cwd=cwd,
        check=False,
    )


def test_help_and_version() -> None:
    """Exit 0, and every command is named."""
    done = reassure_("--help")
    assert done.returncode == 0
    assert all(word in done.stdout for word in ("assess", "catalog", "export", "presets"))
    assert reassure_("--version").stdout.startswith("reassure 0.")


def test_assess_writes_both_files(tmp_path: Path) -> None:
    """Table on standard output, files whole, exit 0."""
    (tmp_path / "s.toml").write_text(SMALL)
    done = reassure_("assess", "s.toml", "--json", "s.json", "--csv", "s.csv", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "In plain words" in done.stdout
    assert json.loads((tmp_path / "s.json").read_text())["format"] == "reassure-assessment/2"
    assert (tmp_path / "s.csv").read_text().count("\n") == 2 + 5 * 6
    assert len(list(tmp_path.iterdir())) == 3


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["assess", "no-such"], "no such file, and no preset of that name"),
        (["assess", "."], "a folder"),
        (["assess", "poland-2007-mda", "--json", "none/x.json"], "no folder none"),
        (["catalog", "kozelks"], "did you mean kozelsk"),
        (
            ["footprint", "europe-2012", "--deployment", "x", "--against", "mrbm-2000"],
            "no deployment x; allowed: phase-1",
        ),
        (["limits", "criteria-2011"], "allowed: one of --map speed, --map delay, --number"),
        (
            ["indicator", "guarantee-2012", "--no-proofs", "--certificates", "none"],
            "none: no such folder",
        ),
        (["indicator", "guarantee-2012", "no-such", "--csv", "x.csv"], "no-such: no such file"),
        (
            ["limits", "europe-2013", "--number"],
            "europe-2013: deployment phase-1-mediterranean-sea: no number of interceptors",
        ),
        (
            ["limits", "guarantee-2012", "--number", "--interceptors", "5"],
            "guarantee-2012: force #1: no account of base kozelsk",
        ),
        (
            ["limits", "criteria-2011", "--number", "--interceptors", "1.5"],
            "--interceptors 1.5; allowed: a whole number",
        ),
        (["limits", "criteria-2011", "--number", "--interceptors", "5", "--json", "."], "a folder"),
        (["compare", "poland-2007-mda"], "1 scenario; allowed: 2 to 20"),
        (["compare", "poland-2007-mda", "no-such", "--report", "c.html"], "no such file"),
        (["compare", "poland-2007-mda", "europe-2012", "--json", "no/c.json"], "no folder no"),
        (["assess", "a\x1bb\nc"], "a?b?c: no such file"),
    ],
)
def test_bad_input_is_exit_2_and_one_line(tmp_path: Path, arguments: list[str], said: str) -> None:
    """On standard error, and nothing on standard output or disk."""
    done = called(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("error: ")
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_written_over(tmp_path: Path) -> None:
    """Neither the scenario nor one output by another, nor what is not a plain file."""
    import os

    (tmp_path / "s.toml").write_text(SMALL)
    os.mkfifo(tmp_path / "pipe")
    for arguments, said in (
        (["--json", "s.toml"], "a file of its own"),
        (["--json", "x", "--csv", "./x"], "a file of its own"),
        (["--json", "pipe"], "not a plain file"),
    ):
        done = called("assess", "s.toml", *arguments, cwd=tmp_path)
        assert (done.returncode, done.stdout) == (2, "")
        assert said in done.stderr
    assert (tmp_path / "s.toml").read_text() == SMALL
    assert sorted(p.name for p in tmp_path.iterdir()) == ["pipe", "s.toml"]


def test_output_follows_a_link(tmp_path: Path) -> None:
    """The file it points to is replaced, the link stays."""
    (tmp_path / "s.toml").write_text(SMALL)
    (tmp_path / "link.json").symlink_to(tmp_path / "real.json")
    assert called("assess", "s.toml", "--json", "link.json", cwd=tmp_path).returncode == 0
    assert (tmp_path / "link.json").is_symlink()
    assert json.loads((tmp_path / "real.json").read_text())["pairs"]


def test_no_flight_names_the_file(tmp_path: Path) -> None:
    """One line, exit 2."""
    (tmp_path / "s.toml").write_text(
        SMALL.replace('"kozelsk", "uzhur"', '"kozelsk"').replace("latitude_deg = 38.9, longitude_deg = -77.0", "latitude_deg = 54.1, longitude_deg = 36.0")
    )  # fmt: skip
    done = called("assess", "s.toml", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith("error: s.toml: none of the flights exists")


def test_a_plain_terminal(tmp_path: Path) -> None:
    """One without daggers gets the table all the same. (A full disk: tests/cli/test_streams.py.)"""
    import os

    (tmp_path / "s.toml").write_text(SMALL)
    command = [sys.executable, "-m", "reassure", "assess", "s.toml"]
    plain = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(
        command, capture_output=True, text=True, cwd=tmp_path, env=plain, check=False
    )
    assert done.returncode == 0
    assert "In plain words" in done.stdout


def test_wrong_usage_is_exit_2() -> None:
    """As the shell expects."""
    assert reassure_("assess").returncode == 2
    assert reassure_("frobnicate").returncode == 2


def test_catalog_and_presets() -> None:
    """Listed, and one shown."""
    assert "sm3-iia" in called("catalog").stdout
    assert "recalled" in called("catalog", "sm3-iia").stdout
    listing = called("presets").stdout
    assert all(name in listing for name in reassure.preset_names())


def test_the_file_of_a_preset_can_be_kept_as_ones_own(tmp_path: Path) -> None:
    """With its comments; it is the same scenario."""
    done = called("presets", "poland-2007-mda")
    (tmp_path / "mine.toml").write_text(done.stdout, encoding="utf-8")
    assert "#" in done.stdout
    assert reassure.load(tmp_path / "mine.toml") == reassure.load("poland-2007-mda")
    refused = called("presets", "europa")
    assert refused.returncode == 2
    assert refused.stderr.startswith("error: europa: no preset; allowed: china-us-gmd, ")


def test_the_file_of_an_agreement_can_be_kept_as_ones_own(tmp_path: Path) -> None:
    """Listed with titles, and one printed with its comments; it is the same agreement."""
    listing = called("agreements").stdout
    assert [line.split()[0] for line in listing.splitlines()] == agreement_names()
    assert read_agreement("southern-2012").title in listing
    done = called("agreements", "southern-2012")
    (tmp_path / "mine.toml").write_text(done.stdout, encoding="utf-8")
    assert "#" in done.stdout
    assert read_agreement(tmp_path / "mine.toml") == read_agreement("southern-2012")
    refused = called("agreements", "northern")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr.startswith("error: northern: no agreement; allowed: criteria-2011, ")


# The plan of 2012 is the README's first command, and its neighbours have its flights.
_MANY_FLIGHTS = (
    "china-us-gmd",
    "europe-2012",
    "europe-2013",
    "global-2012",
    "global-2026",
    "criteria-2011",
)


@pytest.mark.parametrize(
    "name",
    [pytest.param(n, marks=pytest.mark.long if n in _MANY_FLIGHTS else ()) for n in reassure.preset_names()],
)  # fmt: skip
def test_every_preset_runs(name: str, request: pytest.FixtureRequest) -> None:
    """And is documented, in its own comments and in docs/scenario.md."""
    # the largest is there already
    largest = name == "europe-2012"
    result = request.getfixturevalue("europe") if largest else reassure.assess(name)
    assert result.flights.count > 100
    assert all(d.least_margin_km_s is not None for d in result.deployments)
    # what is left out is too far for its booster, and nothing else
    assert all("km away; booster" in m.reason for m in result.missing)
    folder = Path(__file__).parents[2]
    assert (folder / f"src/reassure/scenario/presets/{name}.toml").read_text().startswith("# ")
    assert f"`{name}`" in (folder / "docs/scenario.md").read_text()


def test_catalog_gives_bibtex() -> None:
    """Of the program and every source; of those that one entry has; of none, a line that BibTeX passes over."""
    every = called("catalog", "--bibtex").stdout
    keys = re.findall(r"^@misc\{(.*),$", every, re.M)
    assert {"reassure", *(text.id for text in catalog().of(Reference))} < set(keys)
    assert len(set(keys)) == len(keys)
    assert called("catalog", "sm3-iia", "--bibtex").stdout.startswith("@misc{the-paper-2019,")
    assert called("catalog", "spy-1", "--bibtex").stdout.startswith("% all figures")
