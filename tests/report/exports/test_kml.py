"""KML: read by lxml and by GDAL's LIBKML, which share nothing with the writer."""

from __future__ import annotations

import itertools
import re
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pyogrio
import pyogrio.raw
import pytest
import shapely
from lxml import etree

from reassure.report.colours import step_of
from reassure.report.exports import kml
from tests.report.exports.world import (
    MOMENT,
    TITLE,
    earth_fixed,
    flown,
    intercept,
    ways,
    world,
)

NS = {"k": "http://www.opengis.net/kml/2.2"}


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("kml") / "world.kml"
    kml.write(world(), ways(), MOMENT, path)
    return path


@pytest.fixture(scope="module")
def document(file: Path) -> etree._Element:
    found = etree.parse(file).getroot().find("k:Document", NS)
    assert found is not None
    return found


def _folder(document: etree._Element, name: str) -> etree._Element:
    (found,) = (f for f in document.findall("k:Folder", NS) if f.findtext("k:name", "", NS) == name)
    return found


def _points(element: etree._Element) -> np.ndarray:
    text = element.findtext(".//k:coordinates", "", NS)
    return np.array([[float(x) for x in point.split(",")] for point in text.split()])


def _way(mark: etree._Element) -> np.ndarray:
    """All points of a line, the two of each cut left out: it goes on where it left off, on the map's other side."""
    lines = [_points(line) for line in mark.iter("{*}LineString")]
    assert all(
        line.findtext("k:altitudeMode", "", NS) == "absolute" for line in mark.iter("{*}LineString")
    )
    for one, two in itertools.pairwise(lines):
        assert one[-1, 0] == -two[0, 0]
        assert abs(one[-1, 0]) == 180.0
        assert (one[-1, 1:] == two[0, 1:]).all()
    points = np.vstack(lines)
    return points[np.abs(points[:, 0]) < 180.0]


def _data(element: etree._Element) -> dict[str, str]:
    return {
        d.get("name", ""): d.findtext("k:value", "", NS)
        for d in element.findall("k:ExtendedData/k:Data", NS)
    }


class _Words(HTMLParser):
    """Tags and text of a balloon."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag, attrs) -> None:
        self.tags.add(tag)

    def handle_data(self, data) -> None:
        self.text += data


def test_folders(document: etree._Element) -> None:
    """Bases, aims, deployments, flights by base, closest flights, sources."""
    names = [f.findtext("k:name", "", NS) for f in document.findall("k:Folder", NS)]
    assert names == [
        "Bases",
        "Aim regions",
        "Deployments",
        "Radars",
        "Flights",
        "Closest flights",
        "Sources",
    ]
    assert len(_folder(document, "Flights").findall("k:Folder", NS)) == 3
    assert len(_folder(document, "Flights").findall(".//k:Placemark", NS)) == world().flights.count
    assert len(_folder(document, "Deployments").findall("k:Placemark", NS)) == 3
    radar, *seen = _folder(document, "Radars").findall("k:Placemark", NS)
    assert _data(radar)["range_km"] == "2000.0"
    names = [mark.findtext("k:name", "", NS) for mark in seen]
    assert names == ["watch: sees 200 km up", "watch: sees 1000 km up"]
    for mark, up in zip(seen, (200e3, 1000e3), strict=True):
        polygons = mark.findall("k:MultiGeometry/k:Polygon", NS)
        assert len(polygons) == 1
        for polygon in polygons:
            assert polygon.findtext("k:altitudeMode", "", NS) == "absolute"
            heights = {
                float(p.split(",")[2]) for p in polygon.findtext(".//k:coordinates", "", NS).split()
            }
            assert heights == {up}


def test_title_is_text(document: etree._Element) -> None:
    """In the name as it was written; in balloons, which are HTML, without becoming a tag."""
    assert document.findtext("k:name", "", NS) == TITLE
    for element in document.iter("{*}description"):
        words = _Words(element.text or "")
        assert words.tags <= {"p", "table", "tr", "td", "a"}
    words = _Words(document.findtext("k:description", "", NS))
    assert "a <book> & more" in words.text


def test_flights_hang_in_the_air_where_they_fly(document: etree._Element) -> None:
    """Absolute heights; every point of the free flight within a metre of the integrated one; coloured by margin."""
    result = world()
    marks = _folder(document, "Flights").findall(".//k:Placemark", NS)
    styles = {s.get("id"): s for s in document.findall("k:Style", NS)}
    for mark in marks:
        numbers = _data(mark)
        i = int(numbers["flight"])
        points = _way(mark)
        track = next(t for t in ways().flights if t.flight == i)
        fall = points[track.boost.time_s.size :]
        assert len(fall) == track.fall.time_s.size - 1
        there = earth_fixed(*fall.T)
        truth = flown(result, i, track.fall.time_s[1:])
        assert np.linalg.norm(there - truth, axis=1).max() < 1.0
        assert points[0, 2] == 0.0
        margin = np.nanmin(result.pairs.margin_km_s[:, i])
        assert float(numbers["least_margin_km_s"]) == pytest.approx(margin, abs=1e-6)
        style = styles[mark.findtext("k:styleUrl", "", NS).lstrip("#")]
        colour = style.findtext("k:LineStyle/k:color", "", NS)
        rgb = step_of(margin).colour.lstrip("#")
        assert colour == f"ff{rgb[4:]}{rgb[2:4]}{rgb[:2]}"


def test_no_line_runs_across_the_map(document: etree._Element) -> None:
    """Cut at the antimeridian, where the lines of the same flights are cut in GeoJSON; some are."""
    cut = 0
    for mark in document.iter("{*}Placemark"):
        lines = [_points(line) for line in mark.iter("{*}LineString")]
        for line in lines:
            assert np.abs(np.diff(line[:, 0])).max() < 180.0
            assert len({*np.sign(line[np.abs(line[:, 0]) == 180.0, 0])}) <= 1
        cut += len(lines) > 1
    assert cut > 0


def test_meetings(document: etree._Element) -> None:
    """A point where they meet, with the numbers; the interceptor's line ends there and begins above its site."""
    result = world()
    for d, folder in enumerate(_folder(document, "Closest flights").findall("k:Folder", NS)):
        assert folder.findtext("k:name", "", NS) == result.deployments[d].id
        i = result.deployments[d].worst_flight
        assert i is not None
        interceptor, _, spot = folder.findall("k:Placemark", NS)
        truth = intercept(result, d, i)
        assert np.linalg.norm(earth_fixed(*_points(spot).T)[0] - truth) < 1.0
        line = _points(interceptor)
        assert np.linalg.norm(earth_fixed(*line[-1:].T)[0] - truth) < 1.0
        assert line[0, 2] == pytest.approx(1e3 * result.deployments[d].burnout_height_km, abs=0.1)
        numbers = _data(spot)
        assert float(numbers["margin_km_s"]) == pytest.approx(
            result.pairs.margin_km_s[d, i], abs=1e-6
        )
        assert numbers["deployment"] == result.deployments[d].id
        assert "margin_km_s" in _Words(spot.findtext("k:description", "", NS)).text


def test_sources_and_hash_travel(document: etree._Element) -> None:
    """An entry for each figure, with key, value, status, source, and who differs in words."""
    result = world()
    assert _data(document)["scenario_sha256"] == result.scenario_sha256
    entries = _folder(document, "Sources").findall("k:Folder", NS)
    assert len(entries) == len(result.sources)
    for entry, source in zip(entries, result.sources, strict=True):
        numbers = _data(entry)
        assert numbers["key"] == source.key
        assert float(numbers["value"]) == source.value
        assert (numbers["status"], numbers["source"]) == (source.status, source.source)
        words = _Words(entry.findtext("k:description", "", NS)).text
        assert all(who in words for _, who, _ in source.dissent)
    about = _Words(document.findtext("k:description", "", NS)).text
    assert f"all {result.flights.count} flights" in about


def test_gdal_reads_every_folder(file: Path) -> None:
    """As layers, with their features."""
    layers = {str(name): kind for name, kind in pyogrio.list_layers(file)}
    assert {"Bases", "Aim regions", "Deployments"} <= set(layers)
    assert pyogrio.read_info(file, layer="Deployments")["features"] == 3
    assert pyogrio.read_info(file, layer="from kozelsk")["features"] > 0


def test_gdal_reads_the_islands_of_an_area(file: Path) -> None:
    """Each hole in an innerBoundaryIs of its own; places in them are outside."""
    for inner in etree.parse(file).iter("{*}innerBoundaryIs"):
        assert len(inner) == 1
    meta, _, shapes, values = pyogrio.raw.read(file, layer="Aim regions")
    names = values[meta["fields"].tolist().index("Name")].tolist()
    strait = shapely.from_wkb(shapes[names.index("strait")])
    at = [[178.0, 66.0], [-179.0, 64.0], [179.5, 66.0], [-178.5, 66.0], [-173.2, 68.8]]
    assert shapely.contains_xy(strait, *np.array(at).T).tolist() == [
        True,
        True,
        False,
        False,
        False,
    ]


def test_nothing_is_to_be_fetched(file: Path) -> None:
    """No address in the file but those of its namespaces, and links of sources, which open only where a reader asks."""
    text = file.read_text()
    links = re.findall(r'&lt;a href=("|&quot;)(https://[^"&<>\s]+)\1 rel=', text)
    assert any(url.startswith("https://github.com/thkruz/") for _, url in links)
    text = re.sub(r"&lt;a href=.*?&lt;/a&gt;", "", text)
    assert text.count("http") == text.count('="http://www.opengis.net/kml/2.2"') + text.count(
        '="http://www.google.com/kml/ext/2.2"'
    ) == 2  # fmt: skip


def test_the_same_result_makes_the_same_file() -> None:
    """Also the second time in a process, and with characters that XML does not have."""
    from dataclasses import replace

    assert kml.kml(world(), ways()) == kml.kml(world(), ways())
    odd = kml.kml(replace(world(), title="bell \a and \x00"), ways())
    assert (
        etree.fromstring(odd.encode()).findtext("k:Document/k:name", "", NS)
        == "bell \ufffd and \ufffd"
    )
