"""Draw docs/frontier.png: the greatest burnout speed, place by place, at which no flight of March 2012 is in reach.

    .venv/bin/python scripts/picture_frontier.py

Needs matplotlib (the test environment has it).
"""

from __future__ import annotations

import io
from pathlib import Path

from _picture import keep
from PIL import Image

from reassure.questions.frontier import frontier
from reassure.report.plots.frontier import frontier_figure

ROOT = Path(__file__).parents[1]


def main() -> None:
    """Write the picture."""
    out = ROOT / "docs/frontier.png"
    drawn = io.BytesIO()
    frontier_figure(frontier("europe-2012", "speed", degrees=1.0)).savefig(drawn)
    keep(Image.open(drawn), out)


if __name__ == "__main__":
    main()
