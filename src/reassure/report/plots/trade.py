"""The compromise as a picture: what every option protects against its margin, the front, and what is planned."""

from __future__ import annotations

from textwrap import fill

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

from reassure.answers.trade import Option, Trade
from reassure.report.plots.map import label_places, place_called
from reassure.report.plots.style import FAINT, INK, QUIET, figure
from reassure.report.text.agree import named
from reassure.scenario.names import in_words, interceptor_name

__all__ = ["trade_figure"]

_COLOURS = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00")  # Okabe and Ito, 2008
_MARKS = "osD^vP"  # told apart without colour too
_SIZE = (7.2, 4.4)  # inches


def trade_figure(trade: Trade) -> Figure:
    """Protected share against least margin (km/s) of every option.
    To the right: every flight farther out of reach. Up: more of the region protected.
    """
    # From the slowest interceptor to the fastest.
    kinds = sorted({(o.burnout_speed_km_s, o.interceptor) for o in trade.options})
    most = max((o.least_margin_km_s or 0.0) for o in trade.options)
    with figure(*_SIZE) as made:
        axes = made.add_subplot()
        axes.axvspan(-20, 0, color="#f3e6da", zorder=0)  # margins below 0: some flight is in reach
        axes.axvline(0, color=QUIET, linewidth=0.8)
        for k, (speed, name) in enumerate(kinds):
            mine = [o for o in trade.options if o.interceptor == name and not o.planned]
            _scatter(
                axes,
                mine,
                most,
                _COLOURS[k % 6],
                _MARKS[k % 6],
                f"{interceptor_name(name)}, {speed:g} km/s",
            )
        front = trade.front
        at = sorted({(_x(o, most), o.protected_share) for o in front})
        if at:
            axes.plot(*np.array(at).T, color=INK, linewidth=0.9, zorder=3, label="the front")
        labels: list[tuple[float, float, str, str]] = []
        called = dict(trade.called)
        for o in trade.planned:
            colour = _COLOURS[[n for _, n in kinds].index(o.interceptor) % 6]
            axes.plot(_x(o, most), o.protected_share, "*", markersize=9, color=colour, markeredgecolor=INK, markeredgewidth=0.5, zorder=5)  # fmt: skip
            # Its colour says which interceptor it is.
            name = place_called(called[o.planned]) if o.planned in called else in_words(o.planned)
            labels.append((_x(o, most), o.protected_share, name, INK))
        axes.plot([], [], "*", markersize=9, color="white", markeredgecolor=INK, label="as planned")
        low = min(_x(o, most) for o in trade.options)
        axes.set_xlim(min(low, -0.2) - 0.2, most + 0.5)
        axes.set_ylim(-0.05, 1.2)  # room for names above the top
        axes.set_yticks(np.linspace(0, 1, 6), [f"{p} %" for p in range(0, 101, 20)])
        axes.set_xlabel(
            "least margin to the force's flights, km/s (positive: every flight out of reach)"
        )
        axes.set_ylabel(f"part of {named(trade.protect)} protected")
        axes.set_title(
            fill(f"{trade.title}: protection against the {_lower(named(trade.missile))}", 110),
            loc="left",
            fontsize=8.0,
        )
        axes.grid(color=FAINT, linewidth=0.4)
        axes.set_axisbelow(True)
        made.legend(loc="outside lower center", ncols=4, frameon=False)
        # Names avoid one another where they are drawn, so the layout has to stand first.
        made.draw_without_rendering()
        label_places(axes, labels, 5.5, mark=4.5)
    return made


def _lower(name: str) -> str:
    return f"{name[:1].lower()}{name[1:]}"


def _x(o: Option, most: float) -> float:
    """The margin (km/s); where no arc meets any flight, a place to the right of all margins."""
    return most + 0.25 if o.least_margin_km_s is None else o.least_margin_km_s


def _scatter(
    axes: Axes, options: list[Option], most: float, colour: str, mark: str, label: str
) -> None:
    for on in (False, True):
        some = [o for o in options if o.on_front == on]
        axes.scatter(
            [_x(o, most) for o in some], [o.protected_share for o in some], s=16 if on else 7,
            color=colour if on else _pale(colour), marker=mark, linewidths=0.5 if on else 0, edgecolors=INK if on else "none",
            label=label if on else None, zorder=4 if on else 2,
        )  # fmt: skip


def _pale(colour: str) -> tuple[float, ...]:
    """Half way to white, and opaque: two that lie on each other do not make a third colour."""
    return tuple(0.5 + 0.5 * part for part in to_rgb(colour))
