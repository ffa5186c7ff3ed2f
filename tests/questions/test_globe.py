"""Maps of the whole globe against forces of several countries: what assess says, poles and antimeridian, stops, files, bad input."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import xarray as xr
from shapely.geometry import shape

from reassure.answers.frontier import Frontier, Why
from reassure.engagement.flights import family_of
from reassure.engagement.ideal_places import values_by_force
from reassure.errors import OutputError, RegionError
from reassure.geography.graticule import Graticule
from reassure.questions.assess import assess
from reassure.questions.frontier import FrontierQuestion, frontier, parties_of, planned_map
from reassure.report.html.frontier import frontier_page
from reassure.report.text.frontier import FILES, PAGE, geojson, party_lines
from reassure.scenario import Scenario
from reassure.scenario.reader import fingerprint, parse
from reassure.scenario.resolve import resolve
from reassure.sweep import digest, run
from reassure.sweep.frontier import frontier_through, plan_job
from reassure.sweep.study_run import job_in
from reassure.typing import quiet
from tests.called import called
from tests.cli.test_cli import reassure_
from tests.report.exports.edges import lies_on_the_map

SCENARIO = """\
format = "reassure-scenario/1"
title = "Three deterrents"

[[force]]
name = "Russia"
bases = ["kozelsk", "uzhur"]
aims = [{ id = "east", latitude_deg = 38.9, longitude_deg = -77.0, radius_km = 400 }]
booster = "icbm-solid"
flight_time_ratio = [0.9, 1.2]
aim_spacing_km = 400

[[force]]
id = "boats"
name = "Russia"
bases = [{ id = "kamchatka", latitude_deg = 52.0, longitude_deg = 160.0, field_radius_km = 50 }]
aims = [{ id = "west", latitude_deg = 47.0, longitude_deg = -112.0, radius_km = 0 }]
booster = "icbm-solid"

[[force]]
name = "China"
bases = [{ id = "luoyang", latitude_deg = 34.6, longitude_deg = 112.4, field_radius_km = 100 }]
aims = [{ id = "west", latitude_deg = 47.0, longitude_deg = -112.0, radius_km = 0 },
        { id = "east", latitude_deg = 38.9, longitude_deg = -77.0, radius_km = 400 }]
booster = "icbm-solid"
aim_spacing_km = 400

[[force]]
id = "north-korea"
bases = [{ id = "north-pyongan", latitude_deg = 40.0, longitude_deg = 125.2, field_radius_km = 50 }]
aims = [{ id = "west", latitude_deg = 47.0, longitude_deg = -112.0, radius_km = 0 }]
booster = "icbm-liquid"

[[deployment]]
id = "fort-greely"
site = { latitude_deg = 63.88, longitude_deg = -145.72 }
interceptor = "sm3-iia"
launch_delay_s = 90
"""
PARTIES = ("Russia", "China", "North korea")


def _scenario() -> Scenario:
    return parse(SCENARIO.encode(), "a test")


@pytest.fixture(scope="module")
def globe() -> Frontier:
    """The globe at 20 degrees."""
    return frontier(_scenario(), "speed", area="globe", degrees=20.0)


def _assessed(places: list[tuple[float, float]], delay: float) -> np.ndarray:
    """The critical speed of an interceptor at each place against each party alone, by `assess`: (parties, places)."""
    table: dict[str, Any] = _scenario().model_dump(by_alias=True, exclude_none=True)
    _, groups = parties_of(_scenario(), resolve(_scenario()).batteries[0])
    own = table["deployment"][0]
    table["deployment"] = [
        own | {
            "id": f"d{k}-{i}", "faces": [n + 1 for n in faces], "launch_delay_s": delay,
            "site": {"latitude_deg": lat, "longitude_deg": lon},
        }
        for k, faces in enumerate(groups)
        for i, (lat, lon) in enumerate(places)
    ]  # fmt: skip
    result = assess(Scenario.model_validate(table))
    speeds = [result.critical(i)["burnout_speed_km_s"] for i in range(len(groups) * len(places))]
    return np.array([np.nan if v is None else v for v in speeds]).reshape(len(groups), -1)


@pytest.mark.parametrize("delay", [0.0, 90.0, 900.0])
def test_it_is_what_assess_says(delay: float) -> None:
    """At 40 random places of the globe, each party's speed, and where there is none."""
    made = frontier(_scenario(), "speed", area="globe", degrees=7.5, launch_delay_s=delay)
    assert made.by_party is not None
    cells = np.random.default_rng(1961).choice(made.value.size, 40, replace=False)
    at = np.unravel_index(cells, made.value.shape)
    places = list(zip(made.latitude_deg[at[0]].tolist(), made.longitude_deg[at[1]].tolist(), strict=True))  # fmt: skip
    truth = _assessed(places, delay)
    # from some places no arc meets any flight of a party
    assert 0 < np.isnan(truth).sum() < 80
    assert made.by_party[:, at[0], at[1]] == pytest.approx(truth, abs=1e-4, nan_ok=True)
    least = np.where(np.isnan(truth), np.inf, truth).min(axis=0)
    assert np.nan_to_num(made.value[at], nan=np.inf) == pytest.approx(least, abs=1e-4)


def test_poles_and_the_antimeridian() -> None:
    """The pole is one place whatever its longitude, 180 degrees east is 180 west, and all is what assess says."""
    places = [(90.0, 0.0), (90.0, 180.0), (-90.0, 45.0), (10.0, 180.0), (10.0, -180.0)]
    scenario = _scenario()
    question = resolve(scenario)
    battery = question.batteries[0]
    names, groups = parties_of(scenario, battery)
    assert names == PARTIES
    lat, lon = (np.array(v) for v in zip(*places, strict=True))
    found, flights = values_by_force(
        question, family_of(question.forces), battery, "speed", (lat, lon), groups, quiet
    )
    assert np.where(np.isinf(found), np.nan, found) == pytest.approx(
        _assessed(places, 90.0), abs=1e-4, nan_ok=True
    )
    assert found[:, 0] == pytest.approx(found[:, 1], abs=1e-4)
    assert found[:, 3] == pytest.approx(found[:, 4], abs=1e-4)
    assert ((flights >= 0) == np.isfinite(found)).all()


def test_the_grid_covers_the_earth_once(globe: Frontier) -> None:
    """Middles of cells from pole to pole and all round; of one degree it has 64,800 places."""
    assert globe.value.shape == (9, 18)
    assert globe.latitude_deg[[0, -1]].tolist() == [-80.0, 80.0]
    assert globe.longitude_deg[[0, -1]].tolist() == [-170.0, 170.0]
    assert ((globe.why == Why.KNOWN) == np.isfinite(globe.value)).all()
    assert not (globe.why == Why.OUTSIDE).any()
    fine = Graticule.globe(degrees=1.0)
    assert fine.shape == (180, 360)
    assert fine.round
    assert not Graticule.globe(degrees=60.0).longitude_deg.min() < -180.0
    assert Graticule.globe(spacing_km=111.2).shape == (180, 360)
    for wrong in (
        {"degrees": 0.0},
        {"degrees": 0.1},
        {"degrees": 61.0},
        {"spacing_km": np.nan},
        {},
    ):
        with pytest.raises(RegionError, match="allowed"):
            Graticule.globe(**wrong)


def test_the_map_is_the_least_of_its_parties(globe: Frontier) -> None:
    """And the flight that decides is of the party that is first."""
    assert globe.parties == PARTIES
    assert globe.by_party is not None
    first = globe.first_party
    assert first is not None
    least = np.where(np.isnan(globe.by_party), np.inf, globe.by_party).min(axis=0)
    assert np.nan_to_num(globe.value, nan=np.inf).tolist() == least.tolist()
    assert set(np.unique(first)) >= {0, 1, 2}
    owner = {"kozelsk": 0, "uzhur": 0, "kamchatka": 0, "luoyang": 1, "north-pyongan": 2}
    of = np.vectorize(lambda i: owner[str(globe.bases[i])] if i >= 0 else -1)(globe.flight)
    assert (of == first).all()
    assert len(party_lines(globe)) == 3


def test_delays_of_several_parties() -> None:
    """The map of delays is the latest of them."""
    made = frontier(_scenario(), "delay", area="globe", degrees=30.0)
    assert made.by_party is not None
    known = np.isfinite(made.by_party).any(axis=0)
    latest = np.where(np.isfinite(made.by_party), made.by_party, -np.inf).max(axis=0)
    assert (np.isfinite(made.value) == known).all()
    assert made.value[known] == pytest.approx(latest[known])
    assert made.first_party is not None
    assert ((made.first_party < 0) == ~known).all()


def test_one_party_has_no_layers() -> None:
    """A map of one country's forces is as it was: nothing is added to its file."""
    alone = SCENARIO.replace('"China"', '"Russia"').replace('id = "north-korea"', 'name = "Russia"')
    made = frontier(parse(alone.encode(), "a test"), "speed", area="globe", degrees=60.0)
    assert made.parties is None
    assert made.by_party is None
    assert not [key for key in made.to_dict() if "party" in key or "parties" in key]


def test_lines_go_over_the_antimeridian(globe: Frontier) -> None:
    """Every shape lies on the map, and the keep-out area of the site ends at no seam: it touches 180 degrees from both sides."""
    features = geojson(globe)["features"]
    for feature in features:
        lies_on_the_map(feature["geometry"])
    (area,) = [shape(f["geometry"]) for f in features if f["properties"]["kind"] == "keep-out"]
    assert area.bounds[0] == -180.0
    assert area.bounds[2] == 180.0


@pytest.mark.long
def test_a_store_gives_the_same_map(globe: Frontier, tmp_path: Path) -> None:
    """By blocks of a sweep; a part that is lost and taken up again gives the same bytes; another question is refused."""
    asked = FrontierQuestion(_scenario(), "speed", area="globe", degrees=20.0)
    store = tmp_path / "globe.zarr"
    made = frontier_through(asked, store, {"workers": 1})
    assert made.value == pytest.approx(globe.value, abs=1e-5, nan_ok=True)
    assert made.by_party == pytest.approx(globe.by_party, abs=1e-5, nan_ok=True)
    assert (made.flight == globe.flight).mean() > 0.98
    whole = digest(store)
    for lost in ("flight_by_party/3.0.0", "block_sha256/5.0"):
        (store / lost).unlink()
    again = frontier_through(asked, store, {"workers": 1, "resume": True})
    assert digest(store) == whole
    assert again.to_dict() == made.to_dict()
    other = plan_job(
        planned_map(FrontierQuestion(_scenario(), "speed", area="globe", degrees=30.0))
    )
    with pytest.raises(OutputError, match="belongs to another study"):
        run(other, store, workers=1, resume=True)


@pytest.mark.long
def test_a_study_keeps_the_parties(globe: Frontier, tmp_path: Path) -> None:
    """A map of the globe for every point of an axis, with a dimension for the parties."""
    (tmp_path / "s.toml").write_text(SCENARIO)
    (tmp_path / "study.toml").write_text(
        'format = "reassure-study/1"\ntitle = "Globes"\nscenario = "s.toml"\n'
        '[map]\nkind = "speed"\narea = "globe"\ndegrees = 20\n'
        '[[axis]]\nkey = "deployment.fort-greely.launch_delay_s"\nname = "delay"\nvalues = [90, 1200]\n'
    )
    run(job_in(tmp_path / "study.toml"), tmp_path / "out.zarr", workers=1)
    with xr.open_zarr(tmp_path / "out.zarr") as read:
        assert read["party"].values.tolist() == list(PARTIES)
        found = read["greatest_burnout_speed_by_party_km_s"].transpose("delay", "party", ...)
        assert found.values[0] == pytest.approx(globe.by_party, abs=1e-5, nan_ok=True)
        least = read["greatest_burnout_speed_km_s"].values
        assert least[0] == pytest.approx(globe.value, abs=1e-5, nan_ok=True)
        # so late no arc meets a flight from everywhere
        assert ((read["kind"].values[1] == Why.NO_ARC) == np.isnan(least[1])).all()
        assert np.isnan(least[1]).any()


def test_the_command_writes_all_of_it(tmp_path: Path) -> None:
    """Files with a layer for each party, the page, and the same answer from JSON."""
    (tmp_path / "s.toml").write_text(SCENARIO)
    done = reassure_(
        "limits", "s.toml", "--map", "speed", "--area", "globe", "--degrees", "60", "--out", "m", cwd=tmp_path
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "North korea: first in reach from" in done.stdout
    folder = tmp_path / "m"
    assert {p.name for p in folder.iterdir()} == {*FILES, PAGE}
    data = json.loads((folder / "frontier.json").read_text())
    layers = np.array(data["greatest_burnout_speed_by_party_km_s"], float)
    assert layers.shape == (3, 3, 6)
    least = np.where(np.isnan(layers), np.inf, layers).min(axis=0)
    whole = np.array(data["greatest_burnout_speed_km_s"], float)
    assert np.nan_to_num(whole, nan=np.inf).tolist() == least.tolist()
    rows = list(csv.reader((folder / "frontier.csv").read_text().splitlines()[1:]))
    assert rows[0][3:6] == [f"greatest_burnout_speed_km_s: {p}" for p in PARTIES]
    assert len(rows) == 19
    from tests.report.exports.test_netcdf import complies

    complies(folder / "frontier.nc")
    with xr.open_dataset(folder / "frontier.nc", engine="h5netcdf") as read:
        assert read["greatest_burnout_speed_by_party_km_s"].dims == (
            "party",
            "latitude_deg",
            "longitude_deg",
        )
        assert read["party_name"].values.tolist() == list(PARTIES)
        assert read["first_party"].attrs["flag_meanings"] == "none Russia China North_korea"
    page = (folder / PAGE).read_text()
    assert "limits s.toml --map speed --area globe --degrees 60.0 --out m" in page


def test_the_page_says_it_without_a_script(globe: Frontier) -> None:
    """Names, shares and the sites' numbers are text; names are escaped; nothing is fetched; no path goes across the map."""
    from dataclasses import replace

    page = frontier_page(replace(globe, parties=("Russia", "<b>China", "North Korea")), "words")
    assert "<b>China" not in page
    assert page.count("&lt;b&gt;China") > 3
    assert "at Fort Greely" in page or "SM-3 IIA at 63.9 N 145.7 W" in page
    # What a reader may follow are sources; the page itself fetches nothing.
    assert not re.findall(r"src=\"(?!data:|#)[^\"]*\"", page)
    assert not re.findall(r"<(?!a )[^>]*href=\"(?!data:|#)", page)
    assert "default-src 'none'; script-src 'sha256-" in page
    for name in ("coast", "border", "level"):
        (path,) = re.findall(rf'<path class="{name}" d="([^"]*)"', page)
        for line in path.split("M")[1:]:
            x = np.array([p.split()[0] for p in line.rstrip("Z").split("L")], float)
            assert np.abs(np.diff(x)).max(initial=0.0) < 300.0
    # cells of each map cover it: the areas of their paths come to that of the Equal Earth
    areas = [_area(d) for d in re.findall(r'<path class="[sp]\d+" d="([^"]*)"', page)]
    sphere = 4.0 * np.pi * (1000.0 / (2.0 * 2.7066297)) ** 2
    assert sum(areas) == pytest.approx(2.0 * sphere, rel=0.02)


def _area(path: str) -> float:
    """Of closed polygons, by the shoelace formula."""
    total = 0.0
    for ring in path.split("Z")[:-1]:
        x, y = np.array([p.split() for p in ring.lstrip("M").split("L")], float).T
        total += abs(0.5 * float(x @ np.roll(y, -1) - y @ np.roll(x, -1)))
    return total


def test_a_name_is_optional_and_changes_no_other_fingerprint() -> None:
    """A force without a name has the fingerprint that it had; one with a name has another."""
    from reassure.scenario import load

    assert fingerprint(load("guarantee-2012")).startswith("4510066f")
    bare = SCENARIO.replace('name = "China"\n', "")
    assert fingerprint(parse(bare.encode(), "a test")) != fingerprint(_scenario())
    unnamed = parse(bare.encode(), "a test")
    assert parties_of(unnamed, resolve(unnamed).batteries[0])[0] == (
        "Russia",
        "Force 3",
        "North korea",
    )


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--map", "speed", "--area", "globe", "--degrees", "61", "--out", "x"], "allowed: at most 60 degrees"),
        (["--map", "speed", "--area", "globe", "--degrees", "0.2", "--out", "x"], "allowed: at most 500000"),
        (["--map", "speed", "--area", "world", "--out", "x"], "no region world"),
        (["--map", "speed", "--area", "globe", "--out", "x", "--resume"], "allowed: with --store"),
        (["--map", "speed", "--area", "globe", "--out", "x", "--store", "y.txt"], ".zarr"),
        (["--number", "--store", "y.zarr"], "allowed: with --map"),
    ],
)  # fmt: skip
def test_bad_input_is_one_line_and_exit_2(tmp_path: Path, options: list[str], said: str) -> None:
    """Nothing is written."""
    done = called("limits", "poland-2007-mda", *options, cwd=tmp_path)
    assert done.returncode == 2, done.stderr
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ['""', '"a\\nb"', f'"{"x" * 101}"', "3"])
def test_names_that_are_no_line_of_text_are_refused(tmp_path: Path, name: str) -> None:
    """One line, with the place of the name."""
    (tmp_path / "s.toml").write_text(SCENARIO.replace('name = "China"', f"name = {name}"))
    done = called("assess", "s.toml", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "name" in done.stderr
