"""The checker of formats 1 and 2, as it was: what it accepted it accepts, and nothing that was changed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PROVED = Path(__file__).parents[1] / "old" / "proved.cert"


def _status(path: Path) -> int:
    command = [sys.executable, "-m", "reassure_check_old", str(path)]
    return subprocess.run(command, capture_output=True, check=False).returncode


def test_an_old_certificate_is_accepted_still() -> None:
    """Of format 1."""
    assert _status(PROVED) == 0


def test_an_old_certificate_that_was_changed_is_not(tmp_path: Path) -> None:
    """A leaf of another kind; a greater speed, without and with the hash put right."""
    text = PROVED.read_text()
    path = tmp_path / "a.cert"
    path.write_text(text.replace("000L0L1EL", "000L0L1LL", 1))
    assert _status(path) == 1
    path.write_text(text.replace('"burnout_speed_km_s":4.5', '"burnout_speed_km_s":5.5'))
    assert _status(path) == 2

    from reassure_check_old.claim import parse

    lines = path.read_text().splitlines(keepends=True)
    lines[2] = f"sha256 {parse(lines[1]).digest}\n"
    path.write_text("".join(lines))
    assert _status(path) == 1
