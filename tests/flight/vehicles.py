"""Vehicles for tests: the catalogue's, and one whose drag does not depend on the Mach number."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from reassure.catalog import NotionalVehicle, catalog
from reassure.flight.vehicle import Vehicle


@cache
def vehicle(name: str) -> Vehicle:
    """A notional vehicle of the catalogue."""
    return catalog().get(name, NotionalVehicle, "vehicle").vehicle()


def of_one_drag(name: str, drag: float) -> Vehicle:
    """The same with one drag coefficient, and a coast between its first two stages."""
    plain = vehicle(name)
    first, *others = plain.stages
    return replace(plain, drag=((0.0, drag),), stages=(replace(first, coast=3.0), *others))
