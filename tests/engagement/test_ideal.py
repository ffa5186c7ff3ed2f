"""The ideal interceptor against a family: what its columns hold, and the reasons why there is no answer."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from reassure.answers.assessment import Reason
from reassure.engagement.flights import family_of
from reassure.engagement.ideal import NODE_SPACING_S, Counted, margins, pairs_of, tracks_of
from reassure.flight.family import BURNOUT_TIME, FREE_FLIGHT_TIME
from reassure.questions.assess import assess
from reassure.scenario.reader import load, parse
from reassure.scenario.resolve import resolve
from reassure.typing import quiet
from tests.small import SMALL, small


@pytest.fixture(scope="module")
def asked():
    """The small question and its family."""
    question = resolve(parse(SMALL.encode(), "small.toml"))
    return question, family_of(question.forces)


def test_pairs_are_those_of_the_assessment(asked) -> None:
    """With any number of threads; the progress ends where it is done."""
    question, family = asked
    delays = np.array([[b.launch_delay_s] * len(family.rows) for b in question.batteries])
    told: list[tuple[int, int]] = []
    pairs = pairs_of(question, family, delays, lambda *at: told.append(at), threads=1)
    expected = small().pairs
    for name in pairs.__dataclass_fields__:
        np.testing.assert_array_equal(getattr(pairs, name), getattr(expected, name))
    assert told[-1][0] == told[-1][1]


def test_margins_are_the_pairs_margins(asked) -> None:
    """Worked out for one battery; infinite where the assessment has none."""
    question, family = asked
    expected = small().pairs.margin_km_s
    for battery, margin in zip(question.batteries, expected, strict=True):
        found = margins(battery, family.rows, np.full(len(family.rows), battery.launch_delay_s))
        np.testing.assert_allclose(found, np.where(np.isnan(margin), np.inf, margin), atol=1e-9)


def test_an_answer_that_is_none_has_its_reason() -> None:
    """No number stands where nothing meets the flight, or where it is never at a height that counts."""
    pairs, ids = small().pairs, [d.id for d in small().deployments]
    late = ids.index("late")
    assert (pairs.reason[late] == Reason.NO_ARC_AT_DELAY).all()
    for name in (
        "required_speed_km_s",
        "margin_km_s",
        "launch_s",
        "intercept_s",
        "site_latitude_deg",
    ):
        assert np.isnan(getattr(pairs, name)[late]).all()
    assert np.isfinite(pairs.critical_launch_delay_s[late]).all()
    high = SMALL.replace(
        'interceptor = "sm3-ib"',
        'interceptor = { id = "h", burnout_speed_km_s = 8, least_intercept_height_km = 9000 }',
    )
    found = assess(parse(high.encode(), "high.toml")).pairs
    at = ids.index("hopeless")
    assert (found.reason[at] == Reason.NEVER_AT_HEIGHT).all()
    assert np.isnan(found.required_speed_km_s[at]).all()


def test_parts_and_tracks_are_of_the_same_flights(asked) -> None:
    """Nodes no farther apart than asked for, and five at least; the parts lie within their flights."""
    question, family = asked
    longest = family.rows[:, FREE_FLIGHT_TIME].max()
    track = tracks_of(family.rows)
    assert longest / (track.shape[1] - 1) <= NODE_SPACING_S
    assert tracks_of(family.rows, 1e6).shape == (len(family.rows), 5, 3)
    assert tracks_of(family.rows[:0]).shape[0] == 0
    counted = Counted.of(family.rows, question.batteries[0])
    np.testing.assert_array_equal(counted.owner, np.arange(len(family.rows)))
    assert (counted.rows[:, BURNOUT_TIME] >= family.rows[counted.owner, BURNOUT_TIME]).all()


@pytest.mark.parametrize("deployment", ["phase-3-redzikowo", "phase-3-baltic-sea"])
def test_what_a_launch_with_the_flight_meets_is_not_called_never_in_reach(deployment: str) -> None:
    """A third of the flights of europe-2012, and latest launches no earlier than 5 s before the answer flips."""
    question = resolve(load("europe-2012"))
    (battery,) = (b for b in question.batteries if b.id == deployment)
    force = replace(question.forces[0], origins=question.forces[0].origins[::3])
    alone = replace(question, forces=(force,), batteries=(battery,))
    family = family_of(alone.forces)
    late = np.full((1, len(family.rows)), 300.0)
    pairs = pairs_of(alone, family, late, quiet)
    prompt = margins(battery, family.rows, np.zeros(len(family.rows)))
    never = pairs.reason[0] == Reason.NEVER_IN_REACH
    assert never.any()
    assert (prompt[never] > 0.0).all()
    last = pairs.critical_launch_delay_s[0]
    met = np.flatnonzero(np.isfinite(last))
    after = margins(battery, np.ascontiguousarray(family.rows[met]), last[met] + 5.0)
    assert (after > 0.0).all()
