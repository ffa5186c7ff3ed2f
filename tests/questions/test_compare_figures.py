"""The figures of a side: each is seen when it alone differs, and takes the other's place alone."""

from __future__ import annotations

import pytest

from reassure.engagement.one_deployment import Case, cases_of
from reassure.questions.compare.figures import both_in_words, differing
from reassure.scenario.reader import parse
from reassure.scenario.resolve import resolve

TEXT = """\
format = "reassure-scenario/1"
title = "A side"

[[force]]
bases = ["kozelsk", "uzhur"]
aims = [{ id = "east", latitude_deg = 38.9, longitude_deg = -77.0, radius_km = 0 }]
booster = { id = "b", burnout_time_s = 180, burnout_height_km = 200, downrange_km = 550 }
flight_time_ratio = [0.9, 1.0]

[[sensor]]
id = "warning"
infrared = { id = "ir", detection_delay_s = 30 }
track_s = 20

[[sensor]]
id = "radar"
radar = { id = "r", range_km = 3000, sector_deg = 120, boresight_deg = 45, least_elevation_deg = 2, greatest_elevation_deg = 85 }
site = { latitude_deg = 55.0, longitude_deg = 20.0 }
cued_by = ["warning"]

[[sensor]]
id = "unused"
infrared = { id = "other", detection_delay_s = 10 }

[[deployment]]
id = "fixed"
site = { latitude_deg = 54.5, longitude_deg = 17.1 }
interceptor = { id = "i", burnout_speed_km_s = 5, divert_km_s = 0.2, burnout_height_km = 100, burn_time_s = 60 }
launch_delay_s = 100

[[deployment]]
id = "sensed"
site = "redzikowo"
interceptor = "sm3-iia"
launch_delay_s = "sensed"
sensors = ["radar"]
decision_s = 30
reaction_s = 10
"""

FIXED, SENSED = 0, 1

CHANGES = [
    (FIXED, "burnout_speed_km_s = 5", "burnout_speed_km_s = 6", "burnout_speed_km_s", (5, 6)),
    (FIXED, "divert_km_s = 0.2", "divert_km_s = 0.4", "divert_km_s", (0.2, 0.4)),
    (FIXED, "burnout_height_km = 100", "burnout_height_km = 90", "burnout_height_km", (100, 90)),
    (FIXED, "burn_time_s = 60", "burn_time_s = 70", "burn_time_s", (60, 70)),
    (FIXED, "launch_delay_s = 100", "launch_delay_s = 90", "launch_delay_s", (100, 90)),
    (FIXED, "latitude_deg = 54.5", "latitude_deg = 54.6", "site", ("fixed at 54.5, 17.1", "fixed at 54.6, 17.1")),
    (FIXED, "burnout_time_s = 180", "burnout_time_s = 120", "force.booster.burnout_time_s", (180, 120)),
    (FIXED, "burnout_height_km = 200", "burnout_height_km = 250", "force.booster.burnout_height_km", (200, 250)),
    (FIXED, "downrange_km = 550", "downrange_km = 500", "force.booster.downrange_km", (550, 500)),
    (FIXED, "[0.9, 1.0]", "[0.9, 1.0, 1.2]", "force.flight_time_ratio", ("0.9, 1", "0.9, 1, 1.2")),
    (FIXED, '["kozelsk", "uzhur"]', '["kozelsk"]', "force.bases", ("1 shared, uzhur", "1 shared")),
    (FIXED, "longitude_deg = -77.0", "longitude_deg = -76.0", "force.aims", ("east at 38.9, -77", "east at 38.9, -76")),
    (SENSED, "detection_delay_s = 30", "detection_delay_s = 40", "sensor.warning.detection_delay_s", (30, 40)),
    (SENSED, "track_s = 20", "track_s = 25", "sensor.warning.track_s", (20, 25)),
    (SENSED, "range_km = 3000", "range_km = 2000", "sensor.radar.range_km", (3000, 2000)),
    (SENSED, "boresight_deg = 45", "boresight_deg = 50", "sensor.radar.boresight_deg", (45, 50)),
    (SENSED, "latitude_deg = 55.0, longitude_deg = 20.0", "latitude_deg = 55.0, longitude_deg = 21.0", "sensor.radar.longitude_deg", (20, 21)),
    (SENSED, 'cued_by = ["warning"]', 'cued_by = ["warning"]\ncue_delay_s = 5', "sensor.radar.cue_delay_s", (0, 5)),
    (SENSED, "decision_s = 30", "decision_s = 40", "decision_s", (30, 40)),
    (SENSED, "reaction_s = 10", "reaction_s = 20", "reaction_s", (10, 20)),
    (SENSED, 'sensors = ["radar"]', 'sensors = ["warning"]', "launch_delay_s", ("sensed by radar", "sensed by warning")),
    (SENSED, 'launch_delay_s = "sensed"', "launch_delay_s = 90", "launch_delay_s", ("sensed by radar", "90 s")),
]  # fmt: skip


def sides(text: str) -> tuple[Case, ...]:
    return cases_of(resolve(parse(text.encode(), "side.toml")))


@pytest.mark.parametrize(
    ("which", "old", "new", "key", "values"), CHANGES, ids=lambda v: str(v)[:40]
)
def test_one_change_is_one_figure(
    which: int, old: str, new: str, key: str, values: tuple[object, object]
) -> None:
    """It is found, told, and when it is exchanged each side becomes the other."""
    assert TEXT.count(old) == 1
    a, b = sides(TEXT)[which], sides(TEXT.replace(old, new))[which]
    (figure,) = differing(a, b)
    assert (figure.key, both_in_words(figure, a, b)) == (key, values)
    assert figure.swapped(a, b) == b
    assert figure.swapped(b, a) == a


def test_what_does_not_enter_a_margin_is_no_difference() -> None:
    """The order of bases, the title, the number of interceptors, sensors that this deployment does not use."""
    other = (
        TEXT.replace('["kozelsk", "uzhur"]', '["uzhur", "kozelsk"]')
        .replace("A side", "Another")
        .replace("launch_delay_s = 100", "launch_delay_s = 100\ninterceptors = 10\nfrom = 2018")
        .replace("detection_delay_s = 10", "detection_delay_s = 50")
    )
    for a, b in zip(sides(TEXT), sides(other), strict=True):
        assert differing(a, b) == ()


def test_two_forces_are_told_apart() -> None:
    """By their number; as a whole where there is not one for each."""
    force = TEXT[TEXT.index("[[force]]") : TEXT.index("[[sensor]]")]
    two = TEXT.replace(force, force + force.replace("uzhur", "irkutsk"))
    a, b = sides(two)[FIXED], sides(two.replace("irkutsk", "barnaul"))[FIXED]
    (figure,) = differing(a, b)
    assert (figure.key, figure.words) == ("force.2.bases", "bases of force #2")
    assert figure.swapped(a, b) == b
    alone = sides(TEXT)[FIXED]
    (whole,) = differing(alone, a)
    assert both_in_words(whole, alone, a) == ("1 force, 4 flights", "2 forces, 8 flights")
    assert whole.swapped(alone, a) == a
