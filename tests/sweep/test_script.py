"""A sweep called from a script."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.sweep.kills import study


def test_without_its_main_line_the_reason_is_said(tmp_path: Path) -> None:
    """The workers read the script again: once it was said that another process writes to the store."""
    file = study(tmp_path, boosts=2, speeds=2, delays=2)
    script = tmp_path / "s.py"
    script.write_text(
        f"from reassure.sweep import sweep\n\nsweep({str(file)!r}, {str(tmp_path / 's.zarr')!r}, workers=1)\n"
    )
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=False)  # fmt: skip
    assert done.returncode != 0
    last = done.stderr.rstrip().splitlines()[-1]
    assert last.startswith("reassure.errors.SweepError: no workers can be started here")
    assert 'allowed in a script: the call under `if __name__ == "__main__":`' in last
    assert "a sweep that its own workers would start again" in done.stderr
    assert "another process is writing" not in done.stderr
