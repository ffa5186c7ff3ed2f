"""Published figures with source, interval, status and dissent."""

from reassure.catalog.entries import (
    Base,
    Booster,
    Entry,
    Interceptor,
    Missile,
    Plan,
    Site,
    Statement,
    Zone,
)
from reassure.catalog.figure import Dissent, Figure, Status
from reassure.catalog.loader import Catalog, catalog
from reassure.catalog.sensors import Infrared, Radar
from reassure.catalog.vehicles import NotionalVehicle

__all__ = [
    "Base",
    "Booster",
    "Catalog",
    "Dissent",
    "Entry",
    "Figure",
    "Infrared",
    "Interceptor",
    "Missile",
    "NotionalVehicle",
    "Plan",
    "Radar",
    "Site",
    "Statement",
    "Status",
    "Zone",
    "catalog",
]
