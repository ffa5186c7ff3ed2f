"""The led great circles hold every burnout of flights as flown, and of real boosts that bend."""

from __future__ import annotations

import numpy as np
import pytest

from reassure.catalog import NotionalVehicle, catalog
from reassure.claim.burnout import burnout_box
from reassure.claim.lead import WIDENING_KM, leads
from reassure.claim.places import Targets, points
from reassure.earth.constants import ROTATION_RATE
from reassure.flight.family import minimum_energy_times, timed_flights
from reassure.flight.outcome import SOLVED
from reassure.geography.boost import boosted
from reassure.geography.geodesics import ELLIPSOID
from tests.claim.geometry import as_claimed, unit
from tests.claim.test_times import CASES
from tests.script import script_at

COUNT = {"far": 3500}  # of five cells, as many in each as in others; each takes a millisecond
TIME, DISTANCE, HEIGHT, RATIO = (120.0, 180.0), (350.0, 700.0), (150.0, 250.0), (0.9, 1.2)


def ends(rng: np.random.Generator, low: float, high: float, count: int) -> np.ndarray:
    """Values of an interval, its ends more often than not."""
    return low + np.clip(rng.uniform(-0.7, 1.7, count), 0.0, 1.0) * (high - low)


def members(rng: np.random.Generator, launch, cell, count: int) -> dict[str, np.ndarray]:
    """Flights as flown from anywhere in the launch to anywhere in the cell, in every shape."""
    lat, lon = ends(rng, *launch.cell[:2], count), ends(rng, *launch.cell[2:], count)
    out = launch.field_km * 1e3 * np.sqrt(ends(rng, 0.0, 1.0, count))
    lon, lat, _ = ELLIPSOID.fwd(lon, lat, rng.uniform(0.0, 360.0, count), out)
    origin = np.asarray(lat), np.asarray(lon)
    aim = ends(rng, *cell[:2], count), ends(rng, *cell[2:], count)
    d, h = ends(rng, *DISTANCE, count), ends(rng, *HEIGHT, count)
    q = ends(rng, *RATIO, count)
    found = boosted(origin, aim, q, downrange_km=d, height_km=h)
    assert (found.outcome == SOLVED).all()
    tb = ends(rng, *TIME, count)
    return {
        "origin": origin, "aim": aim, "d": d, "h": h, "q": q, "tb": tb, "azimuth": found.azimuth_deg,
        "burnout": found.burnout, "end": tb + found.free_flight_s,
    }  # fmt: skip


def bent(rng: np.random.Generator, m: dict[str, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Burnouts and end times of the same flights, their boosts bent by Coriolis' acceleration as a gravity turn over
    the turning Earth is: the way grows as t^p, the height as t^q, and the heading turns at
    2 omega (sin phi - cos phi cos chi v_up/v_ahead). Their azimuth is found anew.
    """
    n = m["d"].size
    p, q = rng.uniform(2.0, 4.0, n), rng.uniform(1.2, 2.0, n)
    azimuth = m["azimuth"].copy()
    aim = points(*m["aim"], 0.0)
    for _ in range(6):
        lon, lat, back = ELLIPSOID.fwd(m["origin"][1], m["origin"][0], azimuth, 1e3 * m["d"])
        heading = np.asarray(back) + 180.0
        phi, chi = np.radians(lat), np.radians(azimuth)
        left = 2.0 * ROTATION_RATE * m["tb"] * (
            m["d"] * np.sin(phi) / (p + 1.0)
            - m["h"] * np.cos(phi) * np.cos(chi) * q / (p * (q + 1.0))
        )  # fmt: skip
        lon, lat, turned = ELLIPSOID.fwd(lon, lat, heading - 90.0, 1e3 * left)
        burnout = points(lat, lon, m["h"])
        # over so few km to the left a parallel's direction changes as the geodesic's does
        on = np.radians(np.asarray(turned) + 180.0 + 90.0)
        lat_r, lon_r = np.radians(lat), np.radians(lon)
        east = np.column_stack([-np.sin(lon_r), np.cos(lon_r), np.zeros(n)])
        north = np.column_stack(
            [-np.sin(lat_r) * np.cos(lon_r), -np.sin(lat_r) * np.sin(lon_r), np.cos(lat_r)]
        )
        ahead = np.sin(on)[:, None] * east + np.cos(on)[:, None] * north
        least = minimum_energy_times(burnout, aim, ahead, False)
        outcome, row = timed_flights(burnout, aim, ahead, m["q"] * least, False)
        assert (outcome == SOLVED).all()
        over = row[:, 1:] - np.cross([0.0, 0.0, ROTATION_RATE], burnout)
        turn = np.degrees(np.arctan2((over * east).sum(axis=1), (over * north).sum(axis=1)) - on)
        azimuth = azimuth + (turn + 180.0) % 360.0 - 180.0
    return burnout, m["tb"] + m["q"] * least


def beside(m, burnout, end, lead, middle, rate) -> tuple[np.ndarray, np.ndarray]:
    """Along and sideways of burnouts in the claim's words, km."""
    led = lead + rate * (end - middle)
    c, s = np.cos(led), np.sin(led)
    x, y, z = points(*m["aim"], 0.0).T
    aim = unit(np.column_stack([c * x - s * y, s * x + c * y, z]))
    along, sideways, _ = as_claimed(unit(points(*m["origin"], 0.0)), aim, burnout)
    return along, sideways


@pytest.mark.some(3)
@pytest.mark.parametrize("case", CASES)
def test_burnouts_lie_beside_the_led_great_circle(case: str) -> None:
    """As flown and bent, 10,000 of each in a case; and no case is much too wide."""
    launch, cells = CASES[case]
    rng = np.random.default_rng(5)
    targets = Targets(cells)
    led = leads(launch, targets, (TIME, DISTANCE, HEIGHT), RATIO)
    box = burnout_box(DISTANCE, HEIGHT, led.sideways_km)
    most = 0.0
    for i, cell in enumerate(cells):
        m = members(rng, launch, cell, COUNT.get(case, 10_000) // len(cells))
        line = led.value[i], led.middle[i], led.rate[i]
        for burnout, end in ((m["burnout"], m["end"]), bent(rng, m)):
            along, sideways = beside(m, burnout, end, *line)
            assert sideways.max() < led.sideways_km - 0.5 * WIDENING_KM
            assert (along > box.distance_km[0]).all()
            assert (along < box.distance_km[1]).all()
            most = max(most, float(sideways.max()))
    print(f"{case}: {most:.2f} of {led.sideways_km:.2f} km")
    assert most > 0.5 * led.sideways_km


def test_flyouts_bend_by_what_is_allowed_for() -> None:
    """The notional liquid-propellant ICBM, from four latitudes in four azimuths: burnouts as far left as is said."""
    script = script_at("design/boost_bend.py")
    vehicle = catalog().get("notional-icbm-liquid", NotionalVehicle, "vehicle").vehicle()
    for latitude in (30.0, 45.0, 55.0, 65.0):
        for azimuth in (0.0, 60.0, 300.0, 340.0):
            bend, _, left, least, most = script.bend(vehicle, latitude, azimuth, 6.0)
            assert least < left < most
            assert abs(bend) < 2.0  # degrees
