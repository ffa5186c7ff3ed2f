"""How figures and verdicts are put into words."""

from __future__ import annotations

from collections.abc import Sequence

from reassure.answers.assessment import Assessment, BoostRule, Reason
from reassure.words.bands import bands_in_words
from reassure.words.rounding import apart, digits_before, down, nearest, rounded, up
from reassure.words.shares import percent, percent_down, percent_up

__all__ = [
    "MARKS", "SLANTED", "flight_name", "flown", "heights", "kind", "latitude_longitude", "percent", "percent_down",
    "percent_up", "sentence", "shape", "slower_than_flown", "unlike_vehicles",
]  # fmt: skip

_SAME_SPEED = 0.01
"""Part of an interceptor's burnout speed within which its vehicle's is the same: the catalogue's agree to 0.0002."""

MARKS = {"found": "", "recalled": "†", "assumed": "‡"}
"""What stands behind a figure that nobody has read in a source: † recalled, ‡ assumed."""

SLANTED = (
    "a flyout burns out up to some 100 km from its site, towards the flight, and the ideal interceptor straight above "
    "its site"
)
"""Why a flyout can reach a flight that the ideal interceptor cannot."""


def latitude_longitude(point: Sequence[float]) -> str:
    """A point in whole degrees: [38.9, -77.0] as "39 N 77 W". `point`: latitude and longitude, deg."""
    latitude, longitude = point
    north = "N" if latitude >= 0 else "S"
    east = "E" if longitude >= 0 else "W"
    return f"{nearest(abs(latitude))} {north} {nearest(abs(longitude))} {east}"


def kind(ratio: float) -> str:
    """The shape of a flight in a word, for a table, by its flight time ratio (1.0: minimum energy)."""
    return "min. energy" if ratio == 1.0 else "depressed" if ratio < 1.0 else "lofted"


def shape(ratio: float, among: Sequence[float] = ()) -> str:
    """The shape of a flight by its flight time ratio: "minimum-energy", "depressed" or "lofted". `among`: the ratios of
    all flights; where several are lofted, or several depressed, the ratio goes along: "lofted 1.1".
    """
    if ratio == 1.0:
        return "minimum-energy"
    word = "depressed" if ratio < 1.0 else "lofted"
    alike = [r for r in among if r != ratio and r != 1.0 and (r < 1.0) == (ratio < 1.0)]
    return f"{word} {ratio:g}" if alike else word


def flight_name(result: Assessment, i: int) -> str:
    """How every sentence names flight `i`: base, where to, in what shape."""
    f = result.flights
    # Six digits here could round to another whole degree than the viewer's four.
    # by the digits that the viewer has
    aim = [rounded(float(v[i]), 4) for v in (f.aim_latitude_deg, f.aim_longitude_deg)]
    base = result.place_names[str(f.base[i])]
    return f"{base} to {latitude_longitude(aim)}, {shape(float(f.flight_time_ratio[i]), result.ratios)}"


def sentence(result: Assessment, index: int) -> str:
    """What the row of a deployment (by its number) says, in plain words: what it reaches, how closely, what flips it."""
    d = result.deployments[index]
    words = [_opening(result, index)]
    if d.worst_flight is not None:
        needed = rounded(float(result.pairs.required_speed_km_s[index, d.worst_flight]), 6)
        takes, has = apart(needed, d.available_speed_km_s)
        words.append(
            f"The closest ({flight_name(result, d.worst_flight)}) takes {takes} km/s; it has {has}."
        )
    words += [_flip(result, index), *_slanted(result, index)]
    return " ".join(words)


def _opening(result: Assessment, index: int) -> str:
    d = result.deployments[index]
    flights = _flights_of(result, index)
    if d.worst_flight is None:
        return f"out of reach of every flight{flights}: {_none_met(result, index)}."
    # Shares are counts over counts: exactly 1.0 where every flight is out of reach.
    who = f"launched {_delayed(d.launch_delay_s)}, the ideal interceptor"
    if d.share_out_of_reach == 1.0:
        return f"{who} could reach no flight{flights}."
    if d.share_out_of_reach == 0.0:
        return f"{who} could reach every flight{flights}."
    return f"{who} could reach {percent_up(1.0 - d.share_out_of_reach)} of the flights{flights}."


def _delayed(delay_s: float | None) -> str:
    """When an interceptor is launched; None: as its sensors allow."""
    if delay_s is None:
        return "as soon as its sensors allow"
    return "with the flight" if delay_s == 0.0 else f"{nearest(delay_s)} s after the flight"


def _flights_of(result: Assessment, index: int) -> str:
    """Of which forces the flights are that a deployment faces; nothing where it faces all."""
    faces = result.deployments[index].faces
    if faces is None:
        return ""
    plural = "s" if len(faces) > 1 else ""
    return f" that it faces (force{plural} {', '.join(faces)}; {result.facing(index):,} flights)"


def _none_met(result: Assessment, index: int) -> str:
    p = result.pairs
    # Flights that it does not face have a reason too, and are left out.
    why = p.reason[index][p.faced[index]]
    if (why == Reason.NEVER_AT_HEIGHT).all():
        return "none is ever at a height that counts"
    if (why == Reason.NOT_SENSED).all():
        return "no sensor of this deployment tracks one"
    return "no arc above the ground meets one after this delay"


def heights(result: Assessment) -> list[str]:
    """Between which heights an intercept counts, a line for each band of the deployments."""
    named = zip(result.deployment_names, result.deployments, strict=True)
    return bands_in_words((name, d.intercept_heights_km) for name, d in named)


def _flip(result: Assessment, index: int) -> str:
    critical, d = result.critical(index), result.deployments[index]
    # No flight's critical delay exists: none is in reach even if launched with it.
    if critical["launch_delay_s"] is None or d.latest_flight is None:
        return "No delay changes that: even if launched with the flight it reaches none."
    # The same moment twice: from the launch of the flight, and from its burnout, which may come later.
    after = critical["after_burnout_s"]
    side = "after" if after >= 0.0 else "before"
    whose = (
        "that flight's launch"
        if d.latest_flight == d.worst_flight
        else f"the launch of another ({flight_name(result, d.latest_flight)})"
        if d.worst_flight is not None
        else f"a flight's launch ({flight_name(result, d.latest_flight)})"
    )
    none, delay = d.share_out_of_reach == 1.0, critical["launch_delay_s"]
    # One that it would have to leave before is not shown as the one that it leaves at.
    digits = digits_before(delay, d.launch_delay_s) if none and d.launch_delay_s is not None else 0
    moment = (
        f"{up(delay, digits)} s after {whose}, "
        # Towards the later launch in both: up after the burnout, down before it.
        f"{up(after, digits) if after >= 0.0 else down(-after, digits)} s {side} its burnout"
    )
    if none:
        return f"It would reach one if it left no later than {moment}."
    return f"It reaches none if it leaves later than {moment}."


def _slanted(result: Assessment, index: int) -> list[str]:
    """Flights that a flyout of the estimate reaches and the ideal interceptor does not."""
    if result.estimates is None:
        return []
    margin = result.pairs.margin_km_s[index]
    # ~(margin <= 0) and not margin > 0: where no arc meets the flight the margin is NaN, and it is out of reach too.
    beyond = result.estimates.within_reach()[index] & ~(margin <= 0.0)
    count = int(beyond.sum())
    if not count:
        return []
    which = "one flight" if count == 1 else f"{count:,} flights"
    that = "it" if count == 1 else "them"
    why = "since its vehicle is faster" if slower_than_flown(result, index) else f"since {SLANTED}"
    return [
        f"By the best estimate {which} out of its reach {'is' if count == 1 else 'are'} within reach all the same: "
        f"a flyout with a witness gets to {that}, {why}."
    ]


def slower_than_flown(result: Assessment, index: int) -> bool:
    """Is a deployment's interceptor slower than the vehicle that the estimate flies for it?"""
    return _unlike(result, index) > 0


def unlike_vehicles(result: Assessment) -> list[str]:
    """Whose vehicle the estimate flies with another burnout speed than the interceptor's, a sentence for each."""
    lines = []
    for i, (name, d) in enumerate(zip(result.deployment_names, result.deployments, strict=True)):
        side, speed = _unlike(result, i), _flown_at(result, i)
        if side and speed is not None:
            lines.append(
                f"{name}: the estimate flies a vehicle that burns out at {nearest(speed, 2)} km/s. The interceptor burns out at "
                f"{nearest(d.burnout_speed_km_s, 2)} km/s, and would reach {'less' if side > 0 else 'more'}."
            )
    return lines


def _unlike(result: Assessment, index: int) -> int:
    """1 where the estimate's vehicle is faster than the interceptor, -1 where it is slower, 0 where they agree."""
    speed = _flown_at(result, index)
    if speed is None:
        return 0
    more = speed / result.deployments[index].burnout_speed_km_s - 1.0
    return 0 if abs(more) <= _SAME_SPEED else 1 if more > 0.0 else -1


def _flown_at(result: Assessment, index: int) -> float | None:
    """The burnout speed of a deployment's vehicle, km/s; None where none is flown, or an old file does not say it."""
    return None if result.estimates is None else result.estimates.vehicle_speeds_km_s[index]


def flown(result: Assessment) -> str:
    """A sentence on how the flights boost, and on which way round the Earth they go."""
    if result.boost is BoostRule.AS_FLOWN:
        boost = "Flights boost the way they fly: at burnout there is no turn."
    else:
        boost = "Flights boost towards where their aim stands at launch, and turn at burnout: the rule of an older version."
    long = int((result.flights.way == "long").sum())
    if not long:
        return f"{boost} They go the short way round: by less than half a turn about the Earth's centre."
    return (
        f"{boost} {long:,} of {result.flights.count:,} go the long way round, by more than half a turn about the Earth's centre; "
        "the others the short way."
        if long < result.flights.count
        else f"{boost} They go the long way round: by more than half a turn about the Earth's centre."
    )
