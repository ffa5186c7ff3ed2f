"""A footprint's page: its map, its areas, and the command that makes it again."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import pytest

from reassure.cli import main


def test_the_command_draws_a_map(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    """Protected and unprotected ground, areas that add up, human names, and what makes the page again."""
    page = tmp_path / "f.html"
    words = ["footprint", "europe-2012", "--deployment", "phase-2-deveselu", "--against", "irbm-4000", "--protect", "western-europe", "--cells", "10",
             "--not-over", "black-sea", "--report", str(page)]  # fmt: skip
    monkeypatch.setattr(sys, "argv", ["reassure", *words])
    with pytest.raises(SystemExit) as stop:
        main()
    assert stop.value.code in (0, None)
    said = capsys.readouterr().out
    assert "SM-3 IB (phase-2-deveselu): of the land and sea of Western Europe that the" in " ".join(
        said.split()
    )
    text = page.read_text()
    assert "--not-over black-sea --report f.html" in text
    assert "No intercept above Black Sea counts." in text
    assert '<path class="held wide"' in text
    assert '<path class="never"' in text
    shares = [float(x) for x in re.findall(r'<td class="number">([\d.]+) %</td>', text)]
    assert sum(shares) == pytest.approx(100.0, abs=0.2)
