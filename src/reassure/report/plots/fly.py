"""A missile's flights as a figure: height against range and against time, and speed against time."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from reassure.answers.fly import FlownMissile
from reassure.errors import ResultError
from reassure.report.colours import DEPLOYMENT
from reassure.report.plots.style import FAINT, INK, figure
from reassure.words.rounding import nearest

__all__ = ["fly_figure"]

_WIDTH, _HEIGHT = 7.2, 2.3  # inches: the width of a page of a journal
_DASHES = ("-", "--", ":", "-.")


def fly_figure(found: FlownMissile) -> Figure:
    """Three panels. Raises ResultError for an answer without a flight, such as a ring alone."""
    if not found.flights:
        raise ResultError("no flight to plot, the answer is a ring alone; allowed: an answer with a flight")  # fmt: skip
    with figure(_WIDTH, _HEIGHT) as made:
        side, height, speed = made.subplots(1, 3)
        for flight, dash in zip(found.flights, _DASHES, strict=False):
            look = {"color": DEPLOYMENT, "linestyle": dash, "linewidth": 1.0}
            time = [p.t_s / 60.0 for p in flight.way]
            words = f"{flight.shape}, {nearest(flight.range_km)} km"
            side.plot([p.away_km for p in flight.way], [p.height_km for p in flight.way], label=words, **look)  # fmt: skip
            height.plot(time, [p.height_km for p in flight.way], **look)
            speed.plot(time, [p.speed_km_s for p in flight.way], **look)
        _named(side, "range, km", "height, km")
        _named(height, "time, min", "height, km")
        _named(speed, "time, min", "speed, km/s")
        made.suptitle(found.title, color=INK, fontsize=7.5)
        side.legend(frameon=False, loc="best")
    return made


def _named(axes: Axes, across: str, up: str) -> None:
    axes.set_xlabel(across)
    axes.set_ylabel(up)
    axes.set_ylim(bottom=0.0)
    axes.grid(color=FAINT, linewidth=0.3)
    axes.spines[["top", "right"]].set_visible(False)
