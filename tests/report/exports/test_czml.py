"""CZML: read as plain JSON by the rules of its guide, positions interpolated anew and compared with an integration."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from scipy.interpolate import BarycentricInterpolator

from reassure.report.exports import czml
from tests.report.exports.world import MOMENT, TITLE, flown, intercept, ways, with_links, world

NATIVE = {
    "id", "name", "version", "clock", "description", "properties", "availability", "position", "path", "point",
    "label", "polygon", "polyline",
}  # fmt: skip


@pytest.fixture(scope="module")
def packets(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict]:
    """By id."""
    path: Path = tmp_path_factory.mktemp("czml") / "world.czml"
    czml.write(world(), ways(), MOMENT, path)
    read = json.loads(path.read_text())
    assert read[0]["id"] == "document"
    assert len({p["id"] for p in read}) == len(read)
    return {p["id"]: p for p in read}


def _seconds(text: str) -> float:
    return (datetime.fromisoformat(text) - MOMENT.epoch).total_seconds()


def _span(text: str) -> tuple[float, float]:
    start, end = text.split("/")
    return _seconds(start), _seconds(end)


def _position(pieces: dict | list, when: float) -> np.ndarray:
    """By the guide: the piece whose interval holds the time, Lagrange's polynomial through degree + 1 samples."""
    for piece in pieces if isinstance(pieces, list) else [pieces]:
        start, end = _span(piece["interval"])
        if start - 1e-6 <= when <= end + 1e-6:
            assert piece["interpolationAlgorithm"] == "LAGRANGE"
            assert piece["referenceFrame"] == "FIXED"
            assert _seconds(piece["epoch"]) == 0.0
            rows = np.array(piece["cartesian"]).reshape(-1, 4)
            count = piece["interpolationDegree"] + 1
            first = int(
                np.clip(np.searchsorted(rows[:, 0], when) - count // 2, 0, len(rows) - count)
            )
            part = rows[first : first + count]
            return BarycentricInterpolator(part[:, 0] - when, part[:, 1:])(0.0)
    raise AssertionError(f"no position at {when}")


def test_packets_are_native(packets: dict) -> None:
    """A document with a clock over all flights; nothing that open Cesium does not draw."""
    result = world()
    assert all(set(p) <= NATIVE for p in packets.values())
    document = packets["document"]
    assert document["version"] == "1.0"
    assert _span(document["clock"]["interval"]) == pytest.approx(
        (0.0, result.flights.flight_time_s.max()), abs=1e-5
    )
    kinds = [key.split("/")[0] for key in packets]
    assert kinds.count("flight") == result.flights.count
    assert kinds.count("deployment") == 3
    assert kinds.count("meeting") == 2


def test_flights_interpolate_to_the_integrated_ones(packets: dict) -> None:
    """Between samples, within a decimetre, from burnout to end; and they start at their base at the epoch."""
    result = world()
    f = result.flights
    for i in range(f.count):
        packet = packets[f"flight/{i}"]
        assert _span(packet["availability"]) == pytest.approx((0.0, f.flight_time_s[i]), abs=1e-5)
        times = np.linspace(f.burnout_time_s[i] + 1.0, f.flight_time_s[i], 40)
        got = np.array([_position(packet["position"], t) for t in times])
        assert np.linalg.norm(got - flown(result, i, times), axis=1).max() < 0.1
        base = _position(packet["position"], 0.0)
        assert np.degrees(np.arctan2(base[1], base[0])) == pytest.approx(
            f.base_longitude_deg[i], abs=1e-6
        )
        assert packet["properties"]["least_margin_km_s"]["number"] == pytest.approx(
            np.nanmin(result.pairs.margin_km_s[:, i]), abs=1e-6
        )


def test_meetings_appear_when_and_where_they_happen(packets: dict) -> None:
    """The interceptor is there from its burnout to the meeting, the meeting from then on."""
    result = world()
    for d in (0, 1):
        table = result.deployments[d]
        i = table.worst_flight
        assert i is not None
        spot, arc = packets[f"meeting/{table.id}"], packets[f"interceptor/{table.id}"]
        truth = intercept(result, d, i)
        assert np.linalg.norm(np.array(spot["position"]["cartesian"]) - truth) < 1.0
        when = result.pairs.intercept_s[d, i]
        assert _span(spot["availability"])[0] == pytest.approx(when, abs=1e-5)
        launch = result.pairs.launch_s[d, i]
        assert _span(arc["availability"]) == pytest.approx(
            (launch + table.burn_time_s, when), abs=1e-5
        )
        assert np.linalg.norm(_position(arc["position"], when) - truth) < 1.0


def test_areas_are_whole_polygons(packets: dict) -> None:
    """Cesium's own edges are geodesics of the globe: rims as they are, corners and all."""
    rim = next(a.rim for a in world().theatre.areas if (a.kind, a.id) == ("aim", "pole"))
    degrees = np.array(packets["aim/pole"]["polygon"]["positions"]["cartographicDegrees"]).reshape(
        -1, 3
    )
    assert np.allclose(degrees[:, 1::-1], rim, atol=1e-6)
    assert packets["aim/pole"]["polygon"]["arcType"] == "GEODESIC"
    assert "holes" not in packets["aim/pole"]["polygon"]
    islands = packets["aim/strait"]["polygon"]["holes"]["cartographicDegrees"]
    corners = [np.array(hole).reshape(-1, 3)[:, 1::-1] for hole in islands]
    assert len(corners) == 2
    for corner, hole in zip([(65.0, 179.0), (68.0, -174.0)], corners, strict=True):
        assert np.isclose(hole, corner, atol=1e-6).all(axis=1).any()
    assert packets["radar/watch"]["properties"]["range_km"]["number"] == 2000.0
    assert packets["base/kozelsk"]["position"]["cartographicDegrees"] == [35.77, 54.03, 0.0]


def test_sources_hash_and_title_travel(packets: dict) -> None:
    """In custom properties as they are, in descriptions as text."""
    result = world()
    assert packets["document"]["name"] == TITLE
    about = packets["about"]
    assert about["properties"]["scenario_sha256"]["string"] == result.scenario_sha256
    assert json.loads(about["properties"]["sources"]["string"]) == with_links(result)
    assert '<a href="https://' in about["description"]
    for packet in packets.values():
        assert "<script" not in packet.get("description", "")
    assert "&lt;script&gt;" in about["description"]
    assert "a &lt;book&gt; &amp; more" in about["description"]
    assert "nominal" in about["description"]
