"""Frontier maps: what assess says at the sites, what must be monotone, the area, the files, bad input."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import numpy as np
import pytest
from pyproj import Geod
from shapely.geometry import Point, shape

from reassure.answers.frontier import Frontier, Why
from reassure.engagement.flights import family_of
from reassure.engagement.ideal_places import values_at
from reassure.errors import RegionError, ScenarioError
from reassure.questions.assess import assess
from reassure.questions.frontier import frontier
from reassure.report.text.frontier import FILES, frontier_text, geojson, write_frontier
from reassure.scenario import load
from reassure.scenario.resolve import resolve
from tests.called import called
from tests.report.exports.edges import lies_on_the_map

PRESET = "poland-2007-mda"
BOX = "40,-20,75,40"


@pytest.fixture(scope="module")
def speeds() -> Frontier:
    """A small map of speeds."""
    return frontier(PRESET, "speed", area=BOX, degrees=5.0)


@pytest.fixture(scope="module")
def delays() -> Frontier:
    """A small map of delays, for the faster interceptor."""
    return frontier(PRESET, "delay", area=BOX, degrees=5.0, deployment="gbi-6-3")


@pytest.mark.parametrize("name", [PRESET, "guarantee-2012"])
def test_at_a_site_it_is_what_assess_says(name: str) -> None:
    """The critical burnout speed and the critical launch delay of every deployment with a site."""
    question = resolve(load(name))
    family = family_of(question.forces)
    result = assess(name)
    for i, battery in enumerate(question.batteries):
        lat, lon = (
            np.array([getattr(battery.points[0], k)]) for k in ("latitude_deg", "longitude_deg")
        )
        quiet = lambda done, total: None  # noqa: E731
        speed, flight = values_at(question, family, battery, "speed", lat, lon, quiet)
        delay, _ = values_at(question, family, battery, "delay", lat, lon, quiet)
        critical = result.critical(i)
        assert speed[0] == pytest.approx(critical["burnout_speed_km_s"], abs=1e-4)
        assert flight[0] >= 0
        if critical["launch_delay_s"] is None:
            assert np.isinf(delay[0])
        else:
            # each search for the latest launch is 0.25 s short of it at most (reach.latest.RESOLUTION)
            assert delay[0] == pytest.approx(critical["launch_delay_s"], abs=0.5)


def test_a_later_launch_never_asks_for_less() -> None:
    """Everywhere, from 0 to 600 s."""
    before = None
    for delay in (0.0, 60.0, 120.0, 240.0, 360.0, 600.0):
        now = frontier(PRESET, "speed", area=BOX, degrees=10.0, launch_delay_s=delay).value
        if before is not None:
            assert (np.nan_to_num(now, nan=99.0) >= np.nan_to_num(before, nan=99.0) - 1e-4).all()
        before = now


def test_a_faster_interceptor_never_has_to_leave_sooner() -> None:
    """Everywhere, from 4 to 8 km/s."""
    before = None
    for speed in (4.0, 5.0, 6.0, 8.0):
        now = frontier(PRESET, "delay", area=BOX, degrees=10.0, burnout_speed_km_s=speed).value
        if before is not None:
            assert (np.nan_to_num(now, nan=-1.0) >= np.nan_to_num(before, nan=-1.0) - 0.5).all()
        before = now


def test_both_maps_tell_the_same(speeds: Frontier) -> None:
    """Just above the greatest speed some flight is in reach at the map's delay; just below none is."""
    question = resolve(load(PRESET))
    family = family_of(question.forces)
    battery = question.batteries[0]
    rng = np.random.default_rng(4)
    for r, c in rng.integers(0, speeds.value.shape, (6, 2)):
        lat, lon = np.array([speeds.latitude_deg[r]]), np.array([speeds.longitude_deg[c]])
        for off, within in ((0.01, True), (-0.01, False)):
            from dataclasses import replace

            tried = replace(battery, burnout_speed_km_s=float(speeds.value[r, c]) + off)
            late, _ = values_at(
                question, family, tried, "delay", lat, lon, lambda done, total: None
            )
            assert (late[0] >= 360.0 - 0.5) == within


def test_region_masks_the_grid() -> None:
    """Places outside of the region have no value; inside all have one."""
    made = frontier(PRESET, "speed", area="baltic-sea", spacing_km=150.0)
    inside = made.why != Why.OUTSIDE
    assert 0 < inside.sum() < made.why.size
    assert np.isfinite(made.value[inside]).all()
    assert np.isnan(made.value[~inside]).all()
    assert (made.flight[~inside] == -1).all()


def test_grid_keeps_its_spacing() -> None:
    """Rows as far apart as asked, and columns in the middle."""
    made = frontier(PRESET, "speed", area=BOX, spacing_km=400.0)
    geod = Geod(ellps="WGS84")
    middle = len(made.latitude_deg) // 2
    down = geod.inv(0, made.latitude_deg[0], 0, made.latitude_deg[1])[2] / 1e3
    across = geod.inv(
        made.longitude_deg[0], made.latitude_deg[middle], made.longitude_deg[1], made.latitude_deg[middle]
    )[2] / 1e3  # fmt: skip
    assert down == pytest.approx(400, rel=0.1)
    assert across == pytest.approx(400, rel=0.15)
    assert (made.latitude_deg[0], made.latitude_deg[-1]) == (40.0, 75.0)
    assert (made.longitude_deg[0], made.longitude_deg[-1]) == (-20.0, 40.0)


def test_keep_out_is_where_the_interceptor_is_faster_than_the_map(speeds: Frontier) -> None:
    """Grid places inside the polygon need less than 6.3 km/s, those outside more; likewise for delays."""
    features = geojson(speeds)["features"]
    (feature,) = [f for f in features if f["properties"].get("burnout_speed_km_s") == 6.3]
    assert feature["properties"]["deployments"] == ["gbi-6-3"]
    polygon = shape(feature["geometry"]).buffer(1e-4)
    assert polygon.is_valid
    held = [
        polygon.contains(Point(lon, lat)) == (speeds.value[r, c] < 6.3)
        for r, lat in enumerate(speeds.latitude_deg)
        for c, lon in enumerate(speeds.longitude_deg)
        if abs(speeds.value[r, c] - 6.3) > 0.01
    ]
    assert len(held) > 50
    assert all(held)


def test_lines_cross_the_antimeridian_in_pieces() -> None:
    """No longitude beyond 180 in the file, and a line on either side."""
    made = frontier(PRESET, "speed", area="40,150,75,-150", degrees=5.0)
    assert made.longitude_deg[-1] == 210.0
    for feature in geojson(made)["features"]:
        west, _, east, _ = shape(feature["geometry"]).bounds
        assert -180.0 <= west <= east <= 180.0
    lons = [
        shape(f["geometry"]).bounds
        for f in geojson(made)["features"]
        if f["properties"]["kind"] == "keep-out"
    ]
    assert any(b[0] < -150 for b in lons)
    assert any(b[2] > 150 for b in lons)


@pytest.mark.parametrize(
    "area", ["45,180,75,-150", "45,150,75,180", "45,-180,75,180", "45,-90,75,-90"]
)
def test_maps_that_end_on_the_antimeridian_or_go_once_round(area: str) -> None:
    """Everything in the file lies on the map and is valid, whichever meridian the grid begins and ends at."""
    made = frontier(PRESET, "speed", area=area, degrees=10.0)
    features = geojson(made)["features"]
    assert "keep-out" in {f["properties"]["kind"] for f in features}
    for feature in features:
        lies_on_the_map(feature["geometry"])


def test_deployments_are_judged_at_their_own_places(speeds: Frontier) -> None:
    """Not at the grid's nearest: the critical speed of assess, and whether the speed there is keeps to it."""
    result = assess(PRESET)
    assert [s.deployment for s in speeds.stands] == ["gbi-5-4", "gbi-6-3"]
    for i, stand in enumerate(speeds.stands):
        assert stand.least == pytest.approx(result.critical(i)["burnout_speed_km_s"], abs=1e-4)
        assert stand.share_kept == float(result.deployments[i].share_out_of_reach == 1.0)


def test_files_hold_the_same_numbers(delays: Frontier, tmp_path: Path) -> None:
    """JSON, CSV, NetCDF; pictures exist; words of the text."""
    import xarray as xr

    paths = write_frontier(delays, tmp_path / "map")
    assert [p.name for p in paths] == list(FILES)
    data = json.loads(paths[0].read_text())
    assert data["scenario"]["sha256"] == delays.scenario_sha256
    values = np.array(
        [[np.nan if v is None else v for v in row] for row in data["least_launch_delay_s"]]
    )
    known = np.isfinite(delays.value)
    assert (np.isfinite(values) == known).all()
    # delays are written a little later than they are, and never earlier
    assert (values[known] >= delays.value[known] - 0.51e-6).all()  # a number counts to six digits
    assert (values[known] <= delays.value[known] + 1.01e-5).all()
    rows = list(csv.reader(paths[1].read_text().splitlines()[1:]))
    assert len(rows) == 1 + delays.value.size
    with xr.open_dataset(paths[2], engine="h5netcdf") as read:
        assert read["least_launch_delay_s"].attrs["units"] == "s"
        assert read["least_launch_delay_s"].values == pytest.approx(delays.value, nan_ok=True)
        assert read.attrs["scenario_sha256"] == delays.scenario_sha256
    assert paths[4].read_bytes().startswith(b"\x89PNG")
    assert "<svg" in paths[5].read_text()
    from rich.console import Console

    screen = Console(width=140, record=True, file=io.StringIO())
    screen.print(frontier_text(delays))
    text = screen.export_text()
    assert "even if launched with it no flight is in reach from" in text
    assert "gbi-6-3" in text


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--map", "speed"], "--map without --out"),
        (["--map", "height", "--out", "x"], "--map height; allowed: speed, delay"),
        (["--out", "x"], "one of --map speed, --map delay, --number"),
        (["--map", "speed", "--out", "x", "--area", "80,0,40,10"], "allowed: south below north"),
        (["--map", "speed", "--out", "x", "--area", "1,2,3"], "SOUTH,WEST,NORTH,EAST"),
        (["--map", "speed", "--out", "x", "--area", "nowhere"], "no region nowhere"),
        (["--map", "speed", "--out", "x", "--spacing", "0"], "a spacing of 0"),
        (["--map", "speed", "--out", "x", "--spacing", "nan"], "a spacing of nan"),
        (["--map", "speed", "--out", "x", "--degrees", "0.001"], "allowed: at most 500000"),
        (["--map", "speed", "--out", "x", "--degrees", "1", "--spacing", "9"], "one of the two"),
        (["--map", "speed", "--out", "no/x"], "a folder that exists"),
        (
            ["--map", "speed", "--out", "x", "--deployment", "y"],
            "no deployment y; allowed: gbi-5-4",
        ),
        (["--map", "speed", "--out", "x", "--launch-delay-s", "-1"], "allowed: 0 to 7200"),
        (["--map", "delay", "--out", "x", "--burnout-speed-km-s", "nan"], "allowed: above 0"),
    ],
)
def test_bad_input_is_one_line_and_exit_2(tmp_path: Path, options: list[str], said: str) -> None:
    """Nothing is written."""
    done = called("limits", PRESET, *options, cwd=tmp_path)
    assert done.returncode == 2, done.stderr
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
    assert not list(tmp_path.iterdir())


def test_wrong_kinds_are_refused() -> None:
    """By the function as by the command."""
    with pytest.raises(ScenarioError, match="allowed: speed, delay"):
        frontier(PRESET, "height")  # type: ignore[arg-type]
    with pytest.raises(RegionError, match="one of the two"):
        frontier(PRESET, "speed", area=BOX, spacing_km=1.0, degrees=1.0)


@pytest.mark.long
def test_the_netcdf_keeps_to_cf(speeds: Frontier, delays: Frontier, tmp_path: Path) -> None:
    """By an outside checker; as the command writes it, and as a reader of the dataset writes it who knows nothing of CF."""
    from tests.report.exports.test_netcdf import complies

    for made in (speeds, delays):
        write_frontier(made, tmp_path / made.kind)
        complies(tmp_path / made.kind / "frontier.nc")
        made.to_xarray().to_netcdf(tmp_path / f"{made.kind}.nc", engine="h5netcdf")
        complies(tmp_path / f"{made.kind}.nc")


def test_the_json_has_no_more_digits_than_the_map(speeds: Frontier) -> None:
    """In what is said of the deployments too."""
    assert speeds.stands
    for row in speeds.to_dict()["deployments"]:
        assert all(round(v, 6) == v for v in row.values() if isinstance(v, float))
