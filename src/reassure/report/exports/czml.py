"""CZML 1.0 of native geometry: places, flights on the clock, and the closest meetings.

CZML is JSON, and is written here: the library for it is held to an older date library than the rest.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from reassure.answers.assessment import Assessment
from reassure.answers.ephemeris import Ephemerides, FlightTrack, Track
from reassure.answers.theatre import Rim
from reassure.machine.files import whole
from reassure.report.colours import DEPLOYMENT, GREY, step_of
from reassure.report.exports import carried as c
from reassure.words.rounding import signed

__all__ = ["czml", "write"]

Packet = dict[str, Any]
"""One object of a CZML file, as plain data."""

_SPEED_UP = 20.0  # seconds of the scene in one of the viewer's: a flight of 2,000 s is seen in 100


def write(result: Assessment, ways: Ephemerides, moment: c.Moment, path: Path) -> None:
    """Write the file, whole or not at all. Raises OutputError."""
    packets = czml(result, ways, moment)
    with whole(path) as out:
        # NaN and infinity, which JSON has not, raise here rather than make a file that nothing reads.
        lines = (json.dumps(p, allow_nan=False, ensure_ascii=False) for p in packets)
        out.write("[" + ",\n".join(lines) + "]\n")


def czml(result: Assessment, ways: Ephemerides, moment: c.Moment) -> list[Packet]:
    """All packets as plain data: the document with its clock, what travels, places, flights, meetings."""
    # Until the last flight has come down; the clock needs some length where there is none.
    end = max((float(t.fall.time_s[-1]) for t in ways.flights), default=1.0)
    return [
        {
            "id": "document",
            "name": result.title,
            "version": "1.0",
            "clock": {
                "interval": _interval(moment, 0.0, end),
                "currentTime": _time(moment, 0.0),
                "multiplier": _SPEED_UP,
                "range": "LOOP_STOP",
                "step": "SYSTEM_CLOCK_MULTIPLIER",
            },
        },
        _about(result, ways, moment),
        *_places(result),
        *(_flight(result, track, moment) for track in ways.flights),
        *_meetings(result, ways, moment, end),
    ]


def _time(moment: c.Moment, seconds: float) -> str:
    return moment.after(seconds) + "Z"


def _interval(moment: c.Moment, start: float, end: float) -> str:
    return f"{_time(moment, start)}/{_time(moment, end)}"


def _about(result: Assessment, ways: Ephemerides, moment: c.Moment) -> Packet:
    """Nothing to see: a description, and custom properties for programs."""
    nominal = f"Every flight is launched at {_time(moment, 0.0)}, a nominal epoch that stands for no schedule."
    lines = [result.title, *c.about(result, ways), nominal, *c.source_lines(result)]
    return {
        "id": "about",
        "name": "About these figures",
        "description": c.html(lines),
        "properties": {
            key: {"string": value if isinstance(value, str) else json.dumps(value)}
            for key, value in c.carried(result, ways).items()
        },
    }


def _properties(numbers: dict[str, Any]) -> dict[str, Any]:
    return {
        key: {"string": value} if isinstance(value, str) else {"number": value}
        # A custom property of CZML names its type: "string" or "number".
        for key, value in numbers.items()
        if value is not None
    }


def _rgba(rgb: str, opacity: float = 1.0) -> dict[str, list[int]]:
    """#rrggbb and an opacity (0 to 1) as CZML's four bytes."""
    return {"rgba": [int(rgb[i : i + 2], 16) for i in (1, 3, 5)] + [round(255 * opacity)]}


def _solid(rgb: str, opacity: float = 1.0) -> dict[str, Any]:
    return {"solidColor": {"color": _rgba(rgb, opacity)}}


def _spot(rgb: str, size: float) -> dict[str, Any]:
    return {
        "color": _rgba(rgb),
        "pixelSize": size,
        "outlineColor": {"rgba": [255, 255, 255, 255]},
        "outlineWidth": 1.0,
    }


# -- what stands there --------------------------------------------------------------------------------


def _places(result: Assessment) -> list[Packet]:
    if result.theatre is None:
        return []
    packets = []
    for a in result.theatre.areas:
        mine = a.kind == "deployment"
        numbers = c.deployment_numbers(result, a.id) if mine else {}
        rgb = DEPLOYMENT if mine else GREY
        packets.append(_place(f"{a.kind}/{a.id}", a.id, (a.rim, *a.holes), rgb, numbers))
    for r in result.theatre.radars:
        numbers = {k: v for k, v in r.to_dict().items() if k not in ("rim", "id", "coverage")}
        # Results of earlier versions do not say what a radar sees at a height.
        if not r.coverage:
            packets.append(_place(f"radar/{r.id}", f"{r.id}: sector", (r.rim,), GREY, numbers))
            continue
        site = ((r.latitude_deg, r.longitude_deg),)
        packets.append(_place(f"radar/{r.id}", r.id, (site,), GREY, numbers))
        for seen in r.coverage:
            key, name = (
                f"coverage/{r.id}/{seen.height_km:g}",
                f"{r.id}: sees {seen.height_km:g} km up",
            )
            height = {"height_km": seen.height_km}
            packets.append(
                _place(key, name, (seen.rim, *seen.holes), GREY, height, 1e3 * seen.height_km)
            )
    return packets


def _place(
    key: str, name: str, rims: tuple[Rim, ...], rgb: str, numbers: dict[str, Any], up: float = 0.0
) -> Packet:
    """A place, or an area: its rim, and those of what is cut out of it. `up`: its height, m above the ellipsoid."""
    # CZML takes longitude, latitude (deg), height (m) of point after point in one row.
    degrees, *holes = (
        [x for lat, lon in rim for x in (round(lon, 6), round(lat, 6), up)] for rim in rims
    )
    packet = {
        "id": key,
        "name": name,
        "description": c.html([name], numbers),
        "properties": _properties(numbers),
    }
    # A rim of one or two points is a place; one of three or more bounds an area.
    if len(rims[0]) < 3:
        return packet | {
            "position": {"cartographicDegrees": degrees[:3]},
            "point": _spot(rgb, 7.0),
            "label": {
                "text": name,
                "font": "12px sans-serif",
                "pixelOffset": {"cartesian2": [8.0, 0.0]},
                "horizontalOrigin": "LEFT",
            },
        }
    # edges are geodesics of the globe here: nothing is to be cut at the antimeridian or the pole
    return packet | {
        "polygon": {
            "positions": {"cartographicDegrees": degrees},
            **({"holes": {"cartographicDegrees": holes}} if holes else {}),
            "arcType": "GEODESIC",
            "height": up,
            "material": _solid(rgb, 0.2),
        },
        "polyline": {
            # A polygon closes itself, a line does not: the first point again.
            "positions": {"cartographicDegrees": [*degrees, *degrees[:3]]},
            "arcType": "GEODESIC",
            "width": 1.5,
            "material": _solid(rgb),
        },
    }


# -- what flies ---------------------------------------------------------------------------------------


def _samples(track: Track, moment: c.Moment) -> Packet:
    """Earth-fixed positions over an interval, for Lagrange's polynomial through six of them.
    Rows of t, x, y, z: seconds from the epoch and metres.
    """
    start, end = float(track.time_s[0]), float(track.time_s[-1])
    values = []
    for time, place in zip(track.time_s.tolist(), track.position_m.tolist(), strict=True):
        values += [round(time, 6), *(round(x, 3) for x in place)]
    return {
        "interval": _interval(moment, start, end),
        # Samples count from the launch, before the interval of a fall begins.
        "epoch": _time(moment, 0.0),
        "referenceFrame": "FIXED",
        "interpolationAlgorithm": "LAGRANGE",
        # Degree 5, at samples 20 s apart, is within 2 mm of the arc (docs/exports.md, design/ephemeris_step.py).
        "interpolationDegree": 5,
        "cartesian": values,
    }


def _way(rgb: str, width: float, whole: float) -> dict[str, Any]:
    """A line that is drawn whole, before and after the moment: `whole` is its length in seconds."""
    return {
        "leadTime": whole,
        "trailTime": whole,
        "width": width,
        "resolution": 20.0,  # seconds between the drawn points
        "material": _solid(rgb),
    }


def _flight(result: Assessment, track: FlightTrack, moment: c.Moment) -> Packet:
    end = float(track.fall.time_s[-1])
    rgb = step_of(c.least_margin(result, track.flight)).colour
    numbers = c.flight_numbers(result, track.flight)
    name = c.flight_name(result, track.flight)
    return {
        "id": f"flight/{track.flight}",
        "name": name,
        "description": c.html([name, c.BOOST], numbers),
        "properties": _properties(numbers),
        "availability": _interval(moment, 0.0, end),
        # two pieces: no polynomial runs across the burnout, where the pull changes at once
        "position": [_samples(track.boost, moment), _samples(track.fall, moment)],
        "path": _way(rgb, 1.5, end),
        "point": _spot(rgb, 6.0),
    }


def _meetings(result: Assessment, ways: Ephemerides, moment: c.Moment, end: float) -> list[Packet]:
    packets = []
    for m in ways.interceptions:
        name = result.deployments[m.deployment].id
        numbers = c.meeting_numbers(result, m.deployment, m.flight)
        rgb = step_of(float(result.pairs.margin_km_s[m.deployment, m.flight])).colour
        start, met = float(m.arc.time_s[0]), float(m.arc.time_s[-1])
        shared = {
            "description": c.html([name, c.MEETING], numbers),
            "properties": _properties(numbers),
        }
        packets.append(
            {
                "id": f"interceptor/{name}",
                "name": f"{name}: ideal interceptor",
                **shared,
                "availability": _interval(moment, start, met),
                "position": [_samples(m.arc, moment)],
                "path": _way(DEPLOYMENT, 2.0, met - start),
                "point": _spot(DEPLOYMENT, 6.0),
            }
        )
        packets.append(
            {
                "id": f"meeting/{name}",
                "name": f"{name}: {signed(numbers['margin_km_s'])} km/s",
                **shared,
                # A meeting at the very end of the scene still gets a second: an empty interval shows nothing.
                "availability": _interval(moment, met, max(end, met + 1.0)),
                "position": {
                    "referenceFrame": "FIXED",
                    "cartesian": [round(x, 3) for x in m.arc.position_m[-1].tolist()],
                },
                "point": _spot(rgb, 10.0),
            }
        )
    return packets
