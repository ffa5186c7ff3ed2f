"""The figures in which two deployments differ: each read from a case, and exchanged between two."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from reassure.engagement.one_deployment import Case
from reassure.scenario.change import Path, get_at, put_at
from reassure.scenario.question import Force, GivenDelay, Place, SensedDelay, Sensor
from reassure.words.counts import counted

__all__ = ["ComparedFigure", "both_in_words", "differing"]


@dataclass(frozen=True)
class ComparedFigure:
    """A figure of a case: where it stands in it, and how it is compared and told."""

    key: str
    """As in a comparison's file (docs/compare.md)."""
    words: str
    """Its name for print."""
    unit: str
    """Empty: it is no number."""
    parts: tuple[Path, ...]
    """Where its parts stand in the case; one for most figures. A launch delay is the launch and the sensors."""
    shown: Callable[[Case], Any] | None = None
    """Its value as it is compared and told; None: the part itself, or the parts."""
    number: Path | None = None
    """Where its number stands; None: it is the first part."""

    def get(self, case: Case) -> Any:
        """Its value in a case; a tuple of several where it has several parts, and None where it has none."""
        if self.shown is not None:
            return self.shown(case)
        values = tuple(get_at(case, part) for part in self.parts)
        return values[0] if len(values) == 1 else values

    def swapped(self, case: Case, other: Case) -> Case:
        """The case with this one figure of the other case's, all its parts together."""
        for part in self.parts:
            case = put_at(case, part, get_at(other, part))
        return case

    def with_number(self, case: Case, value: float) -> Case:
        """The case with another number for this figure, which has one in this case: its launch delay is given."""
        return put_at(case, self.number or self.parts[0], value)


def differing(a: Case, b: Case) -> tuple[ComparedFigure, ...]:
    """The figures in which two sides differ: the interceptor's, the launch's, then the forces'. Empty where they differ in
    nothing that enters a margin.
    """
    figures = [*_BATTERY, *_sensing(a, b), *_forces(a, b)]
    return tuple(f for f in figures if _content(f.get(a)) != _content(f.get(b)))


def _content(value: Any) -> Any:
    """What is compared: places in whatever order they stand."""
    if isinstance(value, tuple) and value and isinstance(value[0], Place):
        return frozenset(value)
    return value


def _of_battery(name: str, words: str, unit: str, *more: int) -> ComparedFigure:
    return ComparedFigure(name, words, unit, (("battery", name, *more),))


def _height(index: int, key: str, words: str) -> ComparedFigure:
    """One of the two heights between which an intercept counts; None where there is no greatest."""
    place: Path = ("battery", "intercept_heights_km", index)

    # None for infinity: JSON has none, and no critical value is looked for between it and a number
    def shown(case: Case) -> float | None:
        value = float(get_at(case, place))
        return value if math.isfinite(value) else None

    return ComparedFigure(key, words, "km", (place,), shown)


def _launch(case: Case) -> float | tuple[SensedDelay, tuple[Sensor, ...]]:
    """A launch delay: a number, or all that senses one."""
    launch = case.battery.launch
    return launch.delay_s if isinstance(launch, GivenDelay) else (launch, case.sensors)


# The figures that every interceptor has, in the order in which they are told.
_BATTERY = (
    _of_battery("burnout_speed_km_s", "burnout speed", "km/s"),
    _of_battery("divert_km_s", "divert", "km/s"),
    _of_battery("burn_time_s", "interceptor's burn time", "s"),
    _of_battery("burnout_height_km", "interceptor's burnout height", "km"),
    _height(0, "least_intercept_height_km", "least height of intercept"),
    _height(1, "greatest_intercept_height_km", "greatest height of intercept"),
)
# The two parts change together: a launch that waits for sensors is nothing without them.
_DELAY = ComparedFigure(
    "launch_delay_s",
    "launch delay",
    "s",
    (("battery", "launch"), ("sensors",)),
    _launch,
    ("battery", "launch", "delay_s"),
)
# The place's name goes along with its points, but two sites at one place do not differ by their names.
_SITE = ComparedFigure("site", "site", "", (("battery", "place"), ("battery", "points")))


def _where(case: Case) -> tuple[tuple[float, float], ...]:
    return tuple((p.latitude_deg, p.longitude_deg) for p in case.battery.points)


def _sensing(a: Case, b: Case) -> list[ComparedFigure]:
    """Site and launch delay; where both cases sense the delay with the same sensors, what these are."""
    site = [_SITE] if _where(a) != _where(b) else []
    one, other = a.battery.launch, b.battery.launch
    if isinstance(one, GivenDelay) or isinstance(other, GivenDelay):
        return [*site, _DELAY]
    # figure by figure only where each sensor has its counterpart; else the launch delay is one figure as a whole
    alike = [s.id for s in a.sensors] == [s.id for s in b.sensors]
    if not (alike and one.sensors == other.sensors):
        return [*site, _DELAY]
    return [
        *site,
        ComparedFigure("decision_s", "decision time", "s", (("battery", "launch", "decision_s"),)),
        ComparedFigure("reaction_s", "reaction time", "s", (("battery", "launch", "reaction_s"),)),
        *(f for i, s in enumerate(a.sensors) for f in _sensor_figures(i, s, b.sensors[i])),
    ]


# A field of SeeingRadar, its name for print, and its unit.
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
# The same of the fields that every Sensor has.
_OWN = (
    ("track_s", "time to a track", "s"),
    ("cue_delay_s", "cue delay", "s"),
    ("report_delay_s", "report delay", "s"),
    ("cued_by", "cues", ""),
)


def _sensor_figures(index: int, a: Sensor, b: Sensor) -> list[ComparedFigure]:
    def figure(key: str, words: str, unit: str, *part: str) -> ComparedFigure:
        key, words = f"sensor.{a.id}.{key}", f"{a.id}'s {words}"
        return ComparedFigure(key, words, unit, (("sensors", index, *part),))

    if (a.radar is None) != (b.radar is None):
        return [figure("kind", "kind", "")]
    if a.radar is None:
        seeing = [figure("detection_delay_s", "detection delay", "s", "detection_delay_s")]
    else:
        seeing = [figure(*names, "radar", names[0]) for names in _RADAR]
    return [*seeing, *(figure(*names, names[0]) for names in _OWN)]


# Key, name for print, unit, and where it stands in a Force.
_FORCE = (
    ("bases", "bases", "", ("origins",)),
    ("aims", "aims", "", ("aims",)),
    ("booster.burnout_time_s", "booster's burnout time", "s", ("boost", "burnout_time_s")),
    ("booster.burnout_height_km", "booster's burnout height", "km", ("boost", "burnout_height_km")),
    ("booster.downrange_km", "booster's burnout distance", "km", ("boost", "downrange_km")),
    ("booster.greatest_range_km", "booster's greatest range", "km", ("boost", "greatest_range_km")),
    (
        "booster.greatest_burnout_speed_km_s", "booster's greatest burnout speed", "km/s",
        ("boost", "greatest_burnout_speed_km_s"),
    ),
    ("flight_time_ratio", "flight time ratios", "", ("flight_time_ratio",)),
)  # fmt: skip


def _forces(a: Case, b: Case) -> list[ComparedFigure]:
    """Force by force; the forces as a whole where there is not one for each."""
    if len(a.forces) != len(b.forces):
        return [ComparedFigure("force", "forces", "", (("forces",),))]
    return [f for i in range(len(a.forces)) for f in _force(i, len(a.forces))]


def _force(index: int, count: int) -> list[ComparedFigure]:
    prefix = "force" if count == 1 else f"force.{index + 1}"
    of = "" if count == 1 else f" of force #{index + 1}"

    # in words, since a truth value tells nobody which way it is
    def way(case: Case) -> str:
        return "the long way" if case.forces[index].boost.long_way else "the short way"

    round_earth: Path = ("forces", index, "boost", "long_way")
    return [
        *(
            ComparedFigure(f"{prefix}.{key}", f"{words}{of}", unit, (("forces", index, *part),))
            for key, words, unit, part in _FORCE
        ),
        ComparedFigure(f"{prefix}.way", f"way round the Earth{of}", "", (round_earth,), way),
    ]


def both_in_words(figure: ComparedFigure, a: Case, b: Case) -> tuple[float | str, float | str]:
    """A figure's two values, A's and B's, as a result holds them: numbers in the figure's unit, or text that tells them
    apart.
    """
    both = figure.get(a), figure.get(b)
    if figure.unit and all(isinstance(v, (int, float)) for v in both):
        return float(both[0]), float(both[1])
    first, second = (
        f"{v:g} {figure.unit}" if figure.unit and isinstance(v, (int, float)) else _text(v)
        for v in both
    )
    lists = all(isinstance(v, tuple) for v in both)
    # long lists, or two of the same ids at other places: only what differs is told
    if lists and (first == second or "," in first + second):
        first, second = _apart(*both), _apart(*reversed(both))
    return first, second


def _text(value: Any) -> str:
    if value is None:
        return "none"
    if isinstance(value, tuple) and value and isinstance(value[0], SensedDelay):
        return "sensed by " + ", ".join(value[0].sensors)
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
    """Is it a tuple of some of a kind?"""
    return isinstance(value, tuple) and bool(value) and isinstance(value[0], kind)


def _counted(places: Sequence[Place]) -> list[str]:
    """Places by their ids, each id once: "conus (62 points)"."""
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
