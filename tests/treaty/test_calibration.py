"""Decisions are calibrated: of 20,000 compliant and 20,000 cheating histories, as many are wrongly judged as was agreed.

The compliant side is at the limit itself, the cheating one just beyond it: the hardest cases. The rates must lie within their
99 % intervals, so that with a fixed seed a rule that is off by a tenth is found out.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest
from scipy import stats

from reassure.treaty.agreement import Agreement, LimitTable
from reassure.treaty.beliefs import Distribution, MeasuredValue
from reassure.treaty.judging import LimitState
from reassure.treaty.moments import Instant
from reassure.treaty.observations import Inspected, Observation
from tests.amounts import amount, fewer
from tests.treaty.agreements import agreed, speed_limit

pytestmark = fewer

COUNT = amount(20_000, 6_000)
FALSE_ALARM, MISSED = 0.01, 0.05
_AT = Instant(datetime(2014, 1, 1, tzinfo=UTC), datetime(2014, 1, 2, tzinfo=UTC), "2014-01-01")
_PLAIN = Observation.model_construct(id="o", on=_AT, by="russia", limit="speed", means="radar")
_VALUE = MeasuredValue.model_construct()


def one(key: str, value: float, **more: float) -> Observation:
    """An observation without the checks of a file: there are some hundred thousand."""
    return _PLAIN.model_copy(update={key: _VALUE.model_copy(update={"value": value, **more})})


def rates(limit: LimitTable, agreement: Agreement, histories: Callable[[float], list[list[tuple[Observation, float, float]]]]) -> tuple[float, float]:  # fmt: skip
    """How often a side at the limit is accused, and how often one just beyond it is cleared."""
    out = []
    beyond = 1e-9 if limit.figure.at_most is not None else -1e-9
    for offset, wrong in ((0.0, "breached"), (beyond, "fulfilled")):
        count = 0
        for history in histories(offset):
            state = LimitState(agreement, limit)
            for observation, deviation, systematic in history:
                state.add(observation, deviation, systematic)
            count += state.verdict()[0] == wrong
        out.append(count / COUNT)
    return out[0], out[1]


def within(rate: float, agreed_risk: float) -> bool:
    low, high = stats.binom.interval(0.99, COUNT, agreed_risk)
    return low <= rate * COUNT <= high


@pytest.mark.parametrize(
    ("key", "limit", "at", "width", "seed"),
    [
        ("burnout_speed_km_s", speed_limit(), 3.5, 0.05, 1),
        ("launch_delay_s", {"id": "speed", "bound": "usa", "launch_delay_s": {"at_least": 300.0}}, 300.0, 10.0, 3),
    ],
)  # fmt: skip
def test_one_normal_measurement(key: str, limit: dict[str, Any], at: float, width: float, seed: int) -> None:  # fmt: skip
    """Of a greatest value and of a least one."""
    agreement = agreed(limit)
    chance = np.random.default_rng(seed)

    def histories(offset: float) -> list[list[tuple[Observation, float, float]]]:
        return [[(one(key, at + offset + e), width, 0.0)] for e in chance.normal(0, width, COUNT)]

    false_alarm, missed = rates(agreement.limit[0], agreement, histories)
    assert within(false_alarm, FALSE_ALARM), false_alarm
    assert within(missed, MISSED), missed


def test_several_with_a_shared_part() -> None:
    """Four measurements of unlike uncertainty by a radar whose bias all share."""
    agreement = agreed(speed_limit())
    chance = np.random.default_rng(2)
    widths = [0.03, 0.05, 0.08, 0.05]

    def histories(offset: float) -> list[list[tuple[Observation, float, float]]]:
        bias = chance.normal(0, 0.04, COUNT)
        errors = chance.normal(0, widths, (COUNT, 4)) + bias[:, None]
        return [[(one("burnout_speed_km_s", 3.5 + offset + e), w, 0.04) for e, w in zip(row, widths, strict=True)] for row in errors]  # fmt: skip

    false_alarm, missed = rates(agreement.limit[0], agreement, histories)
    # One history in a thousand contradicts itself, and is not judged.
    assert within(false_alarm, FALSE_ALARM), false_alarm
    assert within(missed, MISSED), missed


def test_students_t() -> None:
    """A standard uncertainty that was itself estimated from five looks."""
    agreement = agreed(speed_limit())
    chance = np.random.default_rng(4)

    def histories(offset: float) -> list[list[tuple[Observation, float, float]]]:
        looks = chance.normal(0, 0.1, (COUNT, 5))
        means, widths = looks.mean(axis=1), looks.std(axis=1, ddof=1) / np.sqrt(5)
        return [[(one("burnout_speed_km_s", 3.5 + offset + m, degrees_of_freedom=4.0), w, 0.0)] for m, w in zip(means, widths, strict=True)]  # fmt: skip

    false_alarm, missed = rates(agreement.limit[0], agreement, histories)
    assert within(false_alarm, FALSE_ALARM), false_alarm
    assert within(missed, MISSED), missed


@pytest.mark.parametrize(("of", "seen", "times"), [(100, 95, 1), (40, 31, 2)])
def test_inspections(of: int, seen: int, times: int) -> None:
    """One in breach among them: overlooked as often as agreed, where the numbers come to just that. Nobody else is accused."""
    limit = {"id": "speed", "bound": "usa", "sensors": {"none_of": ["kurecik"]}}
    agreement = agreed(limit)
    chance = np.random.default_rng(5)
    found = chance.hypergeometric(1, of - 1, seen, (COUNT, times))
    cleared = accused = 0
    for row in found:
        state = LimitState(agreement, agreement.limit[0])
        clean = LimitState(agreement, agreement.limit[0])
        for k in row:
            state.add(_PLAIN.model_copy(update={"inspection": Inspected(of=of, seen=seen, found=int(k))}), None, 0.0)  # fmt: skip
            clean.add(_PLAIN.model_copy(update={"inspection": Inspected(of=of, seen=seen, found=0)}), None, 0.0)  # fmt: skip
        cleared += state.verdict()[0] == "fulfilled"
        accused += clean.verdict()[0] == "breached"
    assert accused == 0
    # 31 of 40, twice: 0.225 squared, 0.0506, is above the agreed risk, so it is never cleared
    assert within(cleared / COUNT, MISSED) if times == 1 else cleared == 0


@pytest.mark.parametrize("histories", [200, pytest.param(2000, marks=pytest.mark.long)])
def test_with_a_prior_the_verdicts_are_right_as_often_as_they_say(histories: int) -> None:
    """True values drawn from the prior: of those accused, at most the agreed share is compliant, and of those cleared, cheating."""
    prior = Distribution(distribution="gamma", shape=4.0, scale=0.25)
    agreement = agreed(speed_limit(burnout_speed_km_s={"at_most": 2.0}, prior=prior.model_dump(exclude_none=True)))  # fmt: skip
    chance = np.random.default_rng(6)
    true = chance.gamma(4.0, 0.25, histories)
    counts = {(v, t): 0 for v in ("fulfilled", "undetermined", "breached") for t in (True, False)}
    summed = variance = 0.0
    for t, error in zip(true, chance.normal(0, 0.25, len(true)), strict=True):
        state = LimitState(agreement, agreement.limit[0])
        state.add(one("burnout_speed_km_s", t + error), 0.25, 0.0)
        verdict, kept = state.verdict()
        counts[verdict, bool(t <= 2.0)] += 1
        summed += kept or 0.0
        variance += (kept or 0.0) * (1.0 - (kept or 0.0))
    # the probabilities are calibrated: their sum is the number that keep the limit
    # (by their own variance, within its 99.9 % interval)
    assert abs(summed - (true <= 2.0).sum()) < 3.29 * np.sqrt(variance)
    assert counts["fulfilled", False] <= MISSED * (counts["fulfilled", True] + counts["fulfilled", False])  # fmt: skip
    accused = counts["breached", True] + counts["breached", False]
    assert accused
    assert counts["breached", True] <= stats.binom.ppf(0.999, accused, FALSE_ALARM)


def test_more_accurate_observations_leave_less_undetermined() -> None:
    """On average over true values about the limit."""
    agreement = agreed(speed_limit())
    chance = np.random.default_rng(7)
    true = chance.uniform(3.3, 3.7, 2000)
    shares = []
    for u in (0.1, 0.05, 0.025, 0.01):
        open_ = 0
        for t, e in zip(true, chance.normal(0, u, len(true)), strict=True):
            state = LimitState(agreement, agreement.limit[0])
            state.add(one("burnout_speed_km_s", t + e), u, 0.0)
            open_ += state.verdict()[0] == "undetermined"
        shares.append(open_)
    assert shares == sorted(shares, reverse=True)


@pytest.mark.parametrize("histories", [16, pytest.param(150, marks=pytest.mark.long)])
def test_honest_measurements_seldom_contradict_each_other(histories: int) -> None:
    """Twenty with Student's t are 190 pairs: that one lies apart is no rarer for it, and counts by the number of tests."""
    agreement = agreed(speed_limit())
    chance = np.random.default_rng(9)
    contradicted = 0
    for errors in chance.standard_t(10, (histories, 20)):
        state = LimitState(agreement, agreement.limit[0])
        for e in errors:
            state.add(one("burnout_speed_km_s", 3.4 + 0.01 * e, degrees_of_freedom=10.0), 0.01, 0.0)
        contradicted += state.verdict()[0] == "undetermined"
    # once in a thousand at most, by what chance makes of that in 99 samples of 100
    assert contradicted <= stats.binom.ppf(0.99, histories, 0.001)
