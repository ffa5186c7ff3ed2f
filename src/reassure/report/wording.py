"""How figures and verdicts are put into words."""

from __future__ import annotations

from reassure.result import Assessment, Deployment
from reassure.shares import percent

__all__ = ["MARKS", "kind", "latitude_longitude", "percent", "sentence", "shape", "verdict"]

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
    words = [_opening(d)]
    if d.worst_flight is not None:
        needed = result.pair(index, d.worst_flight)["required_speed_km_s"]
        words.append(
            f"The closest takes {needed:.2f} km/s; there are {d.available_speed_km_s:.2f}."
        )
    words.append(_flip(result, index))
    return " ".join(words)


def _opening(d: Deployment) -> str:
    if d.worst_flight is None:
        return "out of reach of every flight: no arc above the ground meets one after this delay."
    if d.share_out_of_reach == 1.0:
        return "every flight is out of reach of the ideal interceptor."
    if d.share_out_of_reach == 0.0:
        return "the ideal interceptor could reach every flight."
    return (
        f"the ideal interceptor could reach {percent(1.0 - d.share_out_of_reach)} of the flights."
    )


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
    one = result.flights.count == 1
    flights = "the one flight" if one else f"any of the {result.flights.count} flights"
    if not reach:
        return f"None of the {total} deployments could reach {flights}."
    if one:
        return f"{len(reach)} of {total} deployments could reach the one flight."
    worst = min(reach, key=lambda d: d.share_out_of_reach)
    return (
        f"{len(reach)} of {total} deployments could reach some of the {result.flights.count} flights; "
        f"{worst.id} the most, {percent(1.0 - worst.share_out_of_reach)} of them."
    )


def _alone(result: Assessment) -> str:
    """The whole answer where there is one deployment."""
    (d,), count = result.deployments, result.flights.count
    if count == 1:
        return f"{d.id} {'could not' if d.share_out_of_reach == 1.0 else 'could'} reach the one flight."
    if d.share_out_of_reach == 1.0:
        return f"{d.id} could reach none of the {count} flights."
    if d.share_out_of_reach == 0.0:
        return f"{d.id} could reach each of the {count} flights."
    return f"{d.id} could reach {percent(1.0 - d.share_out_of_reach)} of the {count} flights."
