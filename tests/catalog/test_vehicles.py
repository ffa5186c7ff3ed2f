"""Notional vehicles: each is flown, and does what the catalogue says that the model makes of it."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from reassure.catalog import Interceptor, NotionalVehicle, Radar, catalog
from tests.script import script_at

flown = script_at("design/vehicles.py")
ENTRIES = catalog().of(NotionalVehicle)


@pytest.mark.parametrize("entry", ENTRIES, ids=[e.id for e in ENTRIES])
def test_it_does_what_the_catalogue_says(entry: NotionalVehicle) -> None:
    """`modelled` is what its flyouts do, to 1 %; and the first published figure is met to 1 %."""
    vehicle = entry.vehicle()
    lofted = entry.published[0].quantity.startswith("lofted")
    got = flown.lofted(vehicle, flown.test_range_km(entry)) if lofted else flown.measures(vehicle)
    assert entry.published
    for meets in entry.published:
        assert got[meets.quantity] == pytest.approx(meets.modelled, rel=0.01)
        assert meets.source
    first = entry.published[0]
    assert first.modelled == pytest.approx(first.value, rel=0.01)


def test_interceptors_fly_at_their_published_speed() -> None:
    """The vehicle that an interceptor names has the interceptor's burnout speed."""
    named = [i for i in catalog().of(Interceptor) if i.vehicle]
    assert len(named) >= 7
    for interceptor in named:
        entry = catalog().get(str(interceptor.vehicle), NotionalVehicle, "vehicle")
        speed = next(m.value for m in entry.published if m.quantity == "burnout_speed_km_s")
        assert speed == interceptor.burnout_speed_km_s.value


GOOD = {
    "payload_kg": 100,
    "reference_area_m2": 0.2,
    "vertical_rise_s": 1.5,
    "drag": [[0.0, 0.2]],
    "stage": [
        {"propellant_kg": 500, "dry_kg": 100, "burn_time_s": 10, "vacuum_specific_impulse_s": 260}
    ],
}


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("payload_kg", 0, "allowed: 1 to"),
        ("payload_kg", 50_000, "cannot lift off"),
        ("vertical_rise_s", 11, "below the first burn"),
        ("drag", [[1.0, 0.2], [0.5, 0.2]], "rising order"),
        ("drag", [], "1 to 100"),
        ("drag", [["a", 1]], "Mach number"),
        ("stage", [], "at least 1"),
        ("stage", [{**GOOD["stage"][0], "propellant_kg": 0}], "allowed: 1 to"),
        ("stage", [{**GOOD["stage"][0], "burn_time_s": 0}], "allowed: 0.5 to"),
        ("stage", [{**GOOD["stage"][0], "coast_s": 5}], "after the last stage"),
    ],
)
def test_what_cannot_fly_is_refused(key: str, value: object, said: str) -> None:
    """With the figure and what is allowed."""
    from reassure.catalog.vehicles import VehicleFigures

    VehicleFigures.model_validate(GOOD)
    with pytest.raises(ValidationError, match=said):
        VehicleFigures.model_validate({**GOOD, key: value})


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"range_km": 0}, "allowed: 1 to"),
        ({"sector_deg": 400}, "400 deg; allowed: 1 to 360"),
        ({"least_elevation_deg": 60, "greatest_elevation_deg": 30}, "least below greatest"),
    ],
)
def test_a_radar_that_sees_nothing_is_refused(change: dict[str, float], said: str) -> None:
    """Range 0, a sector of 400 degrees, elevations upside down."""
    from reassure.catalog.sensors import RadarFigures

    assert catalog().of(Radar)
    with pytest.raises(ValidationError, match=said):
        RadarFigures.model_validate({"range_km": 1000, **change})
