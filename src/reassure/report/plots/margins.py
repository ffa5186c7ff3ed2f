"""The least margin of each deployment against the flights of each base, in numbers and colours."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from reassure.answers.assessment import Assessment
from reassure.report.colours import step_of
from reassure.report.plots.style import figure, ink_on, step_legend, steps_of
from reassure.report.wording import percent_down
from reassure.typing import Array
from reassure.words.rounding import signed

__all__ = ["least_by_base", "margins_figure"]

_NARROWEST = 0.26  # inches, of a cell that has room for its number
_ROW = 0.17  # inches
_LETTER = 0.055  # inches, of a base's name
_TURN_DEG = 40.0  # of the bases' names, where they need not stand upright


def least_by_base(result: Assessment) -> tuple[list[str], Array]:
    """Bases in their order, and least margins (deployments, bases), km/s; NaN where no arc meets a flight."""
    base = result.flights.base
    names = list(dict.fromkeys(base.tolist()))
    # Infinite for the minimum, so that a flight with an arc counts before those without one.
    margin = np.nan_to_num(result.pairs.margin_km_s, nan=np.inf)
    least = np.column_stack([margin[:, base == name].min(axis=1) for name in names])
    return names, np.where(np.isfinite(least), least, np.nan)


def margins_figure(result: Assessment, width: float) -> Figure:
    """Rows are deployments, columns bases; the last column is the share of all flights out of reach.
    Numbers stand in the cells where these are wide enough for them.
    """
    names, least = least_by_base(result)
    rows, columns = least.shape
    # 1.8 inches for names at the left, and 1.6 cells' width for the shares at the right.
    numbers = (width - 1.8) / (columns + 1.6) > _NARROWEST
    steep = np.sin(np.radians(_TURN_DEG)) if numbers else 1.0
    head = 0.15 + _LETTER * steep * max(len(result.place_names[name]) for name in names)
    keys = step_legend(steps_of(least.ravel()), line=False)
    beside = 7 if width > 5.0 else 4
    foot = 0.55 + 0.15 * -(-len(keys) // beside)
    with figure(width, head + _ROW * rows + foot) as made:
        axes = made.add_subplot()
        for i in range(rows):
            for k in range(columns):
                colour = step_of(float(least[i, k])).colour
                axes.add_patch(
                    Rectangle((k, i), 1, 1, facecolor=colour, edgecolor="white", linewidth=0.8)
                )
                text = _signed(float(least[i, k])) if numbers else ""
                axes.text(
                    k + 0.5, i + 0.52, text, ha="center", va="center", color=ink_on(colour),
                    fontsize=5.5,
                )  # fmt: skip
            share = percent_down(result.deployments[i].share_out_of_reach)
            axes.text(columns + 0.15, i + 0.52, share, ha="left", va="center", fontsize=6.0)
        # Below, as the last base's name leans over the top.
        axes.text(columns + 0.15, rows + 0.15, "out of\nreach", ha="left", va="top", fontsize=6.0)
        axes.set_xlim(0, columns + (1.6 if numbers else 2.8))
        axes.set_ylim(rows, 0)  # the first deployment at the top
        axes.set_xticks(
            np.arange(columns) + 0.5,
            [result.place_names[name] for name in names],
            rotation=_TURN_DEG if numbers else 90,
            ha="left",
            rotation_mode="anchor",
            va="baseline" if numbers else "center",
        )
        axes.set_yticks(np.arange(rows) + 0.5, result.deployment_names)
        axes.xaxis.tick_top()
        axes.tick_params(length=0)
        axes.spines[:].set_visible(False)
        made.legend(
            handles=keys, loc="outside lower center", ncols=beside, frameon=False,
            title="least margin against the base's flights, km/s (above 0: out of reach)",
            title_fontsize=6.5, handlelength=1.0, columnspacing=1.2,
        )  # fmt: skip
    return made


def _signed(value: float) -> str:
    """A margin with its sign, a true minus, and a dash where no arc meets a flight."""
    if np.isnan(value):
        return "–"  # noqa: RUF001
    return signed(value).replace("-", "−")  # noqa: RUF001
