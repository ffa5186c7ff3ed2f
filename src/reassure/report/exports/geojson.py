"""GeoJSON (RFC 7946): places, ground tracks and meetings; sources and hash as foreign members."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from shapely.geometry import mapping

from reassure.answers.assessment import Assessment
from reassure.answers.ephemeris import Ephemerides
from reassure.machine.files import whole
from reassure.report.exports import carried as c
from reassure.report.exports.shapes import Shape, area_shape, track_shape

__all__ = ["geojson", "write"]


def write(result: Assessment, ways: Ephemerides, moment: c.Moment, path: Path) -> None:
    """Write the file, whole or not at all; GeoJSON has no need of a moment. Raises OutputError."""
    collection = geojson(result, ways)
    features = collection.pop("features")
    with whole(path) as out:
        head = json.dumps(collection, allow_nan=False, ensure_ascii=False)
        # A line for each feature, so that files can be compared line by line; head[:-1] leaves the last brace off.
        out.write(head[:-1] + ',\n"features": [\n')
        out.write(",\n".join(json.dumps(f, allow_nan=False, ensure_ascii=False) for f in features))
        out.write("\n]}\n")


def geojson(result: Assessment, ways: Ephemerides) -> dict[str, Any]:
    """The whole collection as plain data; title, hash and sources are foreign members (RFC 7946, section 6.1)."""
    return {
        "type": "FeatureCollection",
        **c.carried(result, ways),
        "features": [*_places(result), *_flights(result, ways), *_meetings(result, ways)],
    }


def _feature(name: str, kind: str, shape: Shape, numbers: dict[str, Any]) -> dict[str, Any]:
    geometry = mapping(shape)
    return {
        "type": "Feature",
        "id": name,
        "geometry": {
            "type": geometry["type"],
            "coordinates": _rounded(geometry["coordinates"]),
        },
        "properties": {"kind": kind, **numbers},
    }


def _rounded(coordinates: Any) -> Any:
    """Coordinates (deg) as lists, to seven digits: about a centimetre."""
    if isinstance(coordinates, float):
        return round(coordinates, 7)
    return [_rounded(item) for item in coordinates]


def _places(result: Assessment) -> list[dict[str, Any]]:
    if result.theatre is None:
        return []
    features = []
    for a in result.theatre.areas:
        numbers: dict[str, Any] = {"name": a.id}
        if a.kind == "deployment":
            numbers |= c.deployment_numbers(result, a.id)
        features.append(_feature(f"{a.kind}/{a.id}", a.kind, area_shape(a.rim, a.holes), numbers))
    for r in result.theatre.radars:
        # The name stands first, as for areas.
        numbers = {
            "name" if k == "id" else k: v
            for k, v in r.to_dict().items()
            if k not in ("rim", "coverage")
        }
        # Results of earlier versions do not say what a radar sees at a height.
        site = area_shape(((r.latitude_deg, r.longitude_deg),) if r.coverage else r.rim)
        features.append(_feature(f"radar/{r.id}", "radar", site, numbers))
        for seen in r.coverage:
            at = {"name": r.id, "height_km": seen.height_km}
            shape = area_shape(seen.rim, seen.holes)
            features.append(_feature(f"coverage/{r.id}/{seen.height_km:g}", "coverage", shape, at))
    return features


def _flights(result: Assessment, ways: Ephemerides) -> list[dict[str, Any]]:
    features = []
    for track in ways.flights:
        points = list(c.way(track))
        shape = track_shape([p[0] for p in points], [p[1] for p in points])
        features.append(
            _feature(
                f"flight/{track.flight}", "flight", shape, c.flight_numbers(result, track.flight)
            )
        )
    return features


def _meetings(result: Assessment, ways: Ephemerides) -> list[dict[str, Any]]:
    features = []
    for meeting in ways.interceptions:
        name = result.deployments[meeting.deployment].id
        numbers = c.meeting_numbers(result, meeting.deployment, meeting.flight)
        arc = meeting.arc
        shape = track_shape(arc.longitude_deg.tolist(), arc.latitude_deg.tolist())
        features.append(_feature(f"interceptor/{name}", "interceptor", shape, numbers))
        spot = _feature(f"meeting/{name}", "meeting", area_shape(_spot(numbers)), numbers)
        # A third coordinate is the height above the ellipsoid in metres (RFC 7946, section 3.1.1).
        spot["geometry"]["coordinates"].append(round(1e3 * numbers["intercept_height_km"], 1))
        features.append(spot)
    return features


def _spot(numbers: dict[str, Any]) -> tuple[tuple[float, float], ...]:
    # A rim of one point, latitude first as all rims.
    return ((numbers["intercept_latitude_deg"], numbers["intercept_longitude_deg"]),)
