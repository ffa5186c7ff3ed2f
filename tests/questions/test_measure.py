"""What the four radars of the offer of October 2011 can tell, what the answer says, and what is refused."""

from __future__ import annotations

import json
import math
from pathlib import Path
from statistics import NormalDist
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

import reassure
from reassure.answers.measurement import Measurement
from reassure.catalog import NotionalVehicle, Radar, catalog
from reassure.cli import app
from reassure.earth.frames import geodetic_points
from reassure.engagement.watched import MeasureQuestion, accuracy_in_si, speed_uncertainty, watched
from reassure.errors import InputError
from reassure.questions.measure import measure
from reassure.report.html.measure import measure_page
from reassure.report.text.measure import (
    FIGURES,
    answer_text,
    measure_text,
    more_lines,
    speed_text,
)
from reassure.scenario.reader import parse
from tests.amounts import amount, fewer
from tests.oracles.as_flown import along_geodesic, place
from tests.report.made import printed
from tests.tracking.estimator import fitted
from tests.tracking.setup import OMEGA, Case, axes

PERFECT = {"range_noise_m": 0.0, "angle_noise_deg": 0.0, "range_bias_m": 0.0, "angle_bias_deg": 0.0}
ERRORS = {"range_noise_m": 50.0, "angle_noise_deg": 0.1, "range_bias_m": 20.0, "angle_bias_deg": 0.03}  # fmt: skip


def ia(radar: str, site: Any, **options: Any) -> Measurement:
    """Of the SM-3 IA."""
    return measure(radar, interceptor="sm3-ia", site=site, **options)


# -- the offer ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("radar", "site", "verdict", "reason"),
    [
        ("armavir", "deveselu", "told", None),
        ("armavir", "redzikowo", "never seen", "outside the radar's sector throughout"),
        ("armavir", "barking-sands", "never seen", "below the radar's horizon throughout"),
        ("gabala", "deveselu", "never seen", "outside the radar's sector throughout"),
        ("gabala", "redzikowo", "never seen", "below the radar's horizon throughout"),
        ("gabala", "barking-sands", "never seen", "below the radar's horizon throughout"),
        ("kaliningrad", "deveselu", "never seen", "outside the radar's sector throughout"),
        ("kaliningrad", "redzikowo", "told", None),
        ("kaliningrad", "barking-sands", "never seen", "below the radar's horizon throughout"),
        ("ship-off-kauai", "barking-sands", "told", None),
        ("ship-off-kauai", "deveselu", "never seen", "below the radar's horizon throughout"),
    ],
)
def test_what_the_four_radars_see(radar: str, site: str, verdict: str, reason: str | None) -> None:
    """As docs/measure.md has it."""
    found = ia(radar, site)
    assert (found.verdict, found.reason) == (verdict, reason)
    assert (found.standard_uncertainty_km_s is None) == (reason is not None)
    assert (found.sighting is None) == (reason is not None)
    small = speed_uncertainty(radar, "sm3-ia", site)
    assert (small.standard_uncertainty_km_s, small.reason) == (found.standard_uncertainty_km_s, reason)  # fmt: skip


def test_one_look_cannot_tell() -> None:
    """So slow a radar that it looks once while the flight is in view."""
    found = ia("kaliningrad", "redzikowo", look_interval_s=60.0)
    assert (found.verdict, found.sighting.looks) == ("cannot be told", 1)
    assert found.reason == "one look: three or four numbers for the six of a flight's state"
    assert (found.influences, found.curve, found.enough_all) == ((), (), None)


def test_a_flight_that_stays_in_the_air_is_no_free_flight() -> None:
    found = ia("armavir", "deveselu", flight_path_angle_deg=10.0, burnout_height_km=20.0)
    assert found.verdict == "never seen"
    assert "below 100 km throughout" in found.reason
    assert found.flight.apogee_km is None


# -- truth ----------------------------------------------------------------------------------------


def test_the_flight_starts_where_and_as_it_is_said() -> None:
    """Burnout along a geodesic integrated step by step; speed, angle and azimuth relative to the turning Earth."""
    found = watched(MeasureQuestion("armavir", interceptor="sm3-ia", site="deveselu", towards_deg=75.0))  # fmt: skip
    b = found.burnout
    lat, lon, azimuth = along_geodesic(*np.radians([44.0787, 24.4134]), math.radians(75.0), b.downrange_km * 1e3)  # fmt: skip
    p, v = found.flight.state[:3], found.flight.state[3:]
    assert p == pytest.approx(place(lat, lon, b.height_km * 1e3), abs=1.0)
    over = axes(lat, lon) @ (v - np.cross([0.0, 0.0, OMEGA], p))
    assert np.linalg.norm(over) == pytest.approx(3000.0, rel=1e-9)
    assert math.degrees(math.asin(over[2] / 3000.0)) == pytest.approx(45.0, abs=1e-6)
    assert math.atan2(over[0], over[1]) == pytest.approx(azimuth, abs=1e-6)
    # The notional vehicle ends so (tests/flight holds its flyout): some 70 km up after 51 s.
    assert (b.time_s, b.height_km) == (51.0, pytest.approx(69.0, abs=2.0))
    heights = geodetic_points(found.flight.path)[:, 2]
    assert heights.min() >= 100e3
    assert heights.max() / 1e3 == pytest.approx(found.flight.apogee_km)


@fewer
@pytest.mark.parametrize(
    ("radar", "site"), [("armavir", "deveselu"), ("kaliningrad", "redzikowo"), ("ship-off-kauai", "barking-sands")]
)  # fmt: skip
def test_two_thousand_tracks_as_each_radar_looks(radar: str, site: str) -> None:
    """With the catalogue's accuracies and the radar's own looks: no bias, and 95 % intervals that hold."""
    found = watched(MeasureQuestion(radar, interceptor="sm3-ia", site=site))
    accuracy = accuracy_in_si(found.accuracy)
    case = Case(found.flight.state, found.row[:12].copy())
    count = amount(2000, 600)
    fits = fitted(case, found.times, accuracy, count, seed=17)
    told = found.uncertainty_km_s(accuracy) * 1e3
    error = fits.speed - 3000.0
    assert fits.converged.all()
    assert abs(error.mean()) < 2.0 * error.std() / math.sqrt(count)
    # Of so many, within three standard errors of 95 %.
    assert abs((np.abs(error) < 1.959964 * told).mean() - 0.95) <= 3.0 * math.sqrt(
        0.95 * 0.05 / count
    )


def test_a_perfect_radar_leaves_nothing() -> None:
    """To rounding: not a micrometre a second; the accuracy at which the offer is worth something is then any."""
    found = ia("armavir", "deveselu", **PERFECT)
    assert found.standard_uncertainty_km_s < 1e-9
    assert found.to_dict()["standard_uncertainty_km_s"] == 0.0
    assert found.verdict == "told"
    assert "to 0 m/s" in answer_text(found)
    assert "<svg" not in measure_page(found, "c")


def test_all_errors_doubled_double_it() -> None:
    once = ia("armavir", "deveselu", **ERRORS)
    twice = ia("armavir", "deveselu", **{k: 2.0 * v for k, v in ERRORS.items()})
    assert twice.standard_uncertainty_km_s == pytest.approx(2.0 * once.standard_uncertainty_km_s, rel=1e-9)  # fmt: skip


def test_more_looks_are_never_worse() -> None:
    """The interval halved again and again keeps every look that there was."""
    told = [ia("armavir", "deveselu", look_interval_s=s).standard_uncertainty_km_s for s in (40.0, 20.0, 10.0, 5.0, 2.5)]  # fmt: skip
    assert np.diff(told).max() < 0.0


def test_a_turn_about_the_axis_leaves_it() -> None:
    """Radar and launch 60 degrees east: the same in every figure."""
    here = measure("tpy-2-forward", interceptor="sm3-ia", site=(44.0, 24.0), at=(45.0, 40.0), towards_deg=80.0, boresight_deg=270.0)  # fmt: skip
    there = measure("tpy-2-forward", interceptor="sm3-ia", site=(44.0, 84.0), at=(45.0, 100.0), towards_deg=80.0, boresight_deg=270.0)  # fmt: skip
    assert there.standard_uncertainty_km_s == pytest.approx(here.standard_uncertainty_km_s, rel=1e-7)  # fmt: skip
    assert there.sighting.looks == here.sighting.looks


def test_the_moment_of_burnout_adds_what_a_second_is() -> None:
    """Some 7 m/s: gravity along the velocity, times the second."""
    without, unsure = ia("armavir", "deveselu"), ia("armavir", "deveselu", burnout_time_uncertainty_s=2.0)  # fmt: skip
    assert without.second_off_km_s == pytest.approx(9.6e-3 * math.sin(math.radians(45.0)), rel=0.03)
    wanted = math.hypot(without.standard_uncertainty_km_s, 2.0 * without.second_off_km_s)
    assert unsure.standard_uncertainty_km_s == pytest.approx(wanted)
    assert unsure.dominant.figure == "burnout_time_uncertainty_s"
    assert sum(i.share for i in unsure.influences) == pytest.approx(1.0)


def test_a_moment_that_nobody_knows_spoils_it_whatever_the_radar() -> None:
    found = ia("armavir", "deveselu", burnout_time_uncertainty_s=30.0)
    assert (found.verdict, found.enough_all) == ("not told", None)
    assert more_lines(found)[-1] == "However good the radar, the moment of burnout is not known well enough for that."  # fmt: skip


# -- what the answer says ---------------------------------------------------------------------------


def test_the_difference_that_is_seen_is_that_of_two_risks() -> None:
    """(z of 0.99 and z of 0.95, together 3.97) times the uncertainty."""
    found = ia("armavir", "deveselu", tell_km_s=0.5)
    z = NormalDist().inv_cdf(0.99) + NormalDist().inv_cdf(0.95)
    assert z == pytest.approx(3.9712, abs=1e-4)
    assert found.needed_km_s == pytest.approx(0.5 / z)
    assert found.seen_km_s == pytest.approx(z * found.standard_uncertainty_km_s)
    strict = ia("armavir", "deveselu", tell_km_s=1e-3)
    assert strict.verdict == "not told"
    assert "is not seen" in answer_text(strict)
    assert any("times smaller" in line for line in more_lines(strict))


def test_the_accuracy_at_which_the_offer_is_worth_something() -> None:
    """With all errors that many times as large the difference is just seen; so with the angles alone."""
    found = ia("kaliningrad", "redzikowo", tell_km_s=0.15)
    errors = {i.figure: i.value for i in found.influences}
    just = ia("kaliningrad", "redzikowo", **{k: v * found.enough_all for k, v in errors.items()})
    assert just.standard_uncertainty_km_s == pytest.approx(found.needed_km_s, rel=1e-9)
    angles = {k: v * found.enough_angles for k, v in errors.items() if k.startswith("angle")}
    just = ia("kaliningrad", "redzikowo", **angles)
    assert just.standard_uncertainty_km_s == pytest.approx(found.needed_km_s, rel=1e-6)


def test_where_the_ranges_decide_no_accuracy_of_angles_is_named() -> None:
    found = ia("armavir", "deveselu")
    assert (found.enough_angles, found.enough_all) == (None, None)
    assert found.greatest_factor == pytest.approx(10.0 / 0.07)
    assert "143 times as large" in " ".join(more_lines(found))


def test_shares_are_of_the_whole_and_the_greatest_comes_first() -> None:
    found = ia("armavir", "deveselu", range_rate_noise_m_s=5.0)
    shares = [i.share for i in found.influences]
    assert sum(shares) == pytest.approx(1.0)
    assert shares == sorted(shares, reverse=True)
    assert len(shares) == 5
    half = ia("armavir", "deveselu", range_rate_noise_m_s=5.0, range_noise_m=25.0)
    told = next(i for i in found.influences if i.figure == "range_noise_m")
    assert told.halved_km_s == pytest.approx(half.standard_uncertainty_km_s)


def test_the_curve_rises_and_goes_through_the_answer() -> None:
    found = ia("armavir", "deveselu")
    for values in ([p.all_km_s for p in found.curve], [p.angles_km_s for p in found.curve]):
        assert np.diff(values).min() > 0.0
    (here,) = [p for p in found.curve if p.factor == pytest.approx(1.0)]
    assert here.all_km_s == pytest.approx(found.standard_uncertainty_km_s)
    assert here.angles_km_s == pytest.approx(found.standard_uncertainty_km_s)
    assert found.curve[-1].angle_noise_deg <= 10.0


def test_the_ends_of_the_intervals_lie_to_both_sides() -> None:
    found = ia("armavir", "deveselu")
    assert found.best_km_s < found.standard_uncertainty_km_s < found.worst_km_s
    # At 20 s between looks the short pass has one look.
    assert ia("kaliningrad", "redzikowo").worst_km_s is None


def test_every_figure_has_a_source() -> None:
    """Accuracies are assumed, and say why."""
    found = ia("gabala", "deveselu")
    by_key = {s.key: s for s in found.sources}
    for name in ("range_noise_m", "angle_noise_deg", "range_bias_m", "angle_bias_deg", "look_interval_s"):  # fmt: skip
        figure = by_key[f"radar.gabala.{name}"]
        assert (figure.status, bool(figure.source)) == ("assumed", True)
        assert figure.low < figure.value < figure.high
    for radar in catalog().of(Radar):
        assert radar.accuracy is not None, radar.id


def test_a_kind_at_a_place_and_a_sensor_of_a_scenario() -> None:
    """The same radar by three names."""
    text = """
format = "reassure-scenario/1"
title = "t"
[[force]]
bases = ["kozelsk"]
aims = ["conus"]
booster = "icbm-solid"
[[sensor]]
id = "watch"
radar = { id = "mine", range_km = 4200, sector_deg = 240, boresight_deg = 175, least_elevation_deg = 2, greatest_elevation_deg = 60, accuracy = { range_noise_m = 50, angle_noise_deg = 0.07, range_bias_m = 30, angle_bias_deg = 0.02, look_interval_s = 5 } }
site = { latitude_deg = 44.925, longitude_deg = 40.984 }
[[deployment]]
id = "d"
site = "deveselu"
interceptor = { id = "slow", burnout_speed_km_s = 3, vehicle = "notional-3-0" }
launch_delay_s = 90
"""
    scenario = parse(text.encode(), "s")
    by_id = ia("armavir", "deveselu").standard_uncertainty_km_s
    assert ia("armavir-radar", "deveselu").standard_uncertainty_km_s == by_id
    assert ia("voronezh-dm", "deveselu", at=(44.925, 40.984)).standard_uncertainty_km_s == by_id
    there = measure("watch", interceptor="slow", site="deveselu", scenario=scenario)
    assert there.standard_uncertainty_km_s == pytest.approx(by_id)
    assert there.flight.interceptor == "slow"
    bare = parse(text.replace(", accuracy = { range_noise_m = 50, angle_noise_deg = 0.07, range_bias_m = 30, angle_bias_deg = 0.02, look_interval_s = 5 }", "").encode(), "s")  # fmt: skip
    with pytest.raises(InputError, match="radar watch: nobody says how well it measures; allowed: range_noise_m, angle_noise_deg"):  # fmt: skip
        measure("watch", interceptor="slow", site="deveselu", scenario=bare)


# -- files and words --------------------------------------------------------------------------------

runner = CliRunner()
ASK = ["measure", "--radar", "armavir", "--interceptor", "sm3-ia", "--from", "deveselu"]


def test_the_command_writes_its_files(tmp_path: Path) -> None:
    """JSON, CSV and a page without script that says how it was made."""
    names = [tmp_path / n for n in ("m.json", "m.csv", "m.html")]
    done = runner.invoke(app, [*ASK, "--json", str(names[0]), "--csv", str(names[1]), "--report", str(names[2])])  # fmt: skip
    assert done.exit_code == 0, done.output
    table = json.loads(names[0].read_text())
    assert table["format"] == "reassure-measure/1"
    assert table["verdict"] == "told"
    assert table["sighting"]["looks"] == 92
    rows = names[1].read_text().splitlines()
    assert rows[0].startswith("factor,angle_noise_deg")
    assert len(rows) == len(table["curve"]) + 1
    page = names[2].read_text()
    assert "<script" not in page
    assert "reassure measure --radar armavir --interceptor sm3-ia --from deveselu --report m.html" in page  # fmt: skip


def test_what_is_never_seen_has_files_too(tmp_path: Path) -> None:
    file = tmp_path / "m.csv"
    done = runner.invoke(app, ["measure", "--radar", "gabala", "--interceptor", "sm3-ia", "--from", "deveselu", "--csv", str(file), "--report", str(tmp_path / "m.html")])  # fmt: skip
    assert done.exit_code == 0
    assert "It never sees the free flight: outside the radar's sector throughout" in done.output
    assert file.read_text().splitlines()[1].endswith("outside the radar's sector throughout")


def test_the_words_of_each_verdict() -> None:
    text = printed(measure_text(ia("armavir", "deveselu")))
    assert "tells the speed to 0.31 m/s" in text
    assert "A second off" not in text
    assert "a second off is 6.8 m/s" in text
    assert "50 m‡" in text
    assert "One look, 66 s after launch" in printed(measure_text(ia("kaliningrad", "redzikowo", look_interval_s=60.0)))  # fmt: skip
    assert "times as large" in printed(measure_text(ia("kaliningrad", "redzikowo", tell_km_s=0.15)))


REFUSED = [
    ("--radar armawir", 'no radar "armawir" in the catalogue; did you mean armavir?'),
    ("--radar voronezh-dm", "voronezh-dm is a kind of radar, and stands nowhere; allowed: with its place, LATITUDE,LONGITUDE"),
    ("--radar armavir --at 45,40", 'no radar "armavir" in the catalogue'),
    ("--interceptor sm3-ii", 'no interceptor "sm3-ii" in the catalogue; did you mean sm3-ii'),
    ("--from devesel", 'no site "devesel" in the catalogue; did you mean deveselu?'),
    ("--from 95,20", "site 95,20; allowed: latitude -90 to 90"),
    ("--from a,b", "--from a,b; allowed: a site's id, or LATITUDE,LONGITUDE"),
    ("--from nan,20", "site nan,20; allowed: latitude"),
    ("--at here", "--at here; allowed: LATITUDE,LONGITUDE"),
    ("--towards 400", "towards_deg 400 deg; allowed: -180 to 360"),
    ("--towards nan", "towards_deg nan deg; allowed: -180 to 360"),
    ("--angle-noise-deg -0.1", "angle_noise_deg -0.1 deg; allowed: 0 to 10"),
    ("--range-noise-m nan", "range_noise_m nan m; allowed: 0 to 100000"),
    ("--range-bias-m inf", "range_bias_m inf m; allowed: 0 to 100000"),
    ("--look-interval-s 0", "look_interval_s 0 s; allowed: 0.01 to 600"),
    ("--flight-path-angle-deg 0", "flight_path_angle_deg 0 deg; allowed: 1 to 90"),
    ("--flight-path-angle-deg 90", "flight-path angle 90 deg; allowed for sm3-ia: "),
    ("--tell 0", "tell_km_s 0 km/s; allowed: 1e-06 to 15"),
    ("--missed 0.6", "missed 0.6; allowed: 1e-09 to 0.5"),
    ("--burnout-time-uncertainty-s -1", "burnout_time_uncertainty_s -1 s; allowed: 0 to 60"),
    ("--from armavir --radar armavir --at 44.93,40.98 --radar voronezh-dm", "the radar stands at the launch site; allowed: an azimuth by hand"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "said"), REFUSED)
def test_bad_input_is_one_line(words: str, said: str, tmp_path: Path, monkeypatch: Any, capsys: Any) -> None:  # fmt: skip
    """On standard error, exit 2, nothing written."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", ["reassure", *ASK, *words.split(), "--json", "m.json"])
    with pytest.raises(SystemExit) as stop:
        reassure.cli.main()
    out, err = capsys.readouterr()
    assert stop.value.code == 2
    assert out == ""
    assert err.startswith("error: ")
    assert said in err
    assert err.count("\n") == 1
    assert not list(tmp_path.iterdir())


def test_a_radar_without_errors_is_worth_something_at_no_factor() -> None:
    """Zero times any number is zero: no accuracy makes or breaks it."""
    none = {
        "range_noise_m": 0.0,
        "angle_noise_deg": 0.0,
        "range_bias_m": 0.0,
        "angle_bias_deg": 0.0,
    }
    assert ia("armavir", "deveselu", **none).enough_all is None
    # Ranges that are exact fix the arc by themselves: the angles may be off as far as any.
    exact = {"range_noise_m": 0.0, "range_bias_m": 0.0}
    found = ia("armavir", "deveselu", tell_km_s=4e-6, **exact)
    assert found.enough_all is None
    assert all(p.all_km_s <= found.needed_km_s for p in found.curve)


def test_each_figure_of_the_burnout_comes_from_the_first_that_has_it(tmp_path: Path) -> None:
    """By hand, its own, the vehicle's: a height of its own, and the time that the vehicle flies."""
    text = """format = "reassure-scenario/1"
title = "Own height"
[[force]]
bases = ["kozelsk"]
aims = ["conus"]
booster = "icbm-solid"
[[deployment]]
id = "d"
site = "deveselu"
interceptor = { id = "own", burnout_speed_km_s = 3.0, burnout_height_km = 120, vehicle = "notional-3-0" }
launch_delay_s = 90
"""
    scenario = parse(text.encode(), "own.toml")
    found = measure("armavir", interceptor="own", site="deveselu", scenario=scenario)
    assert found.flight.burnout_height_km == 120.0
    # 6, 20 and 25 s of burning, as the catalogue has them
    vehicle = catalog().get("notional-3-0", NotionalVehicle, "vehicle").vehicle()
    assert found.flight.burn_time_s == pytest.approx(vehicle.burn_time, abs=1e-3)


def test_the_table_of_the_document_is_what_comes_out() -> None:
    """docs/measure.md, row by row."""
    text = (Path(__file__).parents[2] / "docs/measure.md").read_text()
    rows = [[c.strip(" `") for c in line.split("|")[1:-1]] for line in text.splitlines() if line.startswith("| `") and line.count("|") == 9]  # fmt: skip
    assert len(rows) == 18
    for radar, site, interceptor, azimuth, looks, told, ends, most in rows:
        towards = None if azimuth == "at the radar" else float(azimuth)
        found = measure(radar, interceptor=interceptor, site=site, towards_deg=towards)
        assert int(looks) == (found.sighting.looks if found.sighting else 0)
        if found.standard_uncertainty_km_s is None:
            assert (told, ends, most) == (f"never seen: {found.reason}", "", "")
            continue
        worst = "cannot be told" if found.worst_km_s is None else speed_text(found.worst_km_s)
        assert told == speed_text(found.standard_uncertainty_km_s)
        assert ends == f"{speed_text(found.best_km_s)} to {worst}"
        assert most == FIGURES[found.dominant.figure]
