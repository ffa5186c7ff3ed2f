"""Cases in which a verdict was wrong once: each with the right one."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import mpmath
import numpy as np
import pytest

from reassure.questions.comply import judge
from reassure.treaty.beliefs import Distribution, MeasuredValue
from reassure.treaty.evidence import Evidence
from tests.treaty.agreements import FROM, agreed, judged, observed, speed_limit
from tests.treaty.test_judging import seen

NUMBER = {"id": "speed", "bound": "usa", "interceptors": {"at_most": 300.0}, "means": ["inspection"]}  # fmt: skip


def test_inspections_that_find_as_many_as_are_tolerated_clear_nobody_by_their_number() -> None:
    """Half of a hundred seen 25 times, two found each time: two are tolerated, and with three in breach the chance that none of
    the inspections finds the third is (7/8)^25.
    """
    limit = {"id": "speed", "bound": "usa", "place": {"outside": "western-europe"}, "means": ["inspection"]}  # fmt: skip
    agreement = agreed(limit)
    table = {"of": 100, "seen": 50, "found": 2, "tolerated": 2}
    one = judged(agreement, {"on": FROM, "limit": "speed", "inspection": table})
    assert one.seen[0].missed == pytest.approx(1 - 50 * 49 * 48 / (100 * 99 * 98))
    many = [{"on": FROM + timedelta(days=k), "limit": "speed", "inspection": table} for k in range(25)]  # fmt: skip
    verdicts = [judged(agreement, *many[: n + 1]).verdict for n in (0, 10, 20, 24)]
    missed = 1 - 50 * 49 * 48 / (100 * 99 * 98)
    assert verdicts == ["fulfilled" if missed ** (n + 1) <= 0.05 else "undetermined" for n in (0, 10, 20, 24)]  # fmt: skip


def test_a_breach_among_tolerated_ones_is_missed_as_seldom_as_agreed() -> None:
    """Three in breach where two are tolerated, twenty inspections: cleared at any time in at most 5 % of histories."""
    chance = np.random.default_rng(8)
    limit = {"id": "speed", "bound": "usa", "sensors": {"none_of": ["kurecik"]}}
    agreement = agreed(limit)
    cleared = 0
    for found in chance.hypergeometric(3, 97, 50, (300, 20)):
        tables = [{"on": FROM + timedelta(days=k), "limit": "speed", "inspection": {"of": 100, "seen": 50, "found": int(n), "tolerated": 2}} for k, n in enumerate(found)]  # fmt: skip
        cleared += any(p.verdict == "fulfilled" for p in judged(agreement, *tables).periods)
    assert cleared <= 26  # 5 % of 300, and 2.9 standard deviations


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"value": 3.0, "standard_uncertainty": 0.01, "degrees_of_freedom": 100.0}, {"value": 4.0, "standard_uncertainty": 0.02, "degrees_of_freedom": 100.0}),
        ({"distribution": "normal", "mean": 2.0, "standard_deviation": 0.01}, {"distribution": "normal", "mean": 4.0, "standard_deviation": 0.01}),
        ({"value": 4.0, "standard_uncertainty": 0.01}, {"low": 2.0, "high": 3.4}),
        ({"value": 3.0, "standard_uncertainty": 0.0}, {"distribution": "uniform", "low": 4.0, "high": 5.0}),
        ({"value": 3.0, "standard_uncertainty": 0.0}, {"low": 3.4, "high": 3.45}),
        ({"low": 3.0, "high": 3.2}, {"low": 3.3, "high": 3.4}),
        ({"distribution": "gamma", "shape": 4.0, "scale": 0.05}, {"value": 3.0, "standard_uncertainty": 0.1}),
    ],
)  # fmt: skip
def test_whatever_was_measured_may_contradict_itself(first: Any, second: Any) -> None:
    """And is then undetermined, in either order, whatever anybody thinks of it besides."""
    for one, other in ((first, second), (second, first)):
        opinion = {"on": FROM + timedelta(days=3), "limit": "speed", "probability": 0.99}
        owed = judged(agreed(speed_limit()), seen(1, one), seen(2, other), opinion)
        assert owed.verdict == "undetermined"
        assert owed.probability_kept is None
        assert owed.seen[0].contradiction is not None


@pytest.mark.parametrize(
    ("prior", "value"),
    [({"distribution": "uniform", "low": 0.0, "high": 1.0}, 5.0), ({"distribution": "normal", "mean": 1.0, "standard_deviation": 0.1}, 3.7)],
)  # fmt: skip
def test_a_measurement_may_contradict_what_was_held(prior: Any, value: float) -> None:
    owed = judged(agreed(speed_limit(prior=prior)), seen(1, value))
    assert owed.verdict == "undetermined"


def test_what_agrees_is_no_contradiction() -> None:
    """Bounds that meet in a point, narrow bounds in a wide distribution, an exact value within bounds."""
    for one, other in (
        ({"low": 3.4, "high": 3.4}, 3.41),
        ({"low": 3.0, "high": 3.4}, {"low": 3.4, "high": 3.6}),
        ({"low": 3.41, "high": 3.42}, {"value": 3.4, "standard_uncertainty": 0.5}),
        ({"value": 3.4, "standard_uncertainty": 0.0}, {"low": 3.0, "high": 3.45}),
    ):
        owed = judged(agreed(speed_limit()), seen(1, one), seen(2, other))
        assert owed.verdict == "fulfilled", (one, other)


def test_a_duty_of_all_is_owed_by_each() -> None:
    """What one did is one's own; what nobody is named for all did."""
    duty = ({"id": "owed", "of": "x", "by": date(2013, 6, 1)},)
    act = {"on": date(2013, 5, 2), "duty": "owed", "done": True}
    by_one = judge(agreed(duties=duty), observed({**act, "party": "usa"}, complete_to=date(2014, 1, 1)))  # fmt: skip
    assert [(o.bound, o.verdict) for o in by_one.owed] == [("usa", "fulfilled"), ("russia", "breached")]  # fmt: skip
    together = judge(agreed(duties=duty), observed(act, complete_to=date(2014, 1, 1)))
    assert {o.verdict for o in together.owed} == {"fulfilled"}


def test_reports_of_a_duty_that_differ_settle_nothing() -> None:
    """Done by one, denied later by another; two reports of one event; one act seen by two is one."""
    once = agreed(duties=({"id": "owed", "bound": "usa", "of": "x", "by": date(2013, 6, 30)},))
    act = {"on": date(2013, 6, 20), "duty": "owed", "done": True}
    denial = {"on": date(2013, 12, 31), "duty": "owed", "done": False}
    assert judged(once, act, denial).verdict == "undetermined"
    notice = agreed(duties=({"id": "owed", "bound": "usa", "of": "x", "before_h": 24.0},))
    event = {"duty": "owed", "event": date(2013, 8, 1)}
    given, never = {**event, "notified": date(2013, 7, 20)}, {**event, "notified": False}
    assert judged(notice, given, never).verdict == "undetermined"
    assert len(judged(notice, given, never).obligations) == 1
    yearly = agreed(duties=({"id": "owed", "bound": "usa", "of": "x", "count_a_year": 2},))
    two = judged(yearly, act, {**act, "by": "usa"}, on=date(2014, 6, 1), complete_to=date(2014, 6, 1))  # fmt: skip
    assert two.obligations[0].verdict == "breached"


def test_an_object_does_not_divide_a_number_in_all() -> None:
    from reassure.treaty.reading import _unfit

    limit = agreed(NUMBER)
    one = observed({"on": FROM, "limit": "speed", "object": "sm3-ib", "count": 200}).observation[0]
    wrong = _unfit(one, limit)
    assert wrong is not None
    assert wrong[0] == "object"


def test_of_one_day_the_later_count_is_the_last() -> None:
    """By the hour, and not by the id."""
    early = {"id": "z", "on": datetime(2013, 2, 1, 8, tzinfo=UTC), "limit": "speed", "count": 400}
    late = {"id": "a", "on": datetime(2013, 2, 1, 20, tzinfo=UTC), "limit": "speed", "count": 200}
    assert judged(agreed(NUMBER), early, late).verdict == "fulfilled"


def test_nothing_is_owed_after_the_end() -> None:
    until = {"until": date(2013, 12, 31)}
    after = judged(agreed(speed_limit(), **until), seen(730, 5.0), on=date(2015, 6, 1))
    assert after.verdict == "undetermined"
    notice = agreed(duties=({"id": "owed", "bound": "usa", "of": "x", "before_h": 24.0},), **until)
    late = {"duty": "owed", "event": date(2014, 6, 1), "notified": False}
    assert judged(notice, late, on=date(2015, 1, 1)).verdict == "not yet due"
    again = agreed(duties=({"id": "owed", "bound": "usa", "of": "x", "every_days": 183},), **until)
    acts = [{"on": d, "duty": "owed", "done": True} for d in (date(2013, 7, 3), date(2014, 6, 1))]
    owed = judged(again, *acts, on=date(2015, 1, 1), complete_to=date(2015, 1, 1))
    assert [(o.due, o.verdict) for o in owed.obligations] == [("2013-07-03", "fulfilled")]


def test_every_test_of_a_target_is_of_another_target() -> None:
    limit = {"id": "speed", "bound": "usa", "target_speed_km_s": {"at_most": 5.0}}

    def tested(day: int, value: float) -> dict[str, Any]:
        return {"on": FROM + timedelta(days=day), "limit": "speed", "target_speed_km_s": {"value": value, "standard_uncertainty": 0.05}}  # fmt: skip

    assert judged(agreed(limit), tested(1, 4.0), tested(2, 4.5)).verdict == "fulfilled"
    assert judged(agreed(limit), tested(1, 5.15), tested(2, 4.5)).verdict == "breached"


def test_a_shared_part_stays_shared_where_its_size_differs() -> None:
    """s_i s_j between measurements by the same means, against the whole matrix."""
    evidence = Evidence()
    y, u, s = [3.3, 3.35, 3.28], [0.01, 0.02, 0.015], [0.1, 0.1000001, 0.12]
    for a, b, c in zip(y, u, s, strict=True):
        evidence.add(MeasuredValue.model_validate({"value": a}), ("means", "m"), b, c)
    inverse = np.linalg.inv(np.diag(np.square(u)) + np.outer(s, s))
    variance = 1 / inverse.sum()
    known = evidence.normal()
    assert known.deviation == pytest.approx(variance**0.5, rel=1e-6)
    assert known.mean == pytest.approx(variance * (inverse @ y).sum(), abs=1e-6)


def test_two_objects_are_no_dispute() -> None:
    owed = judged(agreed(speed_limit()), seen(1, 3.0, object="ib"), seen(2, 4.0, object="iia"))
    assert owed.verdict == "breached"
    assert not owed.disputed


def test_years_turn_up_to_the_day_that_is_asked() -> None:
    yearly = agreed(duties=({"id": "owed", "bound": "usa", "of": "x", "count_a_year": 1},))
    act = {"on": date(2013, 6, 20), "duty": "owed", "done": True}
    assert judged(yearly, act, on=date(2018, 6, 1)).since == "2015-01-01"


@pytest.mark.parametrize(("shape", "limit"), [(0.02, 0.001), (0.05, 0.001), (0.3, 0.001), (0.5, 0.2)])  # fmt: skip
def test_a_prior_that_is_infinite_at_its_end(shape: float, limit: float) -> None:
    """A gamma of shape below 1, and 0.3 ± 1; by mpmath, in the variable x^shape, in which it is smooth."""
    evidence = Evidence(Distribution(distribution="gamma", shape=shape, scale=1.0))
    evidence.add(MeasuredValue.model_validate({"value": 0.3}), ("means", "m"), 1.0, 0.0)
    k = mpmath.mpf(shape)
    f = lambda v: mpmath.exp(-(v ** (1 / k)) - (v ** (1 / k) - 0.3) ** 2 / 2)  # noqa: E731
    cut, end = mpmath.mpf(limit) ** k, mpmath.mpf(40) ** k
    below = mpmath.quad(f, mpmath.linspace(0, cut, 9))
    beyond = mpmath.quad(f, mpmath.linspace(cut, end, 65))
    assert evidence.known().at_most(limit) == pytest.approx(float(below / (below + beyond)), abs=1e-6)  # fmt: skip


def test_what_would_settle_it_counts_what_is_shared() -> None:
    """Another radar with a large bias does not settle it, however often; an estimate at the limit never does."""
    one = {"value": 3.4, "standard_uncertainty": 0.1, "systematic": 0.0}
    other = {"value": 3.41, "standard_uncertainty": 0.01, "systematic": 0.2}
    limit = speed_limit(means=["radar", "other"])
    means = [{"id": m, "measures": "burnout_speed_km_s", "standard_uncertainty_km_s": 0.05} for m in ("radar", "other")]  # fmt: skip
    agreement = agreed(limit, means=means)
    said = judged(agreement, seen(1, one), seen(2, other, means="other")).seen[0]
    assert said.settles.startswith("no number of measurements like the last")
    assert "not the limit itself" in judged(agreed(speed_limit()), seen(1, 3.5)).seen[0].settles
