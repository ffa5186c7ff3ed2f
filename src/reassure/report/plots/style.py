"""How the figures look: small letters, thin lines, the colours of margins, and legends of them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.patheffects import withStroke

from reassure.report.colours import NEVER, STEPS, Step, step_of
from reassure.report.plots.engine import defaults

__all__ = [
    "BASE",
    "FAINT",
    "HALO",
    "INK",
    "LAND",
    "QUIET",
    "SITE",
    "figure",
    "ink_on",
    "step_legend",
    "steps_of",
]

# Text and axes; lesser lines; grids; land.
INK = "#1b1f24"
QUIET = "#555b65"
FAINT = "#c9cdd3"
LAND = "#eceef1"

# Symbols as on the page (viewer/src/places.ts): marker and size in points.
BASE: dict[str, Any] = {"marker": "^", "markersize": 3.4, "linestyle": ""}
SITE: dict[str, Any] = {"marker": "s", "markersize": 3.8, "linestyle": ""}

HALO = (withStroke(linewidth=1.6, foreground="white"),)
"""Around letters that lie on lines."""

# Points: 5 to 7 is what journals ask of letters in a figure.
_LOOK: dict[Any, Any] = {
    "font.size": 7.0,
    "axes.titlesize": 7.0,
    "axes.labelsize": 7.0,
    "xtick.labelsize": 6.5,
    "ytick.labelsize": 6.5,
    "legend.fontsize": 6.5,
    "axes.linewidth": 0.6,
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "axes.edgecolor": QUIET,
    "axes.labelcolor": INK,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "axes.unicode_minus": True,
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
}


class Picture(Figure):
    """A figure that shows itself in a notebook, where no backend for notebooks was chosen.

    IPython asks any object for `_repr_png_`, which matplotlib's own Figure lacks.
    """

    def savefig(self, *args: Any, **options: Any) -> None:
        """As matplotlib's, with letters that a journal can take: outlines of TrueType and not of Type 3."""
        with defaults({**_LOOK, "pdf.fonttype": 42, "ps.fonttype": 42}):
            super().savefig(*args, **options)

    def _repr_png_(self) -> bytes:
        out = io.BytesIO()
        self.savefig(out, format="png")
        return out.getvalue()


@contextmanager
def figure(width: float, height: float) -> Iterator[Figure]:
    """A figure (inches) of its own, which no window holds; what is drawn inside the block has the house's look."""
    with defaults(_LOOK):
        made = Picture(figsize=(width, height), layout="constrained", dpi=200)
        FigureCanvasAgg(made)
        yield made


def steps_of(margins: Any) -> list[Step]:
    """The steps of colour that occur among margins (km/s, NaN for no arc), in the order of the scale."""
    found = {step_of(float(m)).words for m in margins}
    return [s for s in (*STEPS, NEVER) if s.words in found]


def step_legend(steps: list[Step], line: bool) -> list[Any]:
    """A legend entry for each step, as a line or as a patch."""
    return [
        Line2D([], [], color=s.colour, linewidth=1.6, label=s.words)
        if line
        else Patch(facecolor=s.colour, edgecolor="none", label=s.words)
        for s in steps
    ]


def ink_on(colour: str) -> str:
    """Black or white, whichever reads better on a colour (#rrggbb): by luminance, ITU-R BT.709."""
    r, g, b = (int(colour[k : k + 2], 16) / 255.0 for k in (1, 3, 5))
    # The weights of red, green and blue in BT.709's luma, of values that are not made linear.
    return INK if 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.45 else "white"
