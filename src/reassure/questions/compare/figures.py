"""One side of a quarrel: a deployment, the flights it faces and its sensors; and each figure of it, to be
read and exchanged with the other side's.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from reassure.engagement.one_deployment import Case
from reassure.scenario.question import Force, Place, Sensor
from reassure.words.counts import counted

__all__ = ["ComparedFigure", "both_in_words", "differing"]


@dataclass(frozen=True)
class ComparedFigure:
    """A figure of a side: how it is read, and how another value takes its place. `unit` is empty where it
    is no number.
    """

    key: str
    words: str
    unit: str
    get: Callable[[Case], Any]
    put: Callable[[Case, Any], Case]

    def swapped(self, side: Case, other: Case) -> Case:
        """The side with this one figure of the other's."""
        return self.put(side, self.get(other))


def differing(a: Case, b: Case) -> tuple[ComparedFigure, ...]:
    """The figures in which two sides differ."""
    figures = [*_BATTERY, *_sensing(a, b), *_forces(a, b)]
    return tuple(f for f in figures if _content(f.get(a)) != _content(f.get(b)))


def _content(value: Any) -> Any:
    """What is compared: places in whatever order they stand."""
    if isinstance(value, tuple) and value and isinstance(value[0], Place):
        return frozenset(value)
    return value


# -- the interceptor and its launch ---------------------------------------------------------------


def _number(name: str, words: str, unit: str) -> ComparedFigure:
    return ComparedFigure(
        name,
        words,
        unit,
        lambda side: getattr(side.battery, name),
        lambda side, value: replace(side, battery=replace(side.battery, **{name: value})),
    )


def _height(index: int, key: str, words: str) -> ComparedFigure:
    """One of the two heights between which an intercept counts; None where there is no greatest."""

    def get(side: Case) -> float | None:
        value = side.battery.intercept_heights_km[index]
        return value if math.isfinite(value) else None

    def put(side: Case, value: float | None) -> Case:
        both = list(side.battery.intercept_heights_km)
        both[index] = math.inf if value is None else value
        return replace(side, battery=replace(side.battery, intercept_heights_km=(both[0], both[1])))

    return ComparedFigure(key, words, "km", get, put)


@dataclass(frozen=True)
class _Launch:
    """A launch delay: a number, or all that senses one."""

    delay_s: float | None
    sensors: tuple[Sensor, ...]
    committing: tuple[str, ...]
    after_track_s: tuple[float, float]


def _launch(side: Case) -> _Launch | float:
    b = side.battery
    if b.launch_delay_s is not None:
        return b.launch_delay_s
    return _Launch(None, side.sensors, b.sensors, b.after_track_s)


def _launch_with(side: Case, value: _Launch | float) -> Case:
    if isinstance(value, _Launch):
        battery = replace(
            side.battery,
            launch_delay_s=None,
            sensors=value.committing,
            after_track_s=value.after_track_s,
        )
        return replace(side, battery=battery, sensors=value.sensors)
    return replace(side, battery=replace(side.battery, launch_delay_s=float(value)), sensors=())


def _site(side: Case) -> tuple[str, tuple[Place, ...]]:
    return side.battery.place, side.battery.points


def _site_with(side: Case, value: tuple[str, tuple[Place, ...]]) -> Case:
    return replace(side, battery=replace(side.battery, place=value[0], points=value[1]))


def _where(side: Case) -> tuple[tuple[float, float], ...]:
    return tuple((p.latitude_deg, p.longitude_deg) for p in side.battery.points)


_DELAY = ComparedFigure("launch_delay_s", "launch delay", "s", _launch, _launch_with)
_BATTERY = (
    _number("burnout_speed_km_s", "burnout speed", "km/s"),
    _number("divert_km_s", "divert", "km/s"),
    _number("burn_time_s", "interceptor's burn time", "s"),
    _number("burnout_height_km", "interceptor's burnout height", "km"),
    _height(0, "least_intercept_height_km", "least height of intercept"),
    _height(1, "greatest_intercept_height_km", "greatest height of intercept"),
)


def _sensing(a: Case, b: Case) -> list[ComparedFigure]:
    """Site and launch delay; where both sides sense the delay with the same sensors, what these are."""
    site = [ComparedFigure("site", "site", "", _site, _site_with)] if _where(a) != _where(b) else []
    sensed = a.battery.launch_delay_s is None and b.battery.launch_delay_s is None
    alike = [s.id for s in a.sensors] == [s.id for s in b.sensors]
    if not (sensed and alike and a.battery.sensors == b.battery.sensors):
        return [*site, _DELAY]
    return [
        *site,
        _after_track(0, "decision_s", "decision time"),
        _after_track(1, "reaction_s", "reaction time"),
        *(f for i, s in enumerate(a.sensors) for f in _sensor_figures(i, s, b.sensors[i])),
    ]


def _after_track(index: int, key: str, words: str) -> ComparedFigure:
    def put(side: Case, value: float) -> Case:
        both = list(side.battery.after_track_s)
        both[index] = value
        return replace(side, battery=replace(side.battery, after_track_s=(both[0], both[1])))

    return ComparedFigure(key, words, "s", lambda side: side.battery.after_track_s[index], put)


_RADAR = (
    ("latitude_deg", "latitude", "deg"),
    ("longitude_deg", "longitude", "deg"),
    ("height_km", "height", "km"),
    ("range_km", "range", "km"),
    ("boresight_deg", "boresight", "deg"),
    ("sector_deg", "sector", "deg"),
    ("least_elevation_deg", "least elevation", "deg"),
    ("greatest_elevation_deg", "greatest elevation", "deg"),
)


def _sensor_figures(index: int, a: Sensor, b: Sensor) -> list[ComparedFigure]:
    def of(
        key: str,
        words: str,
        unit: str,
        get: Callable[[Sensor], Any],
        put: Callable[[Sensor, Any], Sensor],
    ) -> ComparedFigure:
        def placed(side: Case, value: Any) -> Case:
            sensors = list(side.sensors)
            sensors[index] = put(sensors[index], value)
            return replace(side, sensors=tuple(sensors))

        return ComparedFigure(
            f"sensor.{a.id}.{key}", f"{a.id}'s {words}", unit, lambda s: get(s.sensors[index]), placed
        )  # fmt: skip

    def plain(key: str, words: str, unit: str) -> ComparedFigure:
        return of(key, words, unit, lambda s: getattr(s, key), lambda s, v: replace(s, **{key: v}))

    def radar(at: int, key: str, words: str, unit: str) -> ComparedFigure:
        def put(sensor: Sensor, value: float) -> Sensor:
            row = list(sensor.radar or ())
            row[at] = value
            return replace(sensor, radar=tuple(row))

        return of(key, words, unit, lambda s: (s.radar or ())[at], put)

    if (a.radar is None) != (b.radar is None):
        return [of("kind", "kind", "", lambda s: s, lambda _, v: v)]
    own = (
        [plain("detection_delay_s", "detection delay", "s")]
        if a.radar is None
        else [radar(at, *names) for at, names in enumerate(_RADAR)]
    )
    return [
        *own,
        plain("track_s", "time to a track", "s"),
        plain("cue_delay_s", "cue delay", "s"),
        plain("cued_by", "cues", ""),
    ]


# -- the flights ----------------------------------------------------------------------------------


def _forces(a: Case, b: Case) -> list[ComparedFigure]:
    """Force by force; the forces as a whole where there is not one for each."""
    if len(a.forces) != len(b.forces):
        return [
            ComparedFigure(
                "force", "forces", "", lambda s: s.forces, lambda s, v: replace(s, forces=v)
            )
        ]
    return [f for i in range(len(a.forces)) for f in _force(i, len(a.forces))]


def _force(index: int, count: int) -> list[ComparedFigure]:
    prefix = "force" if count == 1 else f"force.{index + 1}"
    of = "" if count == 1 else f" of force #{index + 1}"

    def figure(
        key: str,
        words: str,
        unit: str,
        get: Callable[[Force], Any],
        put: Callable[[Force, Any], Force],
    ) -> ComparedFigure:
        def placed(side: Case, value: Any) -> Case:
            forces = list(side.forces)
            forces[index] = put(forces[index], value)
            return replace(side, forces=tuple(forces))

        return ComparedFigure(
            f"{prefix}.{key}", f"{words}{of}", unit, lambda s: get(s.forces[index]), placed
        )

    def boost(key: str, words: str, unit: str) -> ComparedFigure:
        def put(force: Force, value: float) -> Force:
            changed: dict[str, Any] = {key: value}
            return replace(force, boost=replace(force.boost, **changed))

        return figure(
            f"booster.{key}", f"booster's {words}", unit, lambda f: getattr(f.boost, key), put
        )

    def plain(key: str, name: str, words: str) -> ComparedFigure:
        return figure(
            key, words, "", lambda f: getattr(f, name), lambda f, v: replace(f, **{name: v})
        )

    return [
        plain("bases", "origins", "bases"),
        plain("aims", "aims", "aims"),
        boost("burnout_time_s", "burnout time", "s"),
        boost("burnout_height_km", "burnout height", "km"),
        boost("downrange_km", "burnout distance", "km"),
        boost("greatest_range_km", "greatest range", "km"),
        boost("greatest_burnout_speed_km_s", "greatest burnout speed", "km/s"),
        plain("flight_time_ratio", "flight_time_ratio", "flight time ratios"),
        figure(
            "way",
            "way round the Earth",
            "",
            lambda f: "the long way" if f.boost.long_way else "the short way",
            lambda f, way: replace(f, boost=replace(f.boost, long_way=way == "the long way")),
        ),
    ]


# -- in words -------------------------------------------------------------------------------------


def both_in_words(figure: ComparedFigure, a: Case, b: Case) -> tuple[float | str, float | str]:
    """A figure's two values as a result holds them: numbers, or text that tells them apart."""
    both = figure.get(a), figure.get(b)
    if figure.unit and all(isinstance(v, (int, float)) for v in both):
        return float(both[0]), float(both[1])
    first, second = (
        f"{v:g} {figure.unit}" if figure.unit and isinstance(v, (int, float)) else _text(v)
        for v in both
    )
    lists = all(isinstance(v, tuple) for v in both)
    if lists and (first == second or "," in first + second):
        first, second = _apart(*both), _apart(*reversed(both))
    return first, second


def _text(value: Any) -> str:
    if value is None:
        return "none"
    if isinstance(value, _Launch):
        return "sensed by " + ", ".join(value.committing)
    if isinstance(value, (int, float)):
        return f"{value:g}"
    if _is(value, Place):
        return ", ".join(_counted(value))
    if _is(value, Force):
        return f"{counted(len(value), 'force')}, {counted(sum(f.flights for f in value), 'flight')}"
    if isinstance(value, tuple) and len(value) == 2 and _is(value[1], Place):  # a site
        return _text(value[1])
    if isinstance(value, tuple):
        return ", ".join(_text(v) for v in value) or "none"
    if isinstance(value, Sensor):
        return "infrared" if value.radar is None else "radar"
    return str(value)


def _is(value: Any, kind: type) -> bool:
    return isinstance(value, tuple) and bool(value) and isinstance(value[0], kind)


def _counted(places: Sequence[Place]) -> list[str]:
    counts: dict[str, int] = {}
    for p in places:
        counts[p.id] = counts.get(p.id, 0) + 1
    return [name if n == 1 else f"{name} ({n} points)" for name, n in counts.items()]


def _apart(value: Any, other: Any) -> str:
    """Of long lists what only this one has; where two read alike the first place that differs."""
    if _is(value, Place) and _is(other, Place):
        mine, theirs = _counted(value), _counted(other)
        own = [name for name in mine if name not in theirs]
        if mine and sorted(mine) == sorted(theirs):
            p = next(p for p in value if p not in other)
            return f"{p.id} at {p.latitude_deg:g}, {p.longitude_deg:g}"
        shared = len(mine) - len(own)
        if not shared:
            return ", ".join(own)
        return f"{shared} shared" + "".join(f", {name}" for name in own)
    if isinstance(value, tuple) and len(value) == 2 and _is(value[1], Place) and other:
        return _apart(value[1], other[1])
    return _text(value)
