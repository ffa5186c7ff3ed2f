"""Draws of figures: inverse distributions against hand-made ones, intervals of shares, and what decides a margin."""

from __future__ import annotations

import hashlib
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from reassure.catalog.figure import Figure
from reassure.catalog.used import FigureUsed
from reassure.uncertainty.confidence import CONFIDENCE, percentiles, share_of
from reassure.uncertainty.draws import Drawn, drawn_figures, stream
from reassure.uncertainty.influences import FEW, rests_on_few, shares_of_variance

SHARES = np.linspace(0.0, 1.0, 41)

# -- distributions --------------------------------------------------------------------------------


def test_a_uniform_draw_is_a_straight_line() -> None:
    """From one end to the other; whatever its value."""
    drawn = Drawn("a", 2.1, 2.0, 6.0, "uniform", None)
    assert drawn.at(SHARES) == pytest.approx(2.0 + 4.0 * SHARES)


@pytest.mark.parametrize("peak", [2.0, 3.0, 6.0])
def test_a_triangular_draw_is_two_square_roots(peak: float) -> None:
    """Below its peak low + sqrt(u w (c - low)), above it high - sqrt((1 - u) w (high - c)); also at an end."""
    drawn = Drawn("a", peak, 2.0, 6.0, "triangular", None)
    below = 2.0 + np.sqrt(SHARES * 4.0 * (peak - 2.0))
    above = 6.0 - np.sqrt((1.0 - SHARES) * 4.0 * (6.0 - peak))
    expected = np.where(SHARES <= (peak - 2.0) / 4.0, below, above)
    assert drawn.at(SHARES) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize(("low", "high"), [(2.0, 6.0), (2.9, 3.05), (-2.0, 2.5)])
def test_a_normal_draw_is_cut_off_at_its_interval(low: float, high: float) -> None:
    """By the normal's own distribution: what lies between the ends is stretched to all; the value may lie outside."""
    value, spread = 3.0, 0.5
    drawn = Drawn("a", value, low, high, "normal", spread)
    first, last = stats.norm.cdf([low, high], value, spread)
    inner = SHARES[1:-1]
    expected = stats.norm.ppf(first + inner * (last - first), value, spread)
    assert drawn.at(inner) == pytest.approx(expected, abs=1e-9)
    assert drawn.at(np.array([0.0, 1.0])).tolist() == [low, high]


@given(
    low=st.floats(-1e3, 1e3),
    width=st.floats(1e-6, 1e3),
    place=st.floats(0.0, 1.0),
    kind=st.sampled_from(["uniform", "triangular", "normal"]),
)
@settings(max_examples=50, deadline=None)
def test_draws_rise_with_their_shares_and_never_leave_the_interval(
    low: float, width: float, place: float, kind: str
) -> None:
    """Not by a bit; whatever the interval and where in it the value lies."""
    high = low + width
    value = min(max(low + place * width, low), high)
    drawn = Drawn("a", value, low, high, kind, width / 3.0 if kind == "normal" else None)
    values = drawn.at(SHARES)
    assert values.shape == SHARES.shape
    assert (np.diff(values) >= 0.0).all()
    assert values.min() >= low
    assert values.max() <= high


def test_a_figure_without_a_distribution_is_drawn_evenly() -> None:
    """From its interval; one with a spread between three of them."""
    figures = [
        FigureUsed.of("x.b_s", Figure(value=3.0, low=2.0, high=6.0)),
        FigureUsed.of("x.a_s", Figure(value=3.0, low=2.0, high=6.0, distribution="triangular")),
        FigureUsed.of("x.c_s", Figure(value=3.0, distribution="normal", standard_deviation=0.5)),
        FigureUsed.of(
            "x.d_s",
            Figure(value=3.0, low=2.5, high=4.0, distribution="normal", standard_deviation=0.5),
        ),
    ]
    drawn = drawn_figures(figures)
    assert [(d.key, d.low, d.high, d.distribution, d.standard_deviation) for d in drawn] == [
        ("x.a_s", 2.0, 6.0, "triangular", None),
        ("x.b_s", 2.0, 6.0, "uniform", None),
        ("x.c_s", 1.5, 4.5, "normal", 0.5),
        ("x.d_s", 2.5, 4.0, "normal", 0.5),
    ]
    assert [d.value for d in drawn] == [3.0] * 4


@pytest.mark.parametrize("key", ["aim.a.radius_km", "base.b.field_radius_km"])
def test_sizes_of_regions_are_not_drawn(key: str) -> None:
    """Nor is what is certain, or an interval of no width; a key that only begins alike is."""
    sized = Figure(value=1.0, low=0.0, high=2.0)
    assert drawn_figures([FigureUsed.of(key, sized)]) == ()
    assert drawn_figures([FigureUsed.of(key.replace(".", "s.", 1), sized)]) != ()
    for certain in (Figure(value=1.0), Figure(value=1.0, low=1.0, high=1.0)):
        assert drawn_figures([FigureUsed.of("x.a_s", certain)]) == ()
    assert drawn_figures([]) == ()


def test_a_stream_hangs_on_all_of_its_key_and_seed() -> None:
    """Keys that differ in one sign at the end, and seeds that differ in a high bit."""
    long = "k" * 200
    seen = {
        tuple(stream(seed, key).random(2))
        for seed in (0, 1, 2**40)
        for key in ("", "a", "b", long, long + "x")
    }
    assert len(seen) == 15
    words = np.frombuffer(hashlib.sha256(b"a").digest(), "<u4").tolist()
    by_hand = np.random.default_rng(np.random.SeedSequence([3, *words]))
    assert (stream(3, "a").random(4) == by_hand.random(4)).all()
    assert tuple(stream(1, "é").random(3)) == tuple(stream(1, "é").random(3))


# -- intervals of shares --------------------------------------------------------------------------


@pytest.mark.parametrize(("hits", "draws"), [(0, 40), (1, 40), (20, 40), (39, 40), (40, 40)])
def test_yes_and_no_is_clopper_and_pearsons_interval(hits: int, draws: int) -> None:
    """By the binomial distribution itself: at either end the tail of what was seen is a fortieth."""
    parts = np.zeros(draws)
    parts[:hits] = 1.0
    share = share_of(parts, 1)
    tail = 0.5 * (1.0 - CONFIDENCE)
    assert share.value == hits / draws
    if hits:
        assert stats.binom.sf(hits - 1, draws, share.low) == pytest.approx(tail, rel=1e-6)
    else:
        assert share.low == 0.0
    if hits < draws:
        assert stats.binom.cdf(hits, draws, share.high) == pytest.approx(tail, rel=1e-6)
    else:
        assert share.high == 1.0


def test_flights_that_agree_within_a_draw_are_no_trials_of_their_own() -> None:
    """Draws that are all or nothing count as draws; those whose shares scatter as one flight each would, as flights."""
    whole = np.repeat([0.0, 1.0], 50)
    assert share_of(whole, 100) == share_of(whole, 1)
    rng = np.random.default_rng(5)
    apart = rng.binomial(100, 0.3, 200) / 100.0
    free, bound = share_of(apart, 100), share_of(np.round(apart + rng.uniform(-0.3, 0.3, 200), 2).clip(0, 1), 100)  # fmt: skip
    expected = 1.96 * math.sqrt(0.3 * 0.7 / (200 * 100))
    assert free.half_width == pytest.approx(expected, rel=0.2)
    assert bound.half_width > 2.0 * free.half_width


def test_draws_that_all_have_one_share_count_as_all_their_flights() -> None:
    """No variance is no reason for certainty."""
    same = share_of(np.full(100, 0.25), 40)
    assert same.half_width == pytest.approx(1.96 * math.sqrt(0.25 * 0.75 / 4000), rel=0.05)


@pytest.mark.parametrize(("other", "few"), [(24, True), (25, False)])
def test_few_draws_other_than_nothing_count_as_one_trial_each(other: int, few: bool) -> None:
    """Their variance means little: from the twenty-fifth on it is used."""
    parts = np.zeros(200)
    parts[:other] = np.linspace(0.4, 0.6, other)
    share = share_of(parts, 1000)
    one_each = stats.beta.ppf(0.975, parts.sum() + 1.0, 200 - parts.sum())
    assert (share.high == pytest.approx(float(one_each))) == few
    mirrored = share_of(1.0 - parts, 1000)
    assert 1.0 - mirrored.low == pytest.approx(share.high)


@given(parts=st.lists(st.integers(0, 20), min_size=1, max_size=80))
@settings(max_examples=50, deadline=None)
def test_an_interval_holds_its_share_and_lies_between_none_and_all(
    parts: list[int],
) -> None:
    """Of any draws; and what is out of reach has the interval of what is in reach, turned round."""
    values, each = np.array(parts) / 20.0, 20
    share = share_of(values, each)
    assert 0.0 <= share.low <= share.value <= share.high <= 1.0
    turned = share_of(1.0 - values, each)
    assert turned.low == pytest.approx(1.0 - share.high, abs=1e-6)
    assert turned.high == pytest.approx(1.0 - share.low, abs=1e-6)


# -- percentiles ----------------------------------------------------------------------------------


def test_percentiles_are_values_themselves() -> None:
    """The least of which 5, 50 and 95 of a hundred lie at or below it."""
    values = np.arange(1.0, 101.0)
    assert percentiles(np.random.default_rng(1).permutation(values)) == (5.0, 50.0, 95.0)
    assert percentiles(np.array([3.0])) == (3.0, 3.0, 3.0)
    assert percentiles(np.array([1.0, 2.0])) == (1.0, 1.0, 2.0)


@pytest.mark.parametrize(
    ("infinite", "found"),
    [(0, (1.0, 1.0, 1.0)), (5, (1.0, 1.0, 1.0)), (6, (1.0, 1.0, None)), (50, (1.0, 1.0, None)), (51, (1.0, None, None)), (96, (None, None, None))],
)  # fmt: skip
def test_an_infinite_percentile_is_none_and_spoils_no_other(
    infinite: int, found: tuple[float | None, float | None, float | None]
) -> None:
    """Of a hundred draws so many meet no flight."""
    values = np.ones(100)
    values[:infinite] = np.inf
    assert percentiles(values) == found


# -- influences -----------------------------------------------------------------------------------

FIGURES = tuple(Drawn(name, 0.5, 0.0, 1.0, "uniform", None) for name in ("a", "b", "c"))


def saltelli(model, base: int = 512, used: int = 3) -> np.ndarray:  # type: ignore[no-untyped-def]
    """Values of a model of three figures in the order that influences are worked out of."""
    rng = np.random.default_rng(11)
    a, b = rng.random((base, used)), rng.random((base, used))
    columns = [a]
    for j in range(used):
        mixed = a.copy()
        mixed[:, j] = b[:, j]
        columns.append(mixed)
    return np.column_stack([model(x) for x in (*columns, b)])


def test_influences_of_a_sum_are_the_parts_of_its_variance() -> None:
    """Of 3 a + 2 b + c they are 9, 4 and 1 of 14, the greatest first; first and total are then alike."""
    rows, why = shares_of_variance(
        saltelli(lambda x: x @ [3.0, 2.0, 1.0], 4096), (0, 1, 2), FIGURES, 1
    )
    assert why == ""
    assert [r.key for r in rows] == ["a", "b", "c"]
    for row, part in zip(rows, (9 / 14, 4 / 14, 1 / 14), strict=True):
        assert row.total == pytest.approx(part, abs=0.06)
        assert row.first == pytest.approx(part, abs=0.1)
        assert 0.0 < row.total_half_width < 0.2


def test_what_only_counts_together_has_a_total_and_no_first() -> None:
    """A product about nought; and the third, that does not count, has neither."""
    rows, _ = shares_of_variance(
        saltelli(lambda x: (x[:, 0] - 0.5) * (x[:, 1] - 0.5)), (0, 1, 2), FIGURES, 1
    )
    found = {r.key: r for r in rows}
    for key in ("a", "b"):
        assert found[key].total == pytest.approx(1.0, abs=0.2)
        assert found[key].first == pytest.approx(0.0, abs=0.15)
    assert found["c"].total == found["c"].first == 0.0
    assert rows[-1].key == "c"


def test_only_the_figures_that_are_used_are_told() -> None:
    """Columns of others are left out, whatever is in them."""
    least = saltelli(lambda x: x @ [3.0, 0.0, 1.0])
    least[:, 2] = np.nan  # the column of b
    rows, why = shares_of_variance(least, (0, 2), FIGURES, 1)
    assert (why, [r.key for r in rows]) == ("", ["a", "c"])
    assert rows[0].total == pytest.approx(0.9, abs=0.08)


@pytest.mark.parametrize(
    ("spoil", "used", "why"),
    [
        (lambda v: v, (), "no figure that its margins rest on has an interval"),
        (lambda v: np.where(np.arange(v.size).reshape(v.shape) == 7, np.inf, v), (0, 1, 2), "in some draws no arc meets any"),
        (lambda v: 0.0 * v + 3.0, (0, 1, 2), "the margin is the same in every draw"),
        (lambda v: np.where(np.arange(v.size).reshape(v.shape) < 9, 1.0, 0.0), (0, 1, 2), "fewer than 20 of the draws"),
    ],
)  # fmt: skip
def test_where_there_are_no_influences_there_is_a_reason(spoil, used, why: str) -> None:  # type: ignore[no-untyped-def]
    """Nothing to draw, an infinite margin, none that changes, or a few draws that decide."""
    rows, said = shares_of_variance(spoil(saltelli(lambda x: x[:, 0])), used, FIGURES, 1)
    assert rows == ()
    assert said.startswith(why)


@pytest.mark.parametrize(
    ("count", "few"), [(1, True), (FEW - 1, True), (21, True), (22, False), (25, False)]
)
def test_how_many_draws_make_a_variance(count: int, few: bool) -> None:
    """Of equal ones: nineteen of up to twenty-one make nine tenths, of twenty-two they do not."""
    values = np.zeros(1000)
    values[:count] = 5.0
    assert rests_on_few(values) == few
    assert rests_on_few(values.reshape(500, 2)) == few
