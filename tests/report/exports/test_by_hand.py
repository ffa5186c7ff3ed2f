"""Exports of an answer made by hand: what stands in each file is known to the letter."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import netCDF4
import numpy as np
import pytest
import xarray as xr
from lxml import etree

from reassure.answers.assessment import Assessment, MissingFlight
from reassure.answers.ephemeris import Ephemerides
from reassure.answers.theatre import Theatre, TheatreSite
from reassure.errors import ResultError
from reassure.report.exports import (
    FORMATS,
    Moment,
    csv,
    czml,
    format_named,
    geojson,
    kml,
    netcdf,
    oem,
)
from reassure.report.exports import carried as c
from tests.report.made import NAN, assessment, changed, figure, ways

MOMENT = Moment(datetime(2012, 3, 14, 12, tzinfo=UTC), datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC))
LEAP = Moment(
    datetime(2016, 12, 31, 23, 59, 59, 500_000, tzinfo=UTC, fold=1), MOMENT.created
)  # half a second into one


def features(result: Assessment, shown: Ephemerides) -> dict[str, dict[str, Any]]:
    return {f["id"]: f for f in geojson.geojson(result, shown)["features"]}


# -- what travels in all of them ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "line"),
    [
        (figure("a", 4.5), "a = 4.5 [found] a book"),
        (figure("a", 4.5, "assumed", source=""), "a = 4.5 [assumed] no source"),
        (figure("a", 4.5, low=4.0, high=5.0), "a = 4.5 (4 to 5) [found] a book"),
        (figure("a", 4.5, low=4.0), "a = 4.5 [found] a book"),
        (figure("a", 1 / 3), "a = 0.3333333333 [found] a book"),
        (figure("a", 4.5, dissent=((8.3, "A", "x"), (9.0, "B", ""))), "a = 4.5 [found] a book; A has 8.3 (x); B has 9"),
    ],
)  # fmt: skip
def test_a_source_is_a_line(source: Any, line: str) -> None:
    """An interval only where both ends are known; who differs, and by what."""
    assert c.source_line(source) == line


def test_the_closest_deployment_of_a_flight() -> None:
    """The least margin; of two alike the first; none where none has an arc."""
    result = assessment(((0.5, 1.0, NAN), (0.25, 1.0, NAN)), ((NAN,) * 3,) * 2)
    assert [c.closest(result, i) for i in range(3)] == [1, 0, None]
    assert c.least_margin(result, 0) == 0.25
    assert np.isnan(c.least_margin(result, 2))
    none = c.flight_numbers(result, 2)
    assert (none["least_margin_km_s"], none["least_margin_deployment"]) == (None, None)
    assert c.flight_numbers(result, 0)["least_margin_deployment"] == "south"


def test_a_balloon_is_escaped_and_shows_none() -> None:
    """Lists apart by commas, six digits of a number."""
    text = c.html(["a<b"], {"k&": "<v>", "n": None, "x": 1 / 3, "l": ["a", 1], "i": 7})
    assert text == (
        "<p>a&lt;b</p><table><tr><td>k&amp;</td><td>&lt;v&gt;</td></tr><tr><td>n</td><td>none</td></tr>"
        "<tr><td>x</td><td>0.333333</td></tr><tr><td>l</td><td>a, 1</td></tr><tr><td>i</td><td>7</td></tr></table>"
    )
    assert c.html([]) == ""


@pytest.mark.parametrize(
    ("count", "said"),
    [(1, "1 flight Kozelsk to A, depressed, does not exist: r"), (2, "2 flights Kozelsk to A, depressed, do not exist: r")],
)  # fmt: skip
def test_flights_that_do_not_exist_travel(count: int, said: str) -> None:
    """One does not, two do not."""
    held = assessment(missing=(MissingFlight("kozelsk", "a", 0.9, count, "r"),))
    assert said in c.about(held, ways())


def test_a_deployments_numbers_name_the_flights_they_turn_on() -> None:
    """Sensed in a word; none where no flight turns them; the forces it faces where it does not face all."""
    result = changed(assessment(), 0, launch_delay_s=None, faces=("east",))
    found = c.deployment_numbers(result, "north")
    assert found["launch_delay_s"] == "sensed"
    assert found["critical_burnout_speed_flight"] == "#0, Kozelsk to 39 N 77 W, minimum-energy"
    assert (found["faces"], found["flights_faced"]) == (["east"], 3)
    other = c.deployment_numbers(result, "south")
    assert other["critical_launch_delay_flight"] is None
    assert "faces" not in other


def test_a_way_goes_through_its_burnout_once() -> None:
    """Two samples of the boost and three of the fall share one."""
    (track,) = ways().flights
    points = list(c.way(track))
    assert len(points) == 4
    assert points[0] == (35.77, 54.03, 0.0)
    assert points[1] == (34.0, 56.0, 2e5)


# -- formats and their names ----------------------------------------------------------------------------


def test_every_format_is_found_by_its_name_and_no_other_is() -> None:
    """What is allowed is said; control characters are not."""
    for each in FORMATS:
        assert format_named(each.name) is each
    with pytest.raises(
        ResultError, match=r"^--format x\?y; allowed: kml, czml, geojson, oem, netcdf, csv, bibtex$"
    ):
        format_named("x\ny")


@pytest.mark.parametrize(("name", "flights", "fits"), [("a.oem", 1, True), ("a.oem", 2, False), ("a.ZIP", 2, True), ("a", 0, False)])  # fmt: skip
def test_one_message_holds_one_flight(name: str, flights: int, fits: bool) -> None:
    """An archive any number; its ending in any letters. Other formats take what comes."""
    for each in FORMATS:
        if fits or each.name != "oem":
            each.check(Path(name), flights)
        else:
            with pytest.raises(ResultError, match="such a message holds one; allowed: a name"):
                each.check(Path(name), flights)


def test_csv_holds_every_pair_under_every_source(tmp_path: Path) -> None:
    """A comment for each figure; empty cells where there is no number, and why."""
    csv.write(assessment(), ways(), MOMENT, tmp_path / "a.csv")
    lines = (tmp_path / "a.csv").read_text().splitlines()
    comments = [line for line in lines if line.startswith("# ")]
    assert comments[1:] == [f"# {line}" for line in c.source_lines(assessment())]
    assert len(lines) - len(comments) == 1 + 6
    assert lines[-4].startswith("north,uzhur,")
    assert lines[-4].endswith(",,,no arc above the ground meets the flight after this launch delay")


# -- GeoJSON --------------------------------------------------------------------------------------------


def test_geojson_has_places_flights_and_meetings() -> None:
    """Each by its kind and name; a meeting at its height, in metres."""
    found = features(assessment(), ways())
    assert list(found) == [
        "base/kozelsk", "base/uzhur", "aim/east", "deployment/north", "deployment/south", "flight/0",
        "interceptor/north", "meeting/north",
    ]  # fmt: skip
    assert found["meeting/north"]["geometry"] == {
        "type": "Point", "coordinates": [-10.0, 66.0, 300250.0]
    }  # fmt: skip
    assert found["flight/0"]["geometry"]["type"] == "LineString"
    assert found["deployment/south"]["geometry"]["type"] == "Polygon"
    assert found["meeting/north"]["properties"]["margin_km_s"] == -0.5


def test_geojson_without_a_theatre_has_no_places() -> None:
    """Flights and meetings all the same."""
    assert list(features(assessment(theatre=None), ways((0, 1), ()))) == ["flight/0", "flight/1"]


def test_a_radar_stands_in_every_map() -> None:
    """Its sector as an area; its name once."""
    rim = ((50.0, 10.0), (60.0, 5.0), (60.0, 15.0))
    radar = TheatreSite("watch", 50.0, 10.0, 1000.0, 0.0, 60.0, rim)
    result = assessment(theatre=Theatre((), (radar,), (None, None)))
    found = features(result, ways())["radar/watch"]
    assert found["geometry"]["type"] == "Polygon"
    assert found["properties"]["range_km"] == 1000.0
    assert found["properties"]["name"] == "watch"
    (packet,) = [p for p in czml.czml(result, ways(), MOMENT) if p["id"] == "radar/watch"]
    assert packet["name"] == "watch: sector"
    assert len(packet["polyline"]["positions"]["cartographicDegrees"]) == 12
    text = kml.kml(result, ways(), MOMENT)
    assert "<name>watch</name>" in text
    assert "<name>watch: sector</name>" in text


# -- CZML -----------------------------------------------------------------------------------------------


def test_czml_runs_from_the_first_launch_to_the_last_end() -> None:
    """A meeting is there from its moment on; an interceptor on its way alone."""
    packets = {p["id"]: p for p in czml.czml(assessment(), ways(), MOMENT)}
    clock = packets["document"]["clock"]
    assert clock["interval"] == "2012-03-14T12:00:00.000000Z/2012-03-14T12:30:00.000000Z"
    assert packets["interceptor/north"]["availability"] == "2012-03-14T12:01:40.000000Z/2012-03-14T12:06:40.500000Z"  # fmt: skip
    assert packets["meeting/north"]["availability"] == "2012-03-14T12:06:40.500000Z/2012-03-14T12:30:00.000000Z"  # fmt: skip
    assert packets["meeting/north"]["name"] == "north: -0.50 km/s"
    assert packets["flight/0"]["point"]["color"]["rgba"] == [0xE0, 0x82, 0x14, 255]


def test_czml_without_flights_lasts_a_second() -> None:
    """A clock needs an end."""
    packets = czml.czml(assessment(), ways((), ()), MOMENT)
    assert packets[0]["clock"]["interval"].endswith("/2012-03-14T12:00:01.000000Z")


def test_czml_leaves_out_what_is_none(tmp_path: Path) -> None:
    """Its properties have no null; text is text, numbers are numbers; one packet a line."""
    result = changed(assessment(), 0, until=None)
    czml.write(result, ways(), MOMENT, tmp_path / "a.czml")
    lines = (tmp_path / "a.czml").read_text().splitlines()
    packets = {p["id"]: p for p in json.loads("\n".join(lines))}
    assert len(lines) == len(packets)
    own = packets["deployment/north"]["properties"]
    assert own["from"] == {"number": 2018}
    assert own["place"] == {"string": "redzikowo"}
    assert "until" not in own


# -- KML ------------------------------------------------------------------------------------------------


def test_kml_replaces_what_xml_has_not() -> None:
    """Control characters and half of a pair; everything else is text."""
    text = kml.kml(assessment(title="a\0b\ud800c<d>\x0b"), ways(), MOMENT)
    root = etree.fromstring(text.encode())
    name = root.find(".//{*}Document/{*}name")
    assert name is not None
    assert name.text == "a\ufffdb\ufffdc<d>\ufffd"


def test_kml_gathers_flights_by_base_and_hides_sources() -> None:
    """One folder for each base; colours as aabbggrr."""
    text = kml.kml(assessment(), ways((0, 1, 2), ()), MOMENT)
    root = etree.fromstring(text.encode())
    names = [e.text for e in root.iterfind(".//{*}Folder/{*}name")]
    assert [n for n in names if n and n.startswith("from ")] == ["from kozelsk", "from uzhur"]
    assert "ff1482e0" in text
    (sources,) = [f for f in root.iterfind(".//{*}Folder") if f.findtext("{*}name") == "Sources"]
    assert sources.findtext("{*}visibility") == "0"
    assert len(sources.findall("{*}Placemark")) == 2


# -- OEM and NetCDF -------------------------------------------------------------------------------------


def test_oem_is_ascii_in_lines_of_254(tmp_path: Path) -> None:
    """Letters of other scripts by their number, control characters as blanks; numbers that are none left out."""
    title = "Кёльн\t🚀 " + "x" * 600
    oem.write(assessment(title=title), ways((2,), ()), MOMENT, tmp_path / "a.oem")
    text = (tmp_path / "a.oem").read_bytes().decode("ascii")
    assert "COMMENT \\u041a\\u0451\\u043b" in text
    assert "\\U0001f680" in text
    assert max(map(len, text.splitlines())) <= 254
    assert "COMMENT flight = 2" in text
    assert "COMMENT least_margin_km_s = 3.75" in text
    assert text.splitlines()[-1].startswith("2012-03-14T12:30:00.000000 ")
    none = assessment(((NAN,) * 3,), ((NAN,) * 3,))
    oem.write(none, ways((2,), ()), MOMENT, tmp_path / "a.oem")
    assert "least_margin" not in (tmp_path / "a.oem").read_text()


def test_an_archive_of_messages_is_dated_by_its_making(tmp_path: Path) -> None:
    """A message for each flight, by its number; readable by all."""
    oem.write(assessment(), ways((0, 2), ()), MOMENT, tmp_path / "a.zip")
    with zipfile.ZipFile(tmp_path / "a.zip") as box:
        assert box.namelist() == ["flight-00000.oem", "flight-00002.oem"]
        entry = box.infolist()[0]
        assert entry.date_time == (2026, 1, 2, 3, 4, 4)  # archives count in two seconds
        assert entry.external_attr >> 16 == 0o644
        assert b"OBJECT_ID = FLIGHT-2" in box.read("flight-00002.oem")


def test_a_launch_within_a_leap_second_keeps_its_edges() -> None:
    """The message's span stands at the edge of it; NetCDF counts from its end, and says by how much."""
    assert LEAP.after(0.0) == "2016-12-31T23:59:60.500000"
    data = netcdf.netcdf(assessment(), ways((0,), ()), LEAP)
    assert data["time"].attrs["units"] == "seconds since 2017-01-01 00:00:00"
    assert data["time"].values.tolist() == [179.5, 899.5, 1799.5]
    assert data["time"].attrs["long_name"] == (
        "time from the end of the leap second, 0.500000 s after the launch of the flight, at a nominal epoch"
    )
    plain = netcdf.netcdf(assessment(), ways((0,), ()), MOMENT)
    assert plain["time"].attrs["units"] == "seconds since 2012-03-14 12:00:00"
    assert plain["time"].attrs["comment"].endswith("without a table of leap seconds are UTC")


def test_a_leap_second_on_the_way_is_said() -> None:
    """When it begins, from the launch."""
    eve = Moment(datetime(2016, 12, 31, 23, 50, tzinfo=UTC), MOMENT.created)
    data = netcdf.netcdf(assessment(), ways((0,), ()), eve)
    assert "until the leap second that begins at 600.000000 s, and one second" in data["time"].attrs["comment"]  # fmt: skip


def test_netcdf_names_standard_coordinates_and_packs_what_is_large(tmp_path: Path) -> None:
    """Latitudes north, longitudes east; an array of more than a thousand numbers is compressed, and has a value for
    holes where it has some alone.
    """
    data = netcdf.netcdf(assessment(), ways((0, 1), ()), MOMENT)
    assert data["aim_latitude_deg"].attrs["units"] == "degrees_north"
    assert data["intercept_longitude_deg"].attrs["standard_name"] == "longitude"
    assert data["row_size"].values.tolist() == [3, 3]
    assert data["margin_km_s"].attrs["long_name"].startswith("required less available speed")
    holes = np.where(np.arange(1001) == 7, NAN, 0.0)
    large = xr.Dataset(
        {"big": ("x", np.zeros(1001)), "small": ("y", np.zeros(1000)), "holed": ("x", holes)}
    )
    netcdf.save(large, tmp_path / "a.nc")
    with netCDF4.Dataset(tmp_path / "a.nc") as read:
        assert read["big"].filters()["complevel"] == 4
        assert not read["small"].filters()["zlib"]
        assert "_FillValue" not in read["big"].ncattrs()
        assert np.isnan(read["holed"].getncattr("_FillValue"))


def test_words_without_their_null(tmp_path: Path) -> None:
    """HDF5 ends text at one: it is replaced wherever it stands, and the rest of the text is kept."""
    result = changed(assessment(title="a\0b"), 0, id="no\0rth")
    netcdf.write(replace(result, theatre=None), ways((0,), ()), MOMENT, tmp_path / "a.nc")
    with xr.open_dataset(tmp_path / "a.nc", engine="h5netcdf") as read:
        assert read.attrs["title"] == "a\ufffdb"
        assert read["deployment_id"].values.tolist() == ["no\ufffdrth", "south"]
