"""Text that goes nowhere: every command does its work, and says no more and no less than it found."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from reassure.claim import claim_from_scenario
from reassure.claim.certificate import ProofLog
from reassure.errors import OutputError
from tests.shell import LEFT_AFTER_A_LINE, LEFT_AT_ONCE, in_shell
from tests.small import SMALL

REASSURE = [sys.executable, "-m", "reassure"]
COMMANDS = [
    (["assess", "s.toml", "--json", "s.json"], 0),
    *(
        pytest.param(words, found, marks=pytest.mark.long)
        for words, found in (
            (["catalog"], 0),
            (["presets"], 0),
            (["catalog", "kozelsk"], 0),
            (["--version"], 0),
            (["assess", "--help"], 0),
            (["certify", "claim.toml", "--out", "a.cert"], 1),
        )
    ),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """With a scenario, and a claim that cannot be proved."""
    path = tmp_path_factory.mktemp("streams")
    (path / "s.toml").write_text(SMALL)
    (path / "claim.toml").write_text(HOPELESS)
    return path


HOPELESS = """\
format = "reassure-claim/3"
title = "Far too fast"

[earth]
mu_m3_s2 = 3.986004418e14
rotation_rad_s = 7.292115e-5
equatorial_radius_m = 6378137
polar_radius_m = 6356752.3142
perturbation_m_s2 = 0.033
keep_above_km = 0

[[interceptor]]
id = "x"
places = [[44.07, 44.07, 24.42, 24.42]]
earliest_burnout_s = 100
burnout_speed_km_s = 9
divert_km_s = 0.2
burnout_distance_km = 150
burnout_height_km = 150

[[flights]]
id = "f"
base = [54.03, 54.03, 35.77, 35.77]
field_radius_km = 40
burnout_time_s = [170, 180]
burnout_height_km = [180, 220]
burnout_distance_km = [500, 600]
sideways_km = 5
aims = [[40, 41, -76, -74, 1720, 1760, 7.2, 7.4]]

[[clause]]
interceptor = "x"
flights = "f"
"""


@pytest.mark.parametrize(("words", "found"), COMMANDS)
def test_a_reader_that_leaves_changes_nothing(folder: Path, words: list[str], found: int) -> None:
    """Nor do streams that are closed: the status is the answer's, the files are there, and nothing is said."""
    for command in (
        LEFT_AT_ONCE,
        LEFT_AFTER_A_LINE,
        '"$@" >&-',
        '"$@" >&- 2>&-',
    ):
        for file in ("s.json", "a.cert"):
            (folder / file).unlink(missing_ok=True)
        assert in_shell(command, [*REASSURE, *words], folder) == (found, "")
        if words[-1].endswith((".json", ".cert")):
            assert (folder / words[-1]).stat().st_size > 500


@pytest.mark.parametrize(("words", "found"), COMMANDS)
def test_a_full_disk_is_said(folder: Path, words: list[str], found: int) -> None:
    """Exit 2, one line, and the files that were asked for all the same."""
    del found
    status, said = in_shell('"$@" >/dev/full', [*REASSURE, *words], folder)
    assert status == 2
    assert said == "error: cannot write to standard output: No space left on device\n"
    assert in_shell('"$@" >/dev/full 2>/dev/full', [*REASSURE, *words], folder) == (2, "")
    if words[-1].endswith((".json", ".cert")):
        assert (folder / words[-1]).stat().st_size > 500


def test_a_fault_of_input_stays_one(folder: Path) -> None:
    """Whatever becomes of the text."""
    for command in ('"$@" >/dev/full', '"$@" >&-'):
        status, said = in_shell(command, [*REASSURE, "assess", "no-such"], folder)
        assert status == 2
        assert said.startswith("error: no-such: no such file")


def test_proofs_that_cannot_be_kept_are_said() -> None:
    """One line with the file's name, when the disk fills while proofs are found."""
    claim = claim_from_scenario("guarantee-2012", deployments=["deveselu"], bases=["kozelsk"])
    log = ProofLog(Path("/dev/full"), claim, resume=False)
    with pytest.raises(OutputError, match=r"/dev/full: cannot be written: No space left on device"):
        log.add((0, 0, 0), "L L")
    log.close()


@pytest.mark.long
def test_a_terminal_of_few_characters_keeps_marks_apart(folder: Path) -> None:
    """Recalled and assumed are two marks, the legend names both, and nothing is shown as a question mark."""
    for variables in ({"PYTHONIOENCODING": "ascii"}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}):  # fmt: skip
        done = subprocess.run(
            [*REASSURE, "assess", "s.toml"],
            capture_output=True, check=False, cwd=folder, env={**os.environ, **variables},
        )  # fmt: skip
        text = done.stdout.decode("ascii")
        assert "* recalled, # assumed" in " ".join(text.split())
        assert "3.00*" in text
        assert "8.00#" in text
        # but for the question itself
        assert text.count("?") == 1, text
        assert text.splitlines()[1].endswith("those flights?")
