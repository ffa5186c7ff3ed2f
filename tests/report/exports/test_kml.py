"""KML: read by lxml and by GDAL's LIBKML, which share nothing with the writer, and held against the format's schemas."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from datetime import datetime
from html.parser import HTMLParser
from importlib import metadata
from pathlib import Path

import numpy as np
import pyogrio
import pyogrio.raw
import pytest
import shapely
from lxml import etree

from reassure.questions.fly import fly
from reassure.report.colours import step_of
from reassure.report.exports import kml, parse_epoch
from reassure.report.exports.fly_kml import write_fly_kml
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
GX = "http://www.google.com/kml/ext/2.2"


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
        "Legend",
        "Bases",
        "Aim regions",
        "Deployments",
        "Radars",
        "Flights",
        "Closest flights",
        "In motion",
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
        assert words.tags <= {"p", "table", "tr", "td", "a", "font"}
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
    entries = _folder(document, "Sources").findall("k:Placemark", NS)
    assert len(entries) == len(result.sources)
    for entry, source in zip(entries, result.sources, strict=True):
        numbers = _data(entry)
        assert numbers["key"] == source.key
        assert float(numbers["value"]) == source.value
        assert (numbers["status"], numbers["source"]) == (source.status, source.source)
        words = _Words(entry.findtext("k:description", "", NS)).text
        assert all(who in words for _, who, _ in source.dissent)
        # The key of a figure is no address, though it looks like one.
        assert f">{source.key.rpartition('.')[0]}<" not in (entry.findtext("k:description", "", NS))
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
    assert kml.kml(world(), ways(), MOMENT) == kml.kml(world(), ways(), MOMENT)
    odd = kml.kml(replace(world(), title="bell \a and \x00"), ways(), MOMENT)
    assert (
        etree.fromstring(odd.encode()).findtext("k:Document/k:name", "", NS)
        == "bell \ufffd and \ufffd"
    )


def _schema() -> etree.XMLSchema:
    """KML 2.2 of the OGC with the elements of its extension (gx), as another package carries them."""
    place = metadata.distribution("fastkml").locate_file("fastkml/schema/kml22gx.xsd")
    return etree.XMLSchema(etree.parse(str(place)))


def test_it_is_valid(file: Path, tmp_path: Path) -> None:
    """By the schemas of the format; a missile's flights and ring too."""
    schema = _schema()
    schema.assertValid(etree.parse(file))
    found = fly("notional-mrbm-1300", (68.0, 176.0), range_km=900.0, ring=12)
    write_fly_kml(found, tmp_path / "fly.kml")
    schema.assertValid(etree.parse(tmp_path / "fly.kml"))


def test_no_folder_is_empty(file: Path, tmp_path: Path) -> None:
    """Also where there is little to show: no flights, no places."""
    bare = tmp_path / "bare.kml"
    kml.write(replace(world(), theatre=None), replace(ways(), flights=(), interceptions=()), MOMENT, bare)  # fmt: skip
    found = fly("notional-mrbm-1300", (35.0, 51.0), ring=12)
    write_fly_kml(found, tmp_path / "fly.kml")
    empty = tmp_path / "empty.kml"
    theatre = world().theatre
    assert theatre is not None
    kml.write(replace(world(), theatre=replace(theatre, areas=(), radars=())), ways(), MOMENT, empty)  # fmt: skip
    for path in (file, bare, empty, tmp_path / "fly.kml"):
        folders = list(etree.parse(path).iter("{*}Folder"))
        for folder in folders:
            assert folder.findall("k:Placemark", NS) or folder.findall("k:Folder", NS)
        assert folders
    names = [n.text for n in etree.parse(bare).iterfind(".//{*}Folder/{*}name")]
    assert names == ["Sources"]


def test_the_legend_names_every_colour_of_a_flight(document: etree._Element) -> None:
    """In a folder, without a place on the globe and without a picture; and in the document's balloon."""
    folder = _folder(document, "Legend")
    entries = folder.findall("k:Placemark", NS)
    names = [e.findtext("k:name", "", NS) for e in entries]
    margins = [np.nanmin(world().pairs.margin_km_s[:, t.flight]) for t in ways().flights]
    for margin in margins:
        said = [n for n in names if step_of(margin).words in n]
        assert len(said) == 1
        assert ("within reach" in said[0]) == (margin <= 0.0)
    assert names[-2:] == [
        "Green: a deployment, and its ideal interceptor",
        "Dark grey: a base, an aim region, a radar",
    ]
    balloon = document.findtext("k:description", "", NS)
    styles = {f"#{s.get('id')}": s for s in document.findall("k:Style", NS)}
    for entry, name in zip(entries, names, strict=True):
        assert not [e for e in entry if etree.QName(e).localname in ("Point", "LineString")]
        assert name in balloon
        colour = styles[entry.findtext("k:styleUrl", "", NS)].findtext("k:LineStyle/k:color", "", NS)  # fmt: skip
        assert f'color="#{colour[6:]}{colour[4:6]}{colour[2:4]}"' in entry.findtext("k:description", "", NS)  # fmt: skip
    assert not list(document.iter("{*}href"))


def test_flights_and_interceptors_move_with_the_clock(document: etree._Element) -> None:
    """A track for each, from the launch to the end at the moments that the file names; between them a straight way
    within 4.5 km of the flight; no step leads round the Earth.
    """
    result = world()
    marks = _folder(document, "In motion").findall("k:Placemark", NS)
    assert len(marks) == len(ways().flights) + len(ways().interceptions)
    for mark, track in zip(marks, ways().flights, strict=False):
        tracks = list(mark.iter(f"{{{GX}}}Track"))
        times, places = [], []
        for one in tracks:
            own = [_coord(c) for c in one.findall(f"{{{GX}}}coord")]
            assert len(own) == len(one.findall("k:when", NS)) > 0
            assert np.abs(np.diff([p[0] for p in own])).max(initial=0.0) <= 180.0
            times += [_seconds(w.text or "") for w in one.findall("k:when", NS)]
            places += own
        assert times == sorted(times)
        assert times[0] == 0.0
        assert times[-1] == pytest.approx(result.flights.flight_time_s[track.flight], abs=1e-5)
        burnout = float(result.flights.burnout_time_s[track.flight])
        there = earth_fixed(*np.array(places).T)
        t = np.array(times)
        # Half way between two moments of one part, after the burnout.
        k = [i for i in range(len(t) - 1) if t[i] >= burnout - 1e-6 and t[i + 1] - t[i] > 1.0]
        truth = flown(result, track.flight, np.concatenate([[burnout], (t[k] + t[np.add(k, 1)]) / 2.0]))[1:]  # fmt: skip
        half = (there[k] + there[np.add(k, 1)]) / 2.0
        assert np.linalg.norm(half - truth, axis=1).max() < 4500.0
        assert len(k) > 3
    assert any(len(list(m.iter(f"{{{GX}}}Track"))) > 1 for m in marks)
    for mark, meeting in zip(marks[len(ways().flights) :], ways().interceptions, strict=True):
        name = result.deployment_names[meeting.deployment]
        assert mark.findtext("k:name", "", NS) == f"{name}: ideal interceptor"
        ends = [_seconds(w.text or "") for w in mark.iter("{*}when")]
        assert ends[0] == pytest.approx(meeting.arc.time_s[0], abs=1e-5)
        assert ends[-1] == pytest.approx(meeting.arc.time_s[-1], abs=1e-5)


def _coord(element: etree._Element) -> list[float]:
    return [float(x) for x in (element.text or "").split()]


def _seconds(label: str) -> float:
    return (datetime.fromisoformat(label) - MOMENT.epoch).total_seconds()


def test_a_clock_without_a_second_60(tmp_path: Path) -> None:
    """KML's dates have none: within a leap second the next second stands for it."""
    epoch = parse_epoch("2016-12-31T23:59:60Z")
    path = tmp_path / "leap.kml"
    kml.write(world(), ways(), replace(MOMENT, epoch=epoch), path)
    _schema().assertValid(etree.parse(path))
    first = next(etree.parse(path).iter("{*}when"))
    assert first.text == "2017-01-01T00:00:00Z"


def test_the_file_stays_small() -> None:
    """The tracks add less than half to a file of lines and numbers."""
    text = kml.kml(world(), ways(), MOMENT)
    tracks = text[text.index("<name>In motion</name>") : text.index("<name>Sources</name>")]
    assert len(tracks) < 0.5 * (len(text) - len(tracks))


def test_gdal_reads_the_tracks(file: Path) -> None:
    """As lines, or a group of lines; and figures as features that are nowhere."""
    info = pyogrio.read_info(file, layer="In motion")
    assert info["features"] == len(ways().flights) + len(ways().interceptions)
    assert pyogrio.read_info(file, layer="Sources")["features"] == len(world().sources)
