"""What goes along with a page."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

RUN = """
import sys
from reassure.cli import main
sys.argv = ["reassure", "assess", "poland-2007-mda", "--report", sys.argv[1]]
try:
    main()
finally:
    rooms = ("reassure.guarantee", "reassure.adversary", "reassure.reach.flyouts")
    print([m for m in sys.modules if m.startswith(rooms)], file=sys.stderr)
"""


def test_a_page_without_proofs_loads_no_prover(tmp_path: Path) -> None:
    """Its kernels are most of all there are: on the first use they took twice as long as those that a page needs."""
    page = tmp_path / "a.html"
    done = subprocess.run(
        [sys.executable, "-c", RUN, str(page)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr.splitlines()[-1]) == (0, "[]")
    assert page.is_file()
