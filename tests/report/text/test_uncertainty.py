"""What the text says of draws: shares, margins, what decides, and when it stopped."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from rich.console import Group

from reassure.answers.uncertainty import (
    DeploymentUncertainty,
    FigureDrawn,
    Influence,
    Share,
    Uncertainty,
)
from reassure.report.text.uncertainty import uncertainty_text
from tests.report.made import flat

HALF = Share(0.5, 0.4567, 0.5433)


def deployment(**changes: Any) -> DeploymentUncertainty:
    made = DeploymentUncertainty(
        "north", HALF, Share(1.0, 0.99, 1.0), (-0.501, 0.25, None), None,
        (Influence("interceptor.i.burnout_speed_km_s", 0.6, 0.1, 0.7, 0.06),), "",
    )  # fmt: skip
    return replace(made, **changes)


def drawn(*deployments: DeploymentUncertainty, **changes: Any) -> Uncertainty:
    made = Uncertainty(
        draws=1000, most_draws=1000, seed=7, confidence=0.95, tolerance=0.01, flights_per_draw=3, flights=3, closest=1,
        base_draws=64, figures=(FigureDrawn("interceptor.i.burnout_speed_km_s", 4.5, 4.0, 5.0, "uniform", None),),
        deployments=deployments or (deployment(),),
    )  # fmt: skip
    return replace(made, **changes)


def said(found: Uncertainty) -> str:
    return flat(Group(*uncertainty_text(found)))


def test_without_draws_there_is_nothing() -> None:
    """No heading of nothing."""
    assert uncertainty_text(None) == []


def test_a_row_of_shares_and_margins() -> None:
    """A share above its interval; three margins, down, none where no arc meets; what decides with its half width."""
    text = said(drawn())
    assert "While 1 figure is uncertain" in text
    assert (
        "north 50.0 % 100 % -0.51, +0.25, none burnout_speed_km_s 70 ± 6 % 45.7 to 54.3 99.0 to 100.0"
        in text
    )
    assert "by estimate" not in text
    assert "By estimate" not in text


def test_the_estimates_share_has_a_column_where_any_has_one() -> None:
    """A deployment without a vehicle says so there."""
    text = said(
        drawn(deployment(estimate_within_reach=Share(0.25, 0.2, 0.3)), deployment(id="south"))
    )
    assert "reach, ideal by estimate a closest" in text
    assert "north 50.0 % 25.0 % 100 %" in text
    assert "south 50.0 % no vehicle 100 %" in text
    assert text.count("By estimate: the notional vehicle as it stands") == 1


@pytest.mark.parametrize(
    ("totals", "kept"),
    [
        ([0.6, 0.3, 0.05, 0.05], ["a", "b", "c"]),
        ([0.6, 0.3, 0.0499], ["a", "b"]),
        ([0.04, 0.03], ["a"]),
    ],
)
def test_three_figures_at_most_and_none_below_a_twentieth(
    totals: list[float], kept: list[str]
) -> None:
    """But the first in any case."""
    influences = tuple(
        Influence(f"x.{name}", t, 0.0, t, 0.01) for name, t in zip("abcd", totals, strict=False)
    )
    text = said(drawn(deployment(influences=influences)))
    shown = [
        n for n, total in zip("abcd", totals, strict=False) if f" {n} {100 * total:.0f} ±" in text
    ]
    assert shown == kept


def test_the_boosters_figures_are_called_its() -> None:
    """The interceptor has some of the same name."""
    own = Influence("booster.icbm.burnout_height_km", 0.6, 0.1, 0.7, 0.06)
    assert "booster's burnout_height_km 70 ± 6 %" in said(drawn(deployment(influences=(own,))))


def test_why_nothing_decides_is_said_instead() -> None:
    """Where there are no influences."""
    text = said(drawn(deployment(influences=(), no_influences="the margin does not vary")))
    assert "the margin does not vary" in text
    assert "±" not in text.partition("Below each share")[0]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "1000 draws, the widest share known to 4.3 %; seed 7; in each draw all 3 flights."),
        ({"draws": 200}, "stopped at 200 of 1000 draws, every share of the flights known to 1 %; seed 7"),
        ({"draws": 0, "most_draws": 1, "tolerance": 0.025}, "stopped at 0 of 1 draw, every share of the flights known to 2.5 %"),
        ({"draws": 1, "most_draws": 1}, "1 draw, the widest share known to"),
        ({"flights_per_draw": 2}, "in each draw 2 of the 3 flights, at random."),
        ({"flights_per_draw": 1, "flights": 1}, "in each draw the one flight."),
        ({"confidence": 0.9}, "Below each share its 90 % interval: how well the draws know their mean"),
        ({"closest": 1}, "Closest: the flight of least margin by"),
        ({"closest": 12}, "Closest: the 12 flights of least margin by"),
        ({"base_draws": 1}, "estimated from 1 base draw)"),
        ({"base_draws": 64}, "estimated from 64 base draws)"),
    ],
)  # fmt: skip
def test_how_it_was_drawn_is_said(changes: dict[str, Any], words: str) -> None:
    """Whether it stopped early, of how many flights, with what confidence."""
    assert words in said(drawn(**changes))


def test_the_widest_share_is_on_its_longer_side() -> None:
    """Of estimates too, as the shares are written."""
    wide = deployment(estimate_within_reach=Share(0.5, 0.3, 0.6))
    assert "the widest share known to 20.0 %" in said(drawn(deployment(), wide))


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        (FigureDrawn("a", 4.5, 4.0, 5.0, "uniform", None), "a = 4.5 (4 to 5)"),
        (FigureDrawn("a", 4.5, 4.0, 5.0, "normal", 0.25), "a = 4.5 (4 to 5, normal 0.25)"),
        (FigureDrawn("a", 4.5, 4.0, 5.0, "triangular", None), "a = 4.5 (4 to 5, triangular)"),
    ],
)
def test_a_figure_drawn_has_its_interval_and_shape(figure: FigureDrawn, words: str) -> None:
    """Uniform is not said."""
    assert said(drawn(figures=(figure,))).endswith(f"Drawn: {words}")


def test_two_figures_and_none() -> None:
    """Apart by semicolons; none is said."""
    one = FigureDrawn("a", 1.0, 0.0, 2.0, "uniform", None)
    text = said(drawn(figures=(one, replace(one, key="b"))))
    assert "While 2 figures are uncertain" in text
    assert text.endswith("Drawn: a = 1 (0 to 2); b = 1 (0 to 2)")
    assert said(drawn(figures=())).endswith("Drawn: none")
