"""What is owed at a time: in time, late, missing, or known too roughly to tell."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.treaty.agreements import FROM, agreed, judged


def duty(**time: Any) -> Any:
    return agreed(duties=({"id": "owed", "of": "data-exchange", **time},))


def done(day: date, **more: Any) -> dict[str, Any]:
    return {"on": day, "duty": "owed", "done": True, **more}


def test_once_by_a_day() -> None:
    """The day itself is in time; the day after is late, if it is known that it had not been done before."""
    agreement = duty(by=date(2013, 2, 15))
    assert judged(agreement, on=date(2013, 2, 15)).verdict == "not yet due"
    assert judged(agreement, on=date(2013, 2, 16)).verdict == "undetermined"
    assert judged(agreement, on=date(2013, 2, 16), complete_to=date(2013, 2, 15)).verdict == "breached"  # fmt: skip
    assert judged(agreement, done(date(2013, 2, 15))).verdict == "fulfilled"
    late = done(date(2013, 2, 16))
    assert judged(agreement, late).verdict == "undetermined"
    assert judged(agreement, late, complete_to=date(2013, 2, 15)).verdict == "breached"
    denied = {"on": date(2013, 2, 16), "duty": "owed", "done": False}
    assert judged(agreement, late, denied).verdict == "breached"
    # said while there was still time, it says nothing
    early = {"on": datetime(2013, 2, 15, 1, tzinfo=UTC), "duty": "owed", "done": False}
    assert judged(agreement, early, on=date(2013, 3, 1)).verdict == "undetermined"


def test_again_and_again() -> None:
    """No more days than agreed from one to the next, the first counted from the start; a breach stays one."""
    agreement = duty(every_days=183)
    seen = [done(FROM + timedelta(days=d)) for d in (183, 300, 484)]
    owed = judged(agreement, *seen, complete_to=date(2014, 12, 31))
    assert [(o.due, o.verdict) for o in owed.obligations] == [
        ("2013-07-03", "fulfilled"),
        ("2014-01-02", "fulfilled"),
        ("2014-04-29", "breached"),  # 184 days after 28 October
        ("2014-10-30", "breached"),
    ]
    assert [(p.since, p.verdict) for p in owed.periods] == [
        ("2013-01-01", "not yet due"),
        ("2013-07-03", "fulfilled"),
        ("2014-04-30", "breached"),
    ]


def test_so_many_a_year_and_a_leap_day() -> None:
    """Years of the agreement, which began on a leap day: to 27 February, and on 28 February the next begins."""
    table = {"from": date(2016, 2, 29)}
    agreement = agreed(duties=({"id": "owed", "of": "inspection", "count_a_year": 2},), **table)
    seen = [done(date(2016, 3, 1)), done(date(2017, 2, 27)), done(date(2017, 2, 28))]
    owed = judged(agreement, *seen, on=date(2018, 3, 1), complete_to=date(2018, 3, 1))
    assert [(o.due, o.verdict) for o in owed.obligations] == [
        ("2017-02-27", "fulfilled"),
        ("2018-02-27", "breached"),
        ("2019-02-27", "not yet due"),
    ]


@pytest.mark.parametrize(
    ("event", "notified", "verdict"),
    [
        (datetime(2013, 5, 2, 10, tzinfo=UTC), datetime(2013, 5, 1, 10, tzinfo=UTC), "fulfilled"),
        (datetime(2013, 5, 2, 10, tzinfo=UTC), datetime(2013, 5, 1, 10, 1, tzinfo=UTC), "breached"),
        (datetime(2013, 5, 2, 10, tzinfo=UTC), date(2013, 5, 1), "undetermined"),  # at what hour?
        (datetime(2013, 5, 2, 10, tzinfo=UTC), date(2013, 4, 30), "fulfilled"),
        (date(2013, 5, 2), date(2013, 5, 1), "undetermined"),
        (date(2013, 5, 3), date(2013, 5, 1), "fulfilled"),
        (date(2013, 5, 2), date(2013, 5, 3), "breached"),
        (date(2013, 5, 2), False, "breached"),
        (date(2013, 5, 2), None, "undetermined"),
    ],
)
def test_notice(event: Any, notified: Any, verdict: str) -> None:
    """24 hours before, by all that is known of both times."""
    one = {"duty": "owed", "event": event}
    if notified is not None:
        one["notified"] = notified
    assert judged(duty(before_h=24.0), one).verdict == verdict


def test_nothing_missing_where_the_file_is_complete() -> None:
    one = {"duty": "owed", "event": date(2013, 5, 2)}
    assert judged(duty(before_h=24.0), one, complete_to=date(2013, 5, 2)).verdict == "breached"
    assert judged(duty(before_h=24.0), complete_to=date(2013, 5, 2)).verdict == "not yet due"


def test_a_later_day_never_turns_breached_into_not_yet_due() -> None:
    """On every day of three years, for every kind of duty."""
    seen = [done(FROM + timedelta(days=d)) for d in (20, 200, 500)]
    order = {"not yet due": 0, "fulfilled": 1, "undetermined": 2, "breached": 3}
    for time in ({"by": date(2013, 1, 15)}, {"every_days": 183}):
        agreement = duty(**time)
        verdicts = [judged(agreement, *seen, on=FROM + timedelta(days=d), complete_to=date(2015, 12, 31)).verdict for d in range(0, 1000, 13)]  # fmt: skip
        ranks = [order[v] for v in verdicts]
        assert ranks == sorted(ranks), time


def test_history_is_what_asking_day_by_day_says() -> None:
    """The periods of one answer are the verdicts of answers for each day."""
    seen = [done(FROM + timedelta(days=d)) for d in (20, 200, 500)]
    for time in ({"by": date(2013, 3, 1)}, {"every_days": 183}, {"count_a_year": 1}):
        agreement = duty(**time)
        whole = judged(agreement, *seen, on=date(2015, 6, 1), complete_to=date(2014, 12, 31))
        for d in range(0, 880, 11):
            day = FROM + timedelta(days=d)
            alone = judged(agreement, *seen, on=day, complete_to=date(2014, 12, 31))
            assert whole.on(day).verdict == alone.verdict, (time, day)
