"""Draw docs/frontier.png: the greatest burnout speed, place by place, at which no flight of March 2012 is in reach.

    .venv/bin/python scripts/picture_frontier.py

Needs matplotlib (the test environment has it).
"""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from reassure.questions.frontier import frontier
from reassure.report.plots.frontier import frontier_figure

ROOT = Path(__file__).parents[1]


def main() -> None:
    """Write the picture."""
    out = ROOT / "docs/frontier.png"
    frontier_figure(frontier("europe-2012", "speed", degrees=1.0)).savefig(out)
    # In 256 colours, as few pages of the documentation need more.
    few = Image.open(out).convert("RGB").quantize(256, dither=Image.Dither.NONE)
    few.save(out, optimize=True)
    print(f"{out.relative_to(ROOT)}: {out.stat().st_size / 1e3:.0f} kB")


if __name__ == "__main__":
    main()
