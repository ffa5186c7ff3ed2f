"""How well can a radar that watches a flight test tell the interceptor's burnout speed?"""

from __future__ import annotations

import math
from importlib.metadata import version
from statistics import NormalDist
from typing import Final

import numpy as np

from reassure.answers.measurement import (
    AccuracyPoint,
    ErrorShare,
    Measurement,
    Sighting,
    Told,
    TrialFlight,
    Watch,
)
from reassure.engagement.watched import (
    ERRORS,
    INTERVAL,
    MeasureQuestion,
    Watched,
    accuracy_in_si,
    unfixed,
    watched,
)
from reassure.geography.geodesics import distance_km
from reassure.options import spread
from reassure.tracking.estimate import Accuracy
from reassure.tracking.looks import ELEVATION, RANGE

__all__ = ["measure"]

_WIDEST_ANGLE: Final = math.radians(10.0)
"""rad. An angle that is farther off is no measurement, and the errors of angles are multiplied no further."""
_FACTORS: Final = np.logspace(-1.0, 4.0, 51)
"""Of the curve: ten to a decade."""
_MOMENT: Final = "burnout_time_uncertainty_s"
_NOTHING = 1e-18
"""(km/s)^2: a micrometre a second, below which an uncertainty is that of rounding."""
_MOST = 1e9  # of a factor for ranges alone: no radar is off by more
_CLOSE = 1e-9  # of a factor: the bisection ends there


@spread(MeasureQuestion)
def measure(asked: MeasureQuestion) -> Measurement:
    """How well a radar can tell the Earth-relative burnout speed of an interceptor from a flight test, or why it cannot.

    Takes the fields of MeasureQuestion as its arguments. Raises InputError, CatalogError or ScenarioError in one line for
    what is not there or beyond its limits.
    """
    found = watched(asked)
    normal = NormalDist()
    z = normal.inv_cdf(1.0 - asked.false_alarm) + normal.inv_cdf(1.0 - asked.missed)
    needed = asked.tell_km_s / z
    accuracy = accuracy_in_si(found.accuracy)
    # What the moment of burnout adds: the same whatever the radar's errors.
    moment = asked.burnout_time_uncertainty_s * found.second_off_km_s
    told = _with(found.uncertainty_km_s(accuracy), moment)
    best, worst = (_at_end(found, moment, worse) for worse in (False, True))
    fixed = told is not None
    widest = _widest(accuracy)
    radar, at = found.radar, found.radar.sees
    return Measurement(
        reassure_version=version("reassure"),
        radar=Watch(
            radar.id,
            radar.name,
            radar.kind,
            at.latitude_deg,
            at.longitude_deg,
            float(distance_km(at.latitude_deg, at.longitude_deg, *found.place)),
        ),
        flight=_trial(asked, found),
        verdict=_verdict(found, told, needed),
        reason=None if fixed else unfixed(found),
        standard_uncertainty_km_s=told,
        best_km_s=best,
        worst_km_s=worst,
        burnout_time_uncertainty_s=asked.burnout_time_uncertainty_s,
        second_off_km_s=found.second_off_km_s,
        difference_km_s=asked.tell_km_s,
        false_alarm=asked.false_alarm,
        missed=asked.missed,
        needed_km_s=needed,
        seen_km_s=None if told is None else z * told,
        sighting=_sighting(found),
        influences=_influences(found, accuracy, moment) if fixed else (),
        enough_all=_enough(found, accuracy, moment, needed, only_angles=False) if fixed else None,
        enough_angles=_enough(found, accuracy, moment, needed, only_angles=True) if fixed else None,
        greatest_factor=widest if fixed and math.isfinite(widest) else None,
        curve=_curve(found, accuracy, moment) if fixed else (),
        sources=tuple(found.sources.rows.values()),
    )


def _with(told: float | None, moment: float) -> float | None:
    return None if told is None else math.hypot(told, moment)


def _at_end(found: Watched, moment: float, worse: bool) -> float | None:
    """With every accuracy, and the interval of the looks, at an end of its interval."""
    low, high = found.accuracy[INTERVAL].bounds
    at_end = found.every(high if worse else low)
    accuracy = accuracy_in_si(found.accuracy, 1.0 if worse else -1.0)
    return _with(at_end.uncertainty_km_s(accuracy), moment)


def _verdict(found: Watched, told: float | None, needed: float) -> Told:
    if found.hidden is not None:
        return "never seen"
    if told is None:
        return "cannot be told"
    return "told" if told <= needed else "not told"


def _trial(asked: MeasureQuestion, found: Watched) -> TrialFlight:
    burnout, flight = found.burnout, found.flight
    return TrialFlight(
        interceptor=found.interceptor,
        site=found.site,
        latitude_deg=found.place[0],
        longitude_deg=found.place[1],
        towards_deg=found.towards_deg,
        aimed="at the radar" if asked.towards_deg is None else "by hand",
        flight_path_angle_deg=asked.flight_path_angle_deg,
        burnout_speed_km_s=found.speed_km_s,
        burnout_height_km=burnout.height_km,
        burnout_downrange_km=burnout.downrange_km,
        burn_time_s=burnout.time_s,
        apogee_km=None if math.isnan(flight.apogee_km) else flight.apogee_km,
        end_s=burnout.time_s + float(flight.times[-1]) if flight.times.size else None,
    )


def _sighting(found: Watched) -> Sighting | None:
    if not found.times.size:
        return None
    reach, up = found.values[:, RANGE] / 1e3, np.degrees(found.values[:, ELEVATION])
    first, last = found.burnout.time_s + found.times[[0, -1]]
    return Sighting(
        found.times.size, float(first), float(last), float(reach.min()), float(reach.max()), float(up.min()), float(up.max())
    )  # fmt: skip


def _influences(found: Watched, accuracy: Accuracy, moment: float) -> tuple[ErrorShare, ...]:
    """Of each figure its share of the variance, and the uncertainty if it alone were half; the greatest share first."""
    parts = found.parts(accuracy)
    assert parts is not None  # noqa: S101
    total = parts.sum() + moment * moment
    out = []
    for name, field, part in zip(ERRORS, Accuracy._fields, parts, strict=True):
        value = getattr(accuracy, field)
        if value is None:
            continue
        half = _with(found.uncertainty_km_s(accuracy._replace(**{field: 0.5 * value})), moment)
        assert half is not None  # noqa: S101
        # A perfect radar has no variance that could be shared.
        share = float(part / total) if total > _NOTHING else 0.0
        out.append(ErrorShare(name, found.accuracy[name].value, share, half))
    if moment:
        half = math.hypot(math.sqrt(parts.sum()), 0.5 * moment)
        share = float(moment * moment / total)
        out.append(ErrorShare(_MOMENT, moment / found.second_off_km_s, share, half))
    return tuple(sorted(out, key=lambda i: -i.share))


def _times(accuracy: Accuracy, factor: float, only_angles: bool) -> Accuracy:
    """The errors times a factor: all, or those of angles alone."""
    return Accuracy(
        range_noise=accuracy.range_noise * (1.0 if only_angles else factor),
        angle_noise=accuracy.angle_noise * factor,
        range_rate_noise=None
        if accuracy.range_rate_noise is None
        else accuracy.range_rate_noise * (1.0 if only_angles else factor),
        range_bias=accuracy.range_bias * (1.0 if only_angles else factor),
        angle_bias=accuracy.angle_bias * factor,
    )


def _widest(accuracy: Accuracy) -> float:
    """The greatest factor for the errors of angles; infinite where there are none."""
    greatest = max(accuracy.angle_noise, accuracy.angle_bias)
    return _WIDEST_ANGLE / greatest if greatest > 0.0 else math.inf


def _enough(
    found: Watched, accuracy: Accuracy, moment: float, needed: float, only_angles: bool
) -> float | None:
    """By how much all errors, or those of angles alone, may be multiplied; None where no factor up to the widest makes or breaks
    it.
    """

    def enough(factor: float) -> bool:
        told = _with(found.uncertainty_km_s(_times(accuracy, factor, only_angles)), moment)
        return told is not None and told <= needed

    low, high = 1e-6, _widest(accuracy)
    if not math.isfinite(high):
        if only_angles:
            return None
        high = _MOST
    # The uncertainty rises with the factor: where both ends agree, nothing between them differs.
    if not enough(low) or enough(high):
        return None
    while high > low * (1.0 + _CLOSE):
        middle = math.sqrt(low * high)
        low, high = (middle, high) if enough(middle) else (low, middle)
    return low


def _curve(found: Watched, accuracy: Accuracy, moment: float) -> tuple[AccuracyPoint, ...]:
    out = []
    for factor in map(float, _FACTORS[_widest(accuracy) >= _FACTORS]):
        angles, every = (
            _with(found.uncertainty_km_s(_times(accuracy, factor, only_angles)), moment)
            for only_angles in (True, False)
        )
        if angles is not None and every is not None:
            noise, bias = (
                math.degrees(factor * accuracy.angle_noise),
                math.degrees(factor * accuracy.angle_bias),
            )
            out.append(AccuracyPoint(factor, noise, bias, angles, every))
    return tuple(out)
