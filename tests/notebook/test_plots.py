"""`result.plot`: which deployment and flights a figure takes, and what is refused before anything is flown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from matplotlib.figure import Figure

from reassure.answers.assessment import Assessment
from reassure.answers.curve import Curve
from reassure.answers.ephemeris import Ephemerides
from reassure.errors import ResultError
from reassure.notebook.plots import Plots
from tests.report.made import NAN, assessment, ways

Asked = list[tuple[int, ...]]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    """The flights whose ways were asked for: those made by hand are given instead of flown ones."""
    seen: Asked = []

    def flown(result: Assessment, flights: Sequence[int] = (), every: bool = False) -> Ephemerides:
        seen.append(tuple(flights))
        return ways(tuple(flights) or (0,), ((0, 0), (1, 0)))

    monkeypatch.setattr("reassure.engagement.ephemeris.ephemerides", flown)
    return seen


def curved() -> Assessment:
    return assessment(
        curves=(Curve((0.0, 100.0), (4.0, 5.0), 1), Curve((0.0, 100.0), (6.0, 7.0), 1))
    )


def names(made: Figure) -> set[str]:
    return {x.get_gid() for axes in made.axes for x in axes.lines if x.get_gid()}


@pytest.mark.parametrize(("columns", "inches"), [(1, 89.0 / 25.4), (2, 183.0 / 25.4)])
def test_a_figure_is_as_wide_as_a_column_or_a_page(
    asked: Asked, columns: int, inches: float
) -> None:
    """All four of them."""
    plots = Plots(curved())
    for draw in (plots.map, plots.margins, plots.delay, plots.side):
        assert draw(columns=columns).get_figwidth() == pytest.approx(inches)


@pytest.mark.parametrize("columns", [0, 3, -1, 1.5])
def test_no_other_width(asked: Asked, columns: Any) -> None:
    """Refused with what is allowed, before ways are flown."""
    plots = Plots(curved())
    for draw in (plots.map, plots.margins, plots.delay, plots.side):
        with pytest.raises(ResultError, match=f"columns {columns}; allowed: 1, 2"):
            draw(columns=columns)
    assert asked == []


def test_a_map_takes_the_flights_it_is_told(asked: Asked) -> None:
    """Those that stand for all unless given; of one deployment its meeting alone."""
    plots = Plots(assessment())
    assert {"meeting 0", "meeting 1"} <= names(plots.map())
    drawn = names(plots.map("south", flights=[0, 2]))
    assert "flight 2" in drawn
    assert drawn & {"meeting 0", "meeting 1"} == {"meeting 1"}
    assert asked == [(), (0, 2)]


def test_a_side_view_is_of_the_decisive_deployment_unless_named(asked: Asked) -> None:
    """Its closest flight, and the other shapes of that way."""
    made = Plots(assessment()).side()
    assert made.axes[0].get_title(loc="left").startswith("north and its closest flight")
    named = Plots(assessment()).side("south")
    assert named.axes[0].get_title(loc="left").startswith("south and its closest flight")
    assert asked == [(0, 1), (0, 1)]


def test_a_side_view_needs_a_meeting(asked: Asked) -> None:
    """Of the one that is named, or of any."""
    some = assessment(((0.5, 1.0, 1.5), (NAN, NAN, NAN)), ((NAN,) * 3,) * 2)
    with pytest.raises(ResultError, match="deployment south: no arc meets a flight; allowed: one"):
        Plots(some).side("south")
    none = assessment(((NAN, NAN, NAN),), ((NAN,) * 3,))
    with pytest.raises(ResultError, match="^no arc meets any flight; allowed: a result with a"):
        Plots(none).side()
    assert asked == []


def test_a_deployment_that_is_not_there_is_refused(asked: Asked) -> None:
    """With those that are; control characters are not repeated."""
    plots = Plots(curved())
    calls = (lambda: plots.map("x\ny"), lambda: plots.side("x\ny"), lambda: plots.delay(["north", "x\ny"]))  # fmt: skip
    for call in calls:
        with pytest.raises(ResultError, match=r"^no deployment x\?y; allowed: north, south$"):
            call()
    assert asked == []


def test_delays_need_curves_and_draw_those_chosen() -> None:
    """All of them unless some are named."""
    with pytest.raises(ResultError, match=r"needs curves; allowed: a result of assess\("):
        Plots(assessment()).delay()
    plots = Plots(curved())
    assert {"required north", "required south"} <= names(plots.delay())
    assert "required north" not in names(plots.delay(["south"]))


def test_a_result_has_its_plots() -> None:
    """By the hook that the package's face sets."""
    import reassure

    assert reassure.assess is not None
    assert isinstance(assessment().plot, Plots)
    assert assessment()._repr_html_().startswith("<iframe srcdoc=")
