"""Cases of whole answers: every flight of a question, with delays given or sensed, and curves over the delay."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from reassure.engagement.curve import curves
from reassure.engagement.flights import Family, family_of
from reassure.engagement.ideal import pairs_of
from reassure.engagement.launch_times import launch_times
from reassure.errors import ScenarioError
from reassure.scenario.question import (
    Battery,
    Force,
    GivenDelay,
    Place,
    Question,
    SeeingRadar,
    SensedDelay,
    Sensor,
)
from reassure.typing import quiet
from tests.viewer.engine_cases.draws import (
    BANDS,
    BOOSTS,
    Answer,
    Inputs,
    Kind,
    aim_place,
    anywhere,
    base_place,
    numbers,
    site_place,
)
from tests.viewer.engine_cases.ground import areas


def battery_of(
    places: Sequence[tuple[float, float]], launch: Any, figures: Sequence[float], band: int
) -> Battery:
    """A deployment; `figures`: burnout height (km), burn time (s), speed and divert (km/s)."""
    height, burn, speed, divert = (float(v) for v in figures)
    return Battery(
        id="battery",
        place="place",
        interceptor="interceptor",
        interceptors=None,
        from_year=None,
        until=None,
        burnout_speed_km_s=speed,
        burnout_speed_status="assumed",
        divert_km_s=divert,
        burnout_height_km=height,
        burn_time_s=burn,
        points=tuple(Place("place", *p) for p in places),
        faces=(0,),
        launch=launch,
        vehicle_id=None,
        vehicle=None,
        intercept_heights_km=BANDS[band],
        look_s=0.0,
    )


def _draw_figures(rng: np.random.Generator) -> Inputs:
    burnt = rng.uniform() < 0.4
    divert = round(rng.uniform(0, 2), 2) if rng.uniform() < 0.4 else 0.0
    return [100.0 if burnt else 0.0, 60.0 if burnt else 0.0, round(rng.uniform(1.5, 8), 2), divert]


def _draw_whole(rng: np.random.Generator) -> Inputs:
    base, aim = (
        (base_place(rng), aim_place(rng))
        if rng.uniform() < 0.75
        else (anywhere(rng), anywhere(rng))
    )
    boost = int(rng.choice(len(BOOSTS), p=[0.5, 0.2, 0.2, 0.095, 0.005]))
    place = int(rng.integers(8)) if rng.uniform() < 0.1 else list(site_place(rng))
    delay = round(rng.uniform(0, 500))
    return [
        *base,
        *aim,
        round(rng.uniform(0.75, 1.45), 2),
        boost,
        place,
        delay,
        *_draw_figures(rng),
        int(rng.integers(len(BANDS))),
    ]


def question_of(case: Inputs) -> Question:
    """The question of a whole case."""
    force = Force(
        (Place("base", *case[:2]),), (Place("aim", *case[2:4]),), BOOSTS[case[5]], (case[4],)
    )
    places = areas()[case[6]] if isinstance(case[6], int) else [tuple(case[6])]
    battery = battery_of(places, GivenDelay(float(case[7])), case[8:12], case[12])
    return Question((force,), (battery,), (), ())


def _family(question: Question) -> Family | None:
    try:
        return family_of(question.forces)
    except ScenarioError:  # no such flight
        return None


def _answer_whole(case: Inputs) -> Answer:
    question = question_of(case)
    family = _family(question)
    if family is None:
        return [None] * 6
    delays = launch_times(question, family.rows, family.bases).delay_s
    pairs = pairs_of(question, family, delays, quiet, threads=1)
    return numbers(
        pairs.required_speed_km_s,
        pairs.margin_km_s,
        pairs.critical_launch_delay_s,
        pairs.launch_s,
        pairs.intercept_s,
        pairs.reason,
    )


def _draw_sensed(rng: np.random.Generator) -> Inputs:
    """Three flights, satellites that cue a radar, and another radar that looks by itself."""
    base = base_place(rng)
    aims = [list(aim_place(rng)) for _ in range(3)]
    radars = [
        [
            round(rng.uniform(45, 75), 3),
            round(rng.uniform(0, 110), 3),
            round(rng.uniform(3000, 6000)),
            round(rng.uniform(0, 360)),
            round(rng.uniform(180, 360)),
        ]
        for _ in range(2)
    ]
    times = [round(rng.uniform(0, 90)) for _ in range(6)]
    return [
        base,
        aims,
        radars,
        times,
        list(site_place(rng)),
        _draw_figures(rng),
        int(rng.integers(3)),
    ]


def sensed_of(case: Inputs) -> Question:
    """The question of a case with sensors."""
    base, aims, radars, times, site, figures, band = case
    force = Force((Place("base", *base),), tuple(Place("aim", *a) for a in aims), BOOSTS[0], (1.0,))
    first, second = (SeeingRadar(r[0], r[1], 0.1, r[2], r[3], r[4], 2.0, 85.0) for r in radars)
    sensors = (
        Sensor("satellites", None, float(times[0]), 10.0, (), 0.0),
        Sensor("cued", first, None, float(times[1]), ("satellites",), float(times[2])),
        Sensor("alone", second, None, float(times[3]), (), 0.0),
    )
    launch = SensedDelay(("cued", "alone"), float(times[4]), float(times[5]))
    return Question((force,), (battery_of([tuple(site)], launch, figures, band),), sensors, ())


def _answer_sensed(case: Inputs) -> Answer:
    question = sensed_of(case)
    family = _family(question)
    if family is None:
        return [None] * 12
    delays = launch_times(question, family.rows, family.bases).delay_s
    pairs = pairs_of(question, family, delays, quiet, threads=1)
    return numbers(delays, pairs.required_speed_km_s, pairs.critical_launch_delay_s, pairs.reason)


def _draw_curve(rng: np.random.Generator) -> Inputs:
    place = int(rng.integers(8)) if rng.uniform() < 0.5 else list(site_place(rng))
    return [
        base_place(rng),
        [list(aim_place(rng)) for _ in range(12)],
        place,
        round(rng.uniform(0, 300)),
        _draw_figures(rng),
    ]


def curve_of(case: Inputs) -> Question:
    """The question of a curve."""
    base, aims, place, delay, figures = case
    force = Force(
        (Place("base", *base),), tuple(Place("aim", *a) for a in aims), BOOSTS[0], (0.9, 1.2)
    )
    places = areas()[place] if isinstance(place, int) else [tuple(place)]
    return Question((force,), (battery_of(places, GivenDelay(float(delay)), figures, 1),), (), ())


def _answer_curve(case: Inputs) -> Answer:
    question = curve_of(case)
    family = _family(question)
    if family is None:
        return []
    delays = launch_times(question, family.rows, family.bases).delay_s
    (curve,) = curves(question, family, pairs_of(question, family, delays, quiet, threads=1))
    required = [math.nan if v is None else v for v in curve.required_speed_km_s]
    return numbers(curve.flights, curve.delay_s, required)


KINDS = {
    "whole": Kind(10000, _draw_whole, _answer_whole, 6),
    "sensed": Kind(200, _draw_sensed, _answer_sensed, 6),
    "curve": Kind(40, _draw_curve, _answer_curve, 6),
}
