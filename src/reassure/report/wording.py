"""How figures and verdicts are put into words."""

from __future__ import annotations

from reassure.bands import told
from reassure.result import Assessment, Reason
from reassure.shares import percent

__all__ = [
    "MARKS",
    "heights",
    "kind",
    "latitude_longitude",
    "percent",
    "sentence",
    "shape",
    "verdict",
]

MARKS = {"found": "", "recalled": "†", "assumed": "‡"}
"""What stands behind a figure that nobody has read in a source: † recalled, ‡ assumed."""


def latitude_longitude(point: list[float]) -> str:
    """[38.9, -77.0] as 39 N 77 W."""
    latitude, longitude = (round(x) for x in point)
    north = "N" if latitude >= 0 else "S"
    east = "E" if longitude >= 0 else "W"
    return f"{abs(latitude)} {north} {abs(longitude)} {east}"


def kind(ratio: float) -> str:
    """The shape in a word, for a table."""
    return "min. energy" if ratio == 1.0 else "depressed" if ratio < 1.0 else "lofted"


def shape(ratio: float) -> str:
    """Depressed, minimum-energy or lofted."""
    if ratio == 1.0:
        return "minimum-energy"
    return f"{'depressed' if ratio < 1.0 else 'lofted'} {ratio:g}"


def sentence(result: Assessment, index: int) -> str:
    """What a deployment's row says, in plain words."""
    d = result.deployments[index]
    words = [_opening(result, index)]
    if d.worst_flight is not None:
        needed = result.pair(index, d.worst_flight)["required_speed_km_s"]
        words.append(
            f"The closest takes {needed:.2f} km/s; there are {d.available_speed_km_s:.2f}."
        )
    words.append(_flip(result, index))
    return " ".join(words)


def _opening(result: Assessment, index: int) -> str:
    d = result.deployments[index]
    flights = _flights_of(result, index)
    if d.worst_flight is None:
        return f"out of reach of every flight{flights}: {_none_met(result, index)}."
    if d.share_out_of_reach == 1.0:
        return f"every flight{flights} is out of reach of the ideal interceptor."
    if d.share_out_of_reach == 0.0:
        return f"the ideal interceptor could reach every flight{flights}."
    return f"the ideal interceptor could reach {percent(1.0 - d.share_out_of_reach)} of the flights{flights}."


def _flights_of(result: Assessment, index: int) -> str:
    """Of which forces the flights are that a deployment faces; nothing where it faces all."""
    faces = result.deployments[index].faces
    if faces is None:
        return ""
    plural = "s" if len(faces) > 1 else ""
    return f" that it faces (force{plural} {', '.join(faces)}; {result.facing(index)} flights)"


def _none_met(result: Assessment, index: int) -> str:
    p = result.pairs
    why = p.reason[index][p.faced[index]]
    if (why == Reason.NEVER_AT_HEIGHT).all():
        return "none is ever at a height that counts"
    if (why == Reason.NOT_SENSED).all():
        return "no sensor of this deployment tracks one"
    return "no arc above the ground meets one after this delay"


def heights(result: Assessment) -> list[str]:
    """Between which heights an intercept counts, a line for each band."""
    return told((d.id, d.intercept_heights_km) for d in result.deployments)


def _flip(result: Assessment, index: int) -> str:
    critical = result.critical(index)
    if critical["launch_delay_s"] is None:
        return "No delay changes that: even if launched with the flight it reaches none."
    after = critical["after_burnout_s"]
    side = "after" if after >= 0.0 else "before"
    moment = (
        f"{critical['launch_delay_s']:.0f} s after the flight's launch, "
        f"{abs(after):.0f} s {side} its burnout"
    )
    if result.deployments[index].share_out_of_reach == 1.0:
        return f"It would reach one if it left no later than {moment}."
    return f"It reaches none if it leaves later than {moment}."


def verdict(result: Assessment) -> str:
    """The whole answer in one line."""
    reach = [d for d in result.deployments if d.share_out_of_reach < 1.0]
    total = len(result.deployments)
    if total == 1:
        return _alone(result)
    some = any(d.faces is not None for d in result.deployments)
    of = " that they face" if some else ""
    if not reach:
        return f"None of the {total} deployments could reach any of the {result.flights.count} flights{of}."
    worst = min(reach, key=lambda d: d.share_out_of_reach)
    return (
        f"{len(reach)} of {total} deployments could reach some of the {result.flights.count} flights{of}; "
        f"{worst.id} the most, {percent(1.0 - worst.share_out_of_reach)} of {'those it faces' if some else 'them'}."
    )


def _alone(result: Assessment) -> str:
    """The whole answer where there is one deployment."""
    (d,), count = result.deployments, result.facing(0)
    of = "" if d.faces is None else " that it faces"
    if d.share_out_of_reach == 1.0:
        return f"{d.id} could reach none of the {count} flights{of}."
    if d.share_out_of_reach == 0.0:
        return f"{d.id} could reach each of the {count} flights{of}."
    return f"{d.id} could reach {percent(1.0 - d.share_out_of_reach)} of the {count} flights{of}."
