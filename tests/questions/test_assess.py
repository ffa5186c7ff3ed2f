"""From a scenario to a result: what it says of margins, critical values, reasons and missing flights."""

import numpy as np
import pytest

from reassure.answers.assessment import Reason
from reassure.earth.constants import ROTATION_RATE
from reassure.engagement.flights import earth_fixed
from reassure.errors import ScenarioError
from reassure.flight.family import minimum_energy_times
from reassure.questions.assess import assess
from reassure.reach.ideal.arcs import RESOLUTION_OF_TIME
from reassure.reach.ideal.latest import RESOLUTION
from reassure.scenario.reader import parse
from tests.cases import alone, points, tracks
from tests.small import SMALL, small

SLOW, FAST, LATE, HOPELESS, BOOSTED = range(5)


def test_margin_is_required_less_available() -> None:
    """Burnout speed and divert."""
    p = small().pairs
    assert np.allclose(p.margin_km_s[SLOW], p.required_speed_km_s[SLOW] - 3.2)
    assert np.allclose(p.critical_burnout_speed_km_s[SLOW], p.required_speed_km_s[SLOW] - 0.2)
    assert np.allclose(p.required_speed_km_s[SLOW], p.required_speed_km_s[FAST])


def test_flights_are_as_asked() -> None:
    """Two bases, two aims less one too near, two shapes; the time ratio counts from burnout, and each shape has an
    azimuth of its own.
    """
    f = small().flights
    assert f.count == 6
    aim = earth_fixed(f.aim_latitude_deg, f.aim_longitude_deg, np.zeros(6))
    ground = np.cross([0.0, 0.0, ROTATION_RATE], f.burnout_position_m)
    ahead = f.burnout_velocity_m_s - ground
    least = minimum_energy_times(f.burnout_position_m.copy(), aim, ahead, False)
    assert f.flight_time_s - 180.0 == pytest.approx(f.flight_time_ratio * least, rel=2e-5)
    for base, aim in (("kozelsk", "east"), ("uzhur", "east"), ("uzhur", "near")):
        free = {
            ratio: time - 180
            for b, a, ratio, time in zip(
                f.base, f.aim, f.flight_time_ratio, f.flight_time_s, strict=True
            )
            if (b, a) == (base, aim)
        }
        assert free[0.9] / free[1.0] == pytest.approx(0.9, abs=1e-3)


def test_missing_flights_are_named() -> None:
    """An aim nearer than the boost's end from Kozelsk; from Uzhur it is an aim like any other."""
    result = small()
    missing = [(m.base, m.aim, m.flight_time_ratio, m.count) for m in result.missing]
    assert missing == [("kozelsk", "near", 0.9, 1), ("kozelsk", "near", 1.0, 1)]
    assert all("nearer than where the boost ends" in m.reason for m in result.missing)


def test_no_flight_at_all_is_an_error() -> None:
    """With the first reason."""
    text = SMALL.replace(
        "latitude_deg = 38.9, longitude_deg = -77.0", "latitude_deg = 54.1, longitude_deg = 36.0"
    )
    with pytest.raises(ScenarioError, match="none of the flights exists: kozelsk to east"):
        assess(parse(text.replace('"kozelsk", "uzhur"', '"kozelsk"').encode(), "x"))


def test_reasons() -> None:
    """Each missing critical value has its name; nothing else is missing."""
    p = small().pairs
    assert (p.reason[FAST] == Reason.NONE_MISSING).all()
    assert np.isfinite(p.critical_launch_delay_s[FAST]).all()
    assert (p.reason[LATE] == Reason.NO_ARC_AT_DELAY).all()
    assert np.isnan(p.required_speed_km_s[LATE]).all()
    assert np.isfinite(p.critical_launch_delay_s[LATE]).all()
    assert (p.reason[HOPELESS] == Reason.NO_ARC_EVER).all()
    uzhur = np.flatnonzero(small().flights.base == "uzhur")
    assert (p.reason[SLOW, uzhur] == Reason.NEVER_IN_REACH).all()
    for d, deployment in enumerate(small().deployments):
        assert (deployment.least_margin_km_s is None) == (d in {LATE, HOPELESS})
        assert deployment.share_out_of_reach == np.mean(~(p.margin_km_s[d] <= 0))


def test_divert_alone_can_be_enough() -> None:
    """A critical speed below zero is no speed."""
    text = SMALL.replace(
        "burnout_speed_km_s = 3.0, divert_km_s = 0.2", "burnout_speed_km_s = 3.0, divert_km_s = 5.0"
    )
    p = small(text).pairs
    enough = p.required_speed_km_s[SLOW] <= 5.0
    assert enough.any()
    assert (p.reason[SLOW, enough] == Reason.DIVERT_ENOUGH).all()
    assert np.isnan(p.critical_burnout_speed_km_s[SLOW, enough]).all()


def test_critical_delay_flips_the_sign() -> None:
    """Assessed again half a second before and after: within reach, out of reach."""
    late = small().pairs.critical_launch_delay_s[FAST]
    worst = small().deployments[FAST].worst_flight
    assert worst is not None
    step = RESOLUTION + RESOLUTION_OF_TIME + 0.05
    for delay, sign in ((late[worst] - step, -1), (late[worst] + step, 1)):
        text = SMALL.replace(
            'source = "a book" } }\nlaunch_delay_s = 100',
            f'source = "a book" }} }}\nlaunch_delay_s = {delay}',
        )
        assert text != SMALL
        assert np.sign(small(text).pairs.margin_km_s[FAST, worst]) == sign


def test_a_deployments_critical_values_are_those_of_all_its_flights() -> None:
    """The least critical speed, the greatest critical delay; later, and slower, reaches none."""
    p, critical = small().pairs, small().critical(FAST)
    assert critical["burnout_speed_km_s"] == pytest.approx(
        p.critical_burnout_speed_km_s[FAST].min(), abs=1e-6
    )
    assert critical["launch_delay_s"] == pytest.approx(
        p.critical_launch_delay_s[FAST].max(), abs=0.01
    )
    later = critical["launch_delay_s"] + RESOLUTION + 0.1
    for old, new in (
        (
            'source = "a book" } }\nlaunch_delay_s = 100',
            f'source = "a book" }} }}\nlaunch_delay_s = {later}',
        ),
        ("{ value = 8, source", f"{{ value = {critical['burnout_speed_km_s'] - 0.001}, source"),
    ):
        assert old in SMALL
        assert small(SMALL.replace(old, new)).deployments[FAST].share_out_of_reach == 1.0
    assert small().critical(HOPELESS) == dict.fromkeys(critical)


def test_after_burnout_counts_from_the_flights_burnout() -> None:
    """180 s less."""
    p = small().pairs
    assert np.allclose(p.critical_after_burnout_s[FAST], p.critical_launch_delay_s[FAST] - 180.0)


def test_burn_time_and_height() -> None:
    """The ideal interceptor stands 100 km up 60 s after it left; the launch is 60 s earlier."""
    from reassure.engagement.flights import family_of
    from reassure.reach.ideal.required import required_speeds
    from reassure.scenario.resolve import resolve

    rows = family_of(resolve(parse(SMALL.encode(), "x")).forces).rows
    site = points(54.479, 17.109, 100e3)[0]
    row = required_speeds(alone(site), rows, tracks(rows), 160.0, np.inf)[1]
    p = small().pairs
    assert np.allclose(p.required_speed_km_s[BOOSTED], row[:, 0] / 1e3, atol=1e-4)
    assert np.allclose(p.launch_s[BOOSTED], row[:, 1] - 60.0, atol=1.0)
    assert (p.launch_s[BOOSTED] >= 100.0 - 1e-6).all()


def test_more_bases_never_raise_the_least_margin() -> None:
    """One base, two, four."""
    margins = []
    for bases in (
        '"uzhur"',
        '"uzhur", "dombarovsky"',
        '"uzhur", "dombarovsky", "kozelsk", "irkutsk"',
    ):
        least = (
            small(SMALL.replace('"kozelsk", "uzhur"', bases)).deployments[FAST].least_margin_km_s
        )
        assert least is not None
        margins.append(least)
    assert margins == sorted(margins, reverse=True)


def test_an_area_is_at_least_as_near_as_any_of_its_points() -> None:
    """Ships in a box against a site at each of its corners."""
    area = SMALL.replace(
        'id = "fast"\nsite = "redzikowo"',
        'id = "fast"\narea = [[54, 15], [54, 20], [58, 20], [58, 15]]',
    )
    whole = small(area).pairs.required_speed_km_s[FAST]
    for lat, lon in ((54, 15), (54, 20), (58, 20), (58, 15)):
        point = SMALL.replace(
            'id = "fast"\nsite = "redzikowo"',
            f'id = "fast"\nsite = {{ latitude_deg = {lat}, longitude_deg = {lon} }}',
        )
        assert (whole <= small(point).pairs.required_speed_km_s[FAST] + 1e-3).all()


def test_same_scenario_same_result() -> None:
    """To the bit, whatever the threads do."""
    again = assess(parse(SMALL.encode(), "small.toml"))
    for name in again.pairs.__dataclass_fields__:
        assert np.array_equal(
            getattr(again.pairs, name), getattr(small().pairs, name), equal_nan=True
        )


def test_progress_runs_from_nothing_to_all() -> None:
    """And never backwards."""
    seen: list[tuple[int, int]] = []
    assess(parse(SMALL.encode(), "small.toml"), lambda done, total: seen.append((done, total)))
    assert seen[0][0] == 0
    assert seen[-1][0] == seen[-1][1] > 0
    assert [d for d, _ in seen] == sorted(d for d, _ in seen)
