"""What two sides could do together: against single questions, brute force, and what schemes may and may not do."""

from __future__ import annotations

import csv
import json
import math
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import reassure
from reassure.catalog import Figure, Scheme, catalog
from reassure.cli import main
from reassure.engagement.flights import earth_fixed, fly
from reassure.engagement.ideal import margins
from reassure.engagement.launch_times import launch_times
from reassure.engagement.least_delay import no_launch_before
from reassure.engagement.outside import outside
from reassure.errors import CatalogError, ReassureError, ScenarioError
from reassure.flight.family import BURNOUT_TIME, FREE_FLIGHT_TIME
from reassure.flight.path import position_at
from reassure.questions.joint import joint
from reassure.report.text.joint import about_lines, answer_text
from reassure.scenario import Scenario
from reassure.scenario.joined import scheme_named, with_scheme, without_sensor
from reassure.scenario.missiles import missile_of, region_of
from reassure.scenario.reader import load
from reassure.scenario.resolve import deployment_of, resolve
from tests.oracles.two_body import OMEGA, path, turned

SENSED = load("europe-2012-sensed")
SCHEMES = {s.word: s for s in catalog().of(Scheme)}
ASKED: dict[str, Any] = {"against": "irbm-4000", "protect": "western-europe", "cells": 6}
A, B = 6378137.0, 6356752.314245


@pytest.fixture(scope="module")
def found() -> reassure.JointProject:
    """Two schemes against Deveselu and Redzikowo, on a coarse grid."""
    deployments = ["phase-2-deveselu", "phase-3-redzikowo"]
    return joint(SENSED, **ASKED, schemes=["sectoral", "jdec"], deployments=deployments)


# -- without a scheme it is what the single questions say ------------------------------------------------


@pytest.mark.long
def test_without_a_scheme_it_is_footprint_and_assess(found: reassure.JointProject) -> None:
    """The same bytes of the footprint; margins and shares to the last digit."""
    none = found.outcomes[0]
    assert none.scheme is None
    result = reassure.assess(SENSED)
    by = {d.id: d for d in result.deployments}
    for mine, of in zip(none.footprints, none.deployments, strict=True):
        alone = reassure.footprint(
            SENSED, deployment=of.id, against="irbm-4000", protect="western-europe", cells=6
        )
        assert {k: v for k, v in mine.to_dict().items() if k != "scenario"} == {k: v for k, v in alone.to_dict().items() if k != "scenario"}  # fmt: skip
        assert of.share_covered == alone.share_covered
        assert of.least_margin_km_s == by[of.id].least_margin_km_s
        assert of.share_out_of_reach == by[of.id].share_out_of_reach
        assert (of.median_gain_s, of.greatest_gain_s, of.flights_gained) == (0.0, 0.0, 0)


# -- what a scheme may and may not do --------------------------------------------------------------------


def regional(count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Flights of the missile from its launch area to places in Europe: rows and bases."""
    rng = np.random.default_rng(seed)
    missile = missile_of(SENSED, "irbm-4000")
    at = rng.integers(0, len(missile.launches), count)
    origin = (np.array([missile.launches[k].latitude_deg for k in at]), np.array([missile.launches[k].longitude_deg for k in at]))  # fmt: skip
    aim = rng.uniform(40.0, 60.0, count), rng.uniform(5.0, 30.0, count)
    outcome, rows, _ = fly(missile.boost, origin, aim, rng.choice(missile.flight_time_ratio, count))
    good = outcome == 0
    bases = earth_fixed(origin[0][good], origin[1][good], np.zeros(int(good.sum())))
    return np.ascontiguousarray(rows[good]), np.ascontiguousarray(bases)


def delays(
    scenario: Scenario, rows: np.ndarray, bases: np.ndarray, name: str = "phase-2-deveselu"
) -> np.ndarray:
    return launch_times(deployment_of(scenario, name), rows, bases).delay_s[0]


def delayed(scheme: Scheme, seconds: float) -> Scheme:
    return scheme.model_copy(update={"exchange_delay_s": Figure(value=seconds)})


@pytest.mark.some(3)
@pytest.mark.parametrize("word", list(SCHEMES))
def test_a_sensor_more_is_never_later_and_an_endless_exchange_is_none(word: str) -> None:
    """Whatever joins; and what is passed on after an hour comes after every flight's end."""
    rows, bases = regional(90, 3)
    before = delays(SENSED, rows, bases)
    now = delays(with_scheme(SENSED, SCHEMES[word]), rows, bases)
    joined = with_scheme(SENSED, SCHEMES[word])
    assert {s.id for s in joined.sensor} > {s.id for s in SENSED.sensor}
    assert (now <= before).all()
    assert np.array_equal(
        delays(with_scheme(SENSED, delayed(SCHEMES[word], 3600.0)), rows, bases), before
    )
    sooner = delays(with_scheme(SENSED, delayed(SCHEMES[word], 0.0)), rows, bases)
    assert (sooner <= now).all()
    stations = SCHEMES[word].stations
    for k in range(len(stations)):
        fewer = SCHEMES[word].model_copy(update={"stations": stations[:k] + stations[k + 1 :]})
        assert (delays(with_scheme(SENSED, fewer), rows, bases) >= now).all()


def seen_by(sensor: Any, points: np.ndarray) -> np.ndarray:
    """Which points (n, 3), m, a radar sees: by axes of its own, and the line of sight against the ellipsoid as a quadratic."""
    lat, lon, up = (
        math.radians(sensor.latitude_deg),
        math.radians(sensor.longitude_deg),
        1e3 * sensor.height_km,
    )
    n = A / math.sqrt(1.0 - (1.0 - (B / A) ** 2) * math.sin(lat) ** 2)
    site = np.array([(n + up) * math.cos(lat) * math.cos(lon), (n + up) * math.cos(lat) * math.sin(lon), (n * (B / A) ** 2 + up) * math.sin(lat)])  # fmt: skip
    d = points - site
    east = d @ [-math.sin(lon), math.cos(lon), 0.0]
    north = d @ [-math.sin(lat) * math.cos(lon), -math.sin(lat) * math.sin(lon), math.cos(lat)]
    above = d @ [math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)]
    away = np.linalg.norm(d, axis=1)
    elevation = np.degrees(np.arcsin(above / away))
    off = np.abs(
        (np.degrees(np.arctan2(east, north)) - sensor.boresight_deg + 180.0) % 360.0 - 180.0
    )
    scale = np.array([1.0 / A, 1.0 / A, 1.0 / B])
    s, t = site * scale, d * scale
    # |s + x t|^2 = 1 for some x between 0 and 1: the line meets the ellipsoid. The site is on it or above.
    share = np.clip(-(t @ s) / (t * t).sum(axis=1), 0.0, 1.0)
    nearest = np.linalg.norm(s + share[:, None] * t, axis=1)
    clear = (t @ s >= 0.0) | (nearest >= 1.0)
    return (away <= 1e3 * sensor.range_km) & (off <= 0.5 * sensor.sector_deg) & (elevation >= sensor.least_elevation_deg) & (elevation <= sensor.greatest_elevation_deg) & clear  # fmt: skip


def first_launch(question: Any, row: np.ndarray, base: np.ndarray, step: float = 0.25) -> float:
    """The launch against one flight, moment by moment: the chain of sensors written again."""
    burnout = float(row[BURNOUT_TIME])
    end = burnout + float(row[FREE_FLIGHT_TIME])
    times = np.arange(0.0, end, step)
    boost, fall = times[times < burnout], times[times >= burnout] - burnout
    flown = path(row[0:3], row[3:6], np.append(fall, end - burnout))[:-1]
    points = np.vstack([[position_at(base, row, float(t)) for t in boost], turned(flown, -OMEGA * fall)])  # fmt: skip
    told: dict[str, float] = {}
    waiting = list(question.sensors)
    while waiting:
        s = next(s for s in waiting if all(c in told for c in s.cued_by))
        waiting.remove(s)
        since = min((told[c] for c in s.cued_by), default=0.0) + (
            s.cue_delay_s if s.cued_by else 0.0
        )
        if s.radar is None:
            first = max(s.detection_delay_s, since)
            tracked = first + s.track_s if first + s.track_s <= burnout else math.inf
        else:
            view = seen_by(s.radar, points) & (times >= since)
            tracked, begun = math.inf, None
            for t, sees in zip(times, view, strict=True):
                begun = (t if begun is None else begun) if sees else None
                if begun is not None and t - begun >= s.track_s:
                    tracked = t
                    break
        told[s.id] = tracked + s.report_delay_s
    launch = question.batteries[0].launch
    return min(told[n] for n in launch.sensors) + launch.decision_s + launch.reaction_s


def test_two_hundred_cases_by_brute_force() -> None:
    """Any scheme, any exchange delay, some stations or others: the launch is the same within a second."""
    rng = np.random.default_rng(20)
    rows, bases = regional(230, 20)
    words = list(SCHEMES)
    told = never = 0
    for k in range(200):
        scheme = delayed(SCHEMES[words[k % len(words)]], float(rng.uniform(0.0, 120.0)))
        some = [s for s in scheme.stations if rng.random() < 0.7]
        scenario = with_scheme(SENSED, scheme.model_copy(update={"stations": some}))
        question = deployment_of(scenario, "phase-2-deveselu")
        mine = launch_times(question, rows[k : k + 1], bases[k : k + 1]).delay_s[0, 0]
        brute = first_launch(question, rows[k], bases[k])
        told += math.isfinite(mine)
        never += not math.isfinite(mine)
        assert mine == brute if math.isinf(brute) else abs(mine - brute) <= 1.0, (k, mine, brute)
        bound = no_launch_before(question, question.batteries[0])
        assert bound <= mine + 1e-9
    assert told > 150


def test_no_launch_before_is_the_chain_at_its_quickest() -> None:
    """Satellites at 60 s, tracked in 30, a cue of 10 s, a track of 10, decision and reaction of 40: 150 s."""
    question = deployment_of(SENSED, "phase-2-deveselu")
    assert (
        no_launch_before(question, question.batteries[0]) == 60.0 + 30.0 + 10.0 + 10.0 + 30.0 + 10.0
    )
    # A radar of the other side needs no cue: its track of 10 s, and 15 s until it is told.
    gabala = deployment_of(with_scheme(SENSED, SCHEMES["gabala"]), "phase-2-deveselu")
    assert no_launch_before(gabala, gabala.batteries[0]) == 10.0 + 15.0 + 30.0 + 10.0


# -- sectors ---------------------------------------------------------------------------------------------


def test_parts_outside_a_region_are_those_of_a_fine_look() -> None:
    """Flights from Iran over a disc and a polygon: inside and outside second by second."""
    rows, _ = regional(60, 5)
    regions = [region_of(SENSED, "black-sea"), region_of(SENSED, "mediterranean-sea")]
    owner, parts = outside(rows, regions)
    crossed = 0
    for i, row in enumerate(rows):
        fall = np.arange(0.0, row[FREE_FLIGHT_TIME], 0.5)
        place = turned(
            path(row[0:3], row[3:6], np.append(fall, row[FREE_FLIGHT_TIME]))[:-1], -OMEGA * fall
        )
        lon = np.degrees(np.arctan2(place[:, 1], place[:, 0]))
        # Geodetic latitude by Bowring's formula of one step: to a thousandth of a second of arc at these heights.
        p, z = np.hypot(place[:, 0], place[:, 1]), place[:, 2]
        e2 = 1.0 - (B / A) ** 2
        lat = np.arctan2(z, p * (1.0 - e2))
        for _ in range(6):
            n = A / np.sqrt(1.0 - e2 * np.sin(lat) ** 2)
            lat = np.arctan2(z + e2 * n * np.sin(lat), p)
        free = np.ones(fall.size, bool)
        for region in regions:
            free &= ~region.holds(np.degrees(lat), lon)
        times = fall + row[BURNOUT_TIME]
        mine = np.zeros(fall.size, bool)
        for part in parts[owner == i]:
            begin = part[BURNOUT_TIME]
            mine |= (times >= begin) & (times <= begin + part[FREE_FLIGHT_TIME])
        changes = np.flatnonzero(np.diff(free.astype(int))).size
        crossed += changes > 0
        # A moment beside each crossing may fall to either side.
        assert (mine != free).sum() <= changes + 1
    assert crossed > 20
    assert (np.diff(owner) >= 0).all()


def test_a_flight_over_barred_ground_throughout_has_no_part() -> None:
    """And one that never is has itself, bit for bit."""
    rows, _ = regional(5, 6)
    owner, parts = outside(rows, [region_of(SENSED, "conus")])
    assert np.array_equal(owner, np.arange(len(rows)))
    assert np.array_equal(parts, rows)
    from reassure.geography.regions import Disc

    owner, parts = outside(rows, [Disc(45.0, 35.0, 9000.0)])
    assert owner.size == 0
    assert parts.shape == (0, 8)


def test_a_sector_never_adds_an_intercept(found: reassure.JointProject) -> None:
    """Neither against the missile, cell by cell, nor against the force, flight by flight."""
    for name in ("phase-2-deveselu", "phase-3-redzikowo"):
        free, barred = (
            reassure.footprint(SENSED, deployment=name, against="irbm-4000", protect="western-europe", cells=6, not_over=over)
            for over in ((), ("russia", "black-sea"))
        )  # fmt: skip
        assert not (barred.covered() & ~free.covered()).any()
        both = np.isfinite(free.margin_s) & np.isfinite(barred.margin_s)
        assert both.any()
        # A cell is met from the best place against its worst flight, to a tenth of a second (reach/flyouts/slack.py).
        assert (barred.margin_s[both] >= free.margin_s[both] - 0.2).all()
        assert barred.to_dict()["not_over"] == ["russia", "black-sea"]
        assert "not_over" not in free.to_dict()
    question = resolve(SENSED)
    from reassure.engagement.flights import family_of

    rows = family_of(question.forces).rows
    battery = question.batteries[1]
    closed = replace(
        battery, barred=tuple(region_of(SENSED, n) for n in ("russia", "norwegian-sea"))
    )
    waits = np.zeros(len(rows))
    free, barred = (margins(b, np.ascontiguousarray(rows), waits) for b in (battery, closed))
    # Two searches for the same least speed end within 4 m/s of each other (docs/method.md).
    assert (barred >= free - 0.004).all()
    assert (barred > free + 0.05).any()


# -- sensors left out ------------------------------------------------------------------------------------


def test_a_sensor_left_out_is_one_that_is_not_there(found: reassure.JointProject) -> None:
    """A radar blind is a deployment that does not ask it; blind satellites cue nobody."""
    rows, bases = regional(200, 9)
    whole = delays(SENSED, rows, bases)
    for name in ("fylingdales", "kurecik"):
        blind = delays(without_sensor(SENSED, name), rows, bases)
        tables = [d.model_copy(update={"sensors": [s for s in d.sensors if s != name]}) for d in SENSED.deployment]  # fmt: skip
        assert np.array_equal(
            blind, delays(SENSED.model_copy(update={"deployment": tables}), rows, bases)
        )
        assert (blind >= whole).all()
        # These flights ask Kürecik's radar, so that its loss is felt.
        assert name != "kurecik" or not np.array_equal(blind, whole)
    assert np.isinf(delays(without_sensor(SENSED, "satellites"), rows, bases)).all()
    for outcome in found.outcomes:
        for d in outcome.deployments:
            assert d.differences
            assert all(x.flights_later >= x.flights_lost for x in d.differences)
            assert all(x.share_covered <= d.share_covered for x in d.differences)
    # Without a scheme every launch hangs on the satellites' cue.
    (first,) = [x for x in found.outcomes[0].deployments[0].differences if x.sensor == "satellites"]
    assert first.flights_lost == found.outcomes[0].deployments[0].flights_tracked


# -- words and files -------------------------------------------------------------------------------------


def test_words(found: reassure.JointProject) -> None:
    """The answer says what is protected, and what becomes of the margin; each scheme its text and what is assumed."""
    assert answer_text(found).startswith(
        "Of Western Europe against the intermediate-range missile of 4,000 km, "
    )
    lines = about_lines(found)
    assert lines[0].startswith(
        "Sectors, with mutual support (sectoral; Russia, 2010-11-20): Contiguous sectors"
    )
    assert lines[0].endswith("No intercept above Russia without its islands and Kaliningrad.")
    assert "passes on notices that tell where to look of all missiles after 60 s" in lines[1]


def test_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    """Table, JSON, CSV and page."""
    names = [str(tmp_path / n) for n in ("j.json", "j.csv", "j.html")]
    words = ["joint", "europe-2012-sensed", "--against", "irbm-4000", "--protect", "western-europe", "--scheme", "gabala", "--deployment", "phase-2-deveselu",
             "--cells", "5", "--no-leave-out", "--json", names[0], "--csv", names[1], "--report", names[2]]  # fmt: skip
    monkeypatch.setattr(sys, "argv", ["reassure", *words])
    with pytest.raises(SystemExit) as stop:
        main()
    assert stop.value.code in (0, None)
    assert "Scheme" in capsys.readouterr().out
    table = json.loads(Path(names[0]).read_text())
    assert table["format"] == "reassure-joint/1"
    assert [o["scheme"] for o in table["outcomes"]] == [None, "gabala"]
    rows = list(csv.DictReader(Path(names[1]).read_text().splitlines()))
    assert [r["scheme"] for r in rows] == ["", "gabala"]
    page = Path(names[2]).read_text()
    assert "reassure joint europe-2012-sensed --against irbm-4000" in page
    assert page.count("<svg") == 1


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"schemes": ["pool"]}, 'no scheme "pool"; allowed: sectoral, jdec, two-centres, pooled, gabala'),
        ({"deployments": ["nobody"]}, "no deployment nobody"),
        ({"scenario": "europe-2012"}, "no deployment launches on what sensors see"),
        ({"scenario": "europe-2012", "deployments": ["phase-3-redzikowo"]}, "launch_delay_s is given"),
        ({"against": "nothing"}, "no missile nothing"),
        ({"protect": "nowhere"}, "no region nowhere"),
        ({"cells": 1}, "allowed: 4 to 1000"),
    ],
)  # fmt: skip
def test_bad_input_is_one_line(asked: dict[str, Any], said: str) -> None:
    """What was wrong, and what is allowed."""
    whole = {
        "scenario": SENSED,
        **ASKED,
        "leave_out": False,
        "deployments": ["phase-2-deveselu"],
        **asked,
    }
    if "scenario" in asked and "deployments" not in asked:
        del whole["deployments"]
    with pytest.raises(ReassureError, match=r".") as caught:
        joint(whole.pop("scenario"), **whole)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_sensor_with_the_id_of_one_that_joins_is_refused() -> None:
    """Rather than taken for it."""
    twin = SENSED.sensor[1].model_copy(update={"id": "armavir-radar"})
    with pytest.raises(ScenarioError, match="armavir-radar.*another id"):
        with_scheme(SENSED.model_copy(update={"sensor": [*SENSED.sensor, twin]}), SCHEMES["pooled"])
    with pytest.raises(CatalogError, match="no scheme"):
        scheme_named("scheme-pooled")
    with pytest.raises(ScenarioError, match="no sensor nothing"):
        without_sensor(SENSED, "nothing")


# -- among the options of a compromise -------------------------------------------------------------------


@pytest.mark.long
def test_a_compromise_weighs_the_schemes(found: reassure.JointProject) -> None:
    """At Redzikowo a launch on what sensors see is the deployment's own: its protection, and its least margin to the force."""
    place = 54.479, 17.109
    result = reassure.trade(
        SENSED, protect="western-europe", against="irbm-4000", interceptors=["sm3-iia"], numbers=[24], cells=6,
        area=f"{place[0] - 0.1},{place[1] - 0.1},{place[0] + 0.1},{place[1] + 0.1}", spacing_km=500.0, schemes=["jdec"],
    )  # fmt: skip
    sensed = [o for o in result.options if o.launch_delay_s is None]
    # At the four corners of the grid, some 13 km off.
    assert [o.scheme for o in sensed] == ["", "jdec"] * 4
    for option, outcome in zip(sensed, 4 * (found.outcomes[0], found.outcomes[2]), strict=True):
        (mine,) = [d for d in outcome.deployments if d.id == "phase-3-redzikowo"]
        assert option.protected_share == mine.share_covered
        assert option.least_margin_km_s == pytest.approx(mine.least_margin_km_s, abs=0.03)
        assert option.no_launch_before_s == mine.no_launch_before_s
    with pytest.raises(ScenarioError, match="no deployment launches on what sensors see"):
        reassure.trade(
            "europe-2012", protect="western-europe", against="irbm-4000", schemes=["jdec"]
        )
