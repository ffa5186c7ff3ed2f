"""A chart of draws: the share of them that has a value or less, with those that have none counted as their reason says."""

from __future__ import annotations

from dataclasses import replace

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.collections import QuadMesh

from reassure.answers.sweep import ChartAxis, Gap, SweepChart
from reassure.report.plots.draws import over_draws
from reassure.report.plots.sweep import sweep_figure

DRAWS = ChartAxis("draw", "delay, s", tuple("12345"), None, drawn=True)
GAPS = (
    Gap("out", "never in reach"), Gap("in", "always in reach"), Gap("not computed", "not computed yet"),
    Gap("no arc", "no arc meets any flight"),
)  # fmt: skip
OUT, IN, LATER, ARC = 1, 2, 3, 4


def _chart(value: list[list[float]], gap: list[list[int]], names: int = 1, variable: str = "least_margin_km_s") -> SweepChart:  # fmt: skip
    """Draws to the right, `names` deployments upwards."""
    other = ChartAxis("deployment", "deployment", tuple(f"D{k}" for k in range(names)), None)
    return SweepChart(
        "Title", variable, "least margin to any flight", "km/s", DRAWS, other if names > 1 else None, np.array(value),
        np.array(gap), GAPS, None, "",
    )  # fmt: skip


def _heights(chart: SweepChart, at: list[float], k: int = 0) -> list[float]:
    """What the k-th curve is at values, read off the picture."""
    axes = sweep_figure(chart).axes[0]
    (line,) = (line for line in axes.lines if line.get_gid() == f"draws {k}")
    assert line.get_drawstyle() == "steps-post"
    x, y = line.get_data()
    assert (x[0], x[-1]) == axes.get_xlim()
    return [float(y[np.searchsorted(x, v, side="right") - 1]) for v in at]


def _words(chart: SweepChart) -> str:
    return "\n".join(t.get_text() for t in sweep_figure(chart).findobj(mpl.text.Text))


def test_the_curve_is_the_share_of_draws_that_have_a_value_or_less() -> None:
    """Five draws in no order, two of them equal; the height at 0 is the share with some flight in reach."""
    chart = _chart([[1.0, -1.0, 0.0, 2.0, 1.0]], [[0] * 5])
    assert _heights(chart, [-1.01, -1.0, 0.0, 0.99, 1.0, 1.9, 2.0]) == pytest.approx([0, 0.2, 0.4, 0.4, 0.8, 0.8, 1])  # fmt: skip
    words = _words(chart)
    assert "5 draws" in words
    assert "margin 0: left of it some flight is in reach" in words


def test_draws_without_a_value_count() -> None:
    """One is in reach whatever the figure, one out of reach, one not computed: four of five draws are known."""
    nan = np.nan
    chart = _chart([[nan, nan, nan, 10.0, 20.0]], [[IN, OUT, LATER, 0, 0]])
    assert _heights(chart, [9.9, 10.0, 20.0]) == pytest.approx([0.25, 0.5, 0.75])
    words = _words(chart).replace("\n", " ")
    for said in ("5 draws", "1 of them: never in reach", "1 of them: always in reach", "1 of them: not computed yet"):  # fmt: skip
        assert said in words


def test_out_of_reach_lies_behind_all_margins_and_before_all_delays() -> None:
    """Three draws of five that no arc meets: the curve of margins ends at 40 %, that of delays begins at 60 %."""
    nan = np.nan
    value, gap = [[nan, nan, nan, 10.0, 20.0]], [[ARC, ARC, OUT, 0, 0]]
    assert _heights(_chart(value, gap), [9.9, 10.0, 20.5]) == pytest.approx([0.0, 0.2, 0.4])
    late = _chart(value, gap, variable="critical_launch_delay_s")
    assert _heights(late, [9.9, 10.0, 20.5]) == pytest.approx([0.6, 0.8, 1.0])
    assert "margin 0" not in _words(late)


def test_a_curve_for_each_value_of_the_other_dimension() -> None:
    """Whichever axis has the draws; one of which nothing is known has no curve, and says so."""
    value = [[0.0, 1.0, 2.0, 3.0, 4.0], [1.0] * 5, [np.nan] * 5]
    chart = _chart(value, [[0] * 5, [0] * 5, [LATER] * 5], names=3)
    across = replace(chart, x=chart.y, y=chart.x, value=chart.value.T, gap=chart.gap.T)
    for one in (chart, across):
        assert _heights(one, [2.0], 0) == pytest.approx([0.6])
        assert _heights(one, [0.9, 1.0], 1) == pytest.approx([0.0, 1.0])
        axes = sweep_figure(one).axes[0]
        assert not [line for line in axes.lines if line.get_gid() == "draws 2"]
        words = _words(one).replace("\n", " ")
        assert "D0, 5 draws" in words
        assert "D2, 5 draws; 5 of them: not computed yet" in words


def test_more_than_seven_are_cells() -> None:
    """As many curves cannot be told apart. A share is in percent."""
    value = np.tile(np.arange(5.0) / 4.0, (8, 1)).tolist()
    many = _chart(value, [[0] * 5] * 8, names=8)
    assert not over_draws(many)
    assert sweep_figure(many).axes[0].findobj(QuadMesh)
    few = replace(many, value=many.value[:7], gap=many.gap[:7], y=replace(many.y, labels=many.y.labels[:7]), unit="", variable="share_out_of_reach")  # fmt: skip
    assert over_draws(few)
    figure = sweep_figure(few)
    assert not figure.axes[0].findobj(QuadMesh)
    figure.canvas.draw()
    assert "100 %" in [t.get_text() for t in figure.axes[0].get_xticklabels()]
