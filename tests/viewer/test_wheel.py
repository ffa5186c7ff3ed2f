"""The wheel carries the viewer: a report made by an unpacked wheel, away from the sources, opens."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from reassure.machine.kernel_cache import places
from tests.viewer.browser import Watched

ROOT = Path(__file__).parents[2]
MAKE = """
import sys
import reassure
from reassure.questions.assess import assess
from reassure.report.html.page import write_page
from reassure.report.html.view import Sheet
assert reassure.__file__.startswith(sys.argv[1]), reassure.__file__
write_page(assess("poland-2007-mda", curves=True), Sheet("x"), sys.argv[2])
"""


@pytest.mark.long
def test_report_made_by_the_wheel_opens(tab: Watched, tmp_path: Path) -> None:
    """Built as pip builds it, unpacked, first on the path."""
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "-q",
        "--no-deps",
        "-w",
        str(tmp_path),
        str(ROOT),
    ]
    subprocess.run(command, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("reassure-*.whl")
    away = tmp_path / "away"
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        archive.extractall(away)
    assert "reassure/report/viewer/viewer.js" in names
    assert not [n for n in names if "node_modules" in n or n.endswith(".ts")]
    # the kernels of these very sources, where the wheel's package looks for them: compiling is tested elsewhere
    kernels = places()[0]
    cache = tmp_path / ".cache" / "reassure"
    cache.mkdir(parents=True)
    (cache / kernels.name).symlink_to(kernels)
    report = tmp_path / "report.html"
    done = subprocess.run(
        [sys.executable, "-c", MAKE, str(away), str(report)],
        cwd=tmp_path,
        env={"PYTHONPATH": str(away), "PATH": "/usr/bin:/bin", "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert tab.ready(report.as_uri()).locator("canvas").count() == 2
