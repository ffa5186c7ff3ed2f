"""Limits over time: what each way of seeing says, and what they come to together."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reassure.questions.comply import judge
from tests.treaty.agreements import FROM, agreed, judged, observed, speed_limit


def seen(day: int, value: Any, **more: Any) -> dict[str, Any]:
    """A speed measured so many days after the start."""
    return {"on": FROM + timedelta(days=day), "limit": "speed", "means": "radar", "burnout_speed_km_s": value, **more}  # fmt: skip


def test_guard_band() -> None:
    """3.5 km/s, 0.05 km/s: fulfilled to 3.418 (1.645 u below), breached beyond 3.616 (2.326 u above)."""
    agreement = agreed(speed_limit())
    said = judged(agreement, seen(1, 3.45)).seen[0]
    assert said.fulfilled_up_to == pytest.approx(3.5 - 1.644854 * 0.05, abs=1e-6)
    assert said.breached_beyond == pytest.approx(3.5 + 2.326348 * 0.05, abs=1e-6)
    for value, verdict in ((3.4177, "fulfilled"), (3.4178, "undetermined"), (3.6163, "undetermined"), (3.6164, "breached")):  # fmt: skip
        assert judged(agreement, seen(1, value)).verdict == verdict


def test_a_least_value_is_the_mirror() -> None:
    limit = {"id": "speed", "bound": "usa", "launch_delay_s": {"at_least": 300.0}}
    agreement = agreed(limit)

    def delay(value: float) -> str:
        one = {"on": FROM, "limit": "speed", "launch_delay_s": {"value": value, "standard_uncertainty": 10.0}}  # fmt: skip
        return judged(agreement, one).verdict

    assert [delay(v) for v in (316.5, 316.4, 276.8, 276.7)] == ["fulfilled", "undetermined", "undetermined", "breached"]  # fmt: skip


def test_day_by_day() -> None:
    """Undetermined until something is seen, then what is known by then; asked for any day."""
    owed = judged(agreed(speed_limit()), seen(120, 3.45), seen(212, 3.40), seen(300, 3.2))
    assert [(p.since, p.verdict) for p in owed.periods] == [
        ("2013-01-01", "undetermined"),
        ("2013-05-01", "undetermined"),
        ("2013-08-01", "fulfilled"),
        ("2013-10-28", "undetermined"),
    ]
    assert owed.on("2013-08-17").verdict == "fulfilled"
    assert owed.on(date(2012, 12, 31)) is None
    # 3.2 beside 3.45 and 3.40, each to 0.05: five standard deviations of the difference
    assert owed.seen[0].contradiction.probability < 1e-3
    assert owed.seen[0].value == pytest.approx(3.35)  # told, and not used


def test_a_limit_that_is_not_due_is_not_judged() -> None:
    """From its first day on, by what was seen before as well."""
    limit = speed_limit(due=date(2014, 1, 1))
    agreement = agreed(limit)
    before = judged(agreement, seen(100, 4.0), on=date(2013, 12, 31))
    assert before.verdict == "not yet due"
    after = judged(agreement, seen(100, 4.0), on=date(2014, 1, 1))
    assert after.verdict == "breached"
    assert [(p.since, p.verdict) for p in after.periods] == [("2013-01-01", "not yet due"), ("2014-01-01", "breached")]  # fmt: skip


def test_counts_by_two_are_two_verdicts() -> None:
    """And never their mean: undetermined, disputed."""
    limit = {"id": "speed", "bound": "usa", "interceptors": {"at_most": 48.0}}
    one = {"on": FROM, "limit": "speed", "count": 44}
    other = {"on": FROM, "limit": "speed", "count": 52, "by": "usa"}
    owed = judged(agreed(limit), one, other)
    assert owed.verdict == "undetermined"
    assert owed.disputed
    assert {s.by: s.verdict for s in owed.seen} == {"russia": "fulfilled", "usa": "breached"}
    # the later count by the same takes the place of the earlier
    settled = judged(agreed(limit), one, other, {**other, "on": FROM + timedelta(days=9), "count": 40})  # fmt: skip
    assert settled.verdict == "fulfilled"


@pytest.mark.parametrize(
    ("count", "verdict"),
    [({"low": 40, "high": 48}, "fulfilled"), ({"low": 40, "high": 49}, "undetermined"), ({"low": 49, "high": 60}, "breached")],
)  # fmt: skip
def test_bounds_alone(count: dict[str, int], verdict: str) -> None:
    limit = {"id": "speed", "bound": "usa", "interceptors": {"at_most": 48.0}}
    assert judged(agreed(limit), {"on": FROM, "limit": "speed", "count": count}).verdict == verdict


def test_each_object_keeps_the_limit_by_itself() -> None:
    """One type above it is a breach, whatever the mean of two."""
    agreement = agreed(speed_limit())
    owed = judged(agreement, seen(1, 3.0, object="one"), seen(2, 3.7, object="two"))
    assert owed.verdict == "breached"
    assert [(s.object, s.verdict) for s in owed.seen] == [("one", "fulfilled"), ("two", "breached")]


def test_inspections_and_judgements() -> None:
    limit = {"id": "speed", "bound": "usa", "sensors": {"none_of": ["kurecik"]}}
    agreement = agreed(limit)

    def inspected(**table: int) -> dict[str, Any]:
        return {"on": FROM, "limit": "speed", "inspection": table}

    assert judged(agreement, inspected(of=20, seen=19, found=0)).verdict == "fulfilled"
    short = judged(agreement, inspected(of=20, seen=10, found=0))
    assert short.verdict == "undetermined"
    assert short.seen[0].missed == pytest.approx(0.5)
    assert "sees 18 of 20" in short.seen[0].settles
    assert judged(agreement, inspected(of=20, seen=10, found=1)).verdict == "breached"
    for probability, verdict in ((0.96, "fulfilled"), (0.5, "undetermined"), (0.005, "breached")):
        one = {"on": FROM, "limit": "speed", "probability": probability}
        assert judged(agreement, one).verdict == verdict


def test_a_promise_is_said_to_be_one() -> None:
    owed = judged(agreed(speed_limit(means=[])))
    assert owed.promise
    assert owed.verdict == "undetermined"


def test_what_would_settle_it() -> None:
    """So many more of the same, and not one fewer; or none, where what they share is too much."""
    agreement = agreed(speed_limit())
    said = judged(agreement, seen(1, 3.46)).seen[0]
    assert said.settles.startswith("4 more like the last")
    for more, verdict in ((3, "undetermined"), (4, "fulfilled")):
        repeated = [seen(1 + k, 3.46) for k in range(1 + more)]
        assert judged(agreement, *repeated).verdict == verdict
    shared = {"value": 3.46, "standard_uncertainty": 0.02, "systematic": 0.05}
    assert judged(agreement, seen(1, shared)).seen[0].settles.startswith("no number of measurements")  # fmt: skip


_VALUES = st.lists(
    st.one_of(
        st.floats(3.0, 4.0),
        st.builds(lambda v, u, s: {"value": v, "standard_uncertainty": u, "systematic": s}, st.floats(3.0, 4.0), st.floats(0.001, 0.5), st.sampled_from([0.0, 0.01, 0.2])),
        st.builds(lambda a, w: {"low": a, "high": a + w}, st.floats(3.0, 4.0), st.floats(0.0, 1.0)),
        st.builds(lambda v, u: {"value": v, "standard_uncertainty": u, "degrees_of_freedom": 4.0}, st.floats(3.0, 4.0), st.floats(0.01, 0.5)),
    ),
    min_size=1,
    max_size=5,
)  # fmt: skip


@given(_VALUES, st.floats(3.0, 4.0), st.floats(0.0, 0.5))
def test_a_tighter_limit_never_turns_breached_into_fulfilled(values: list[Any], limit: float, by: float) -> None:  # fmt: skip
    order = ["breached", "undetermined", "fulfilled"]
    tables = [seen(k, v) for k, v in enumerate(values)]
    loose = judged(agreed(speed_limit(burnout_speed_km_s={"at_most": limit + by})), *tables).verdict
    tight = judged(agreed(speed_limit(burnout_speed_km_s={"at_most": limit})), *tables).verdict
    assert order.index(tight) <= order.index(loose)


@given(_VALUES, st.randoms())
def test_the_order_of_observations_does_not_matter(values: list[Any], chance: random.Random) -> None:  # fmt: skip
    agreement = agreed(speed_limit())
    tables = [{"id": f"o{k}", **seen(k % 2, v)} for k, v in enumerate(values)]
    first = judge(agreement, observed(*tables)).to_dict()
    chance.shuffle(tables)
    assert judge(agreement, observed(*tables)).to_dict() == first


@given(_VALUES, st.integers(0, 800), st.integers(0, 800))
def test_a_later_day_never_turns_breached_into_not_yet_due(values: list[Any], a: int, b: int) -> None:  # fmt: skip
    agreement = agreed(speed_limit(due=date(2013, 6, 1)))
    tables = [seen(90 * k, v) for k, v in enumerate(values)]
    early, late = sorted((a, b))
    one, two = (judged(agreement, *tables, on=FROM + timedelta(days=d)).verdict for d in (early, late))  # fmt: skip
    assert not (two == "not yet due" and one != "not yet due")


def test_times_with_zones_and_leap_days() -> None:
    """An instant counts on its day in UTC: 1 March at 01:00 in a zone three hours ahead is 29 February."""
    zone = timezone(timedelta(hours=3))
    one = seen(0, 3.0) | {"on": datetime(2016, 3, 1, 1, 0, tzinfo=zone)}
    owed = judged(agreed(speed_limit()), one)
    assert owed.periods[-1].since == "2016-02-29"
    same = seen(0, 3.0) | {"on": datetime(2016, 2, 29, 22, 0, tzinfo=UTC)}
    assert judged(agreed(speed_limit()), same).periods == owed.periods
