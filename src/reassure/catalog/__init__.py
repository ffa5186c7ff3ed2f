"""Published figures with source, interval, status and dissent."""

from reassure.catalog.accounts import QUANTITIES, CentralLimit, Declaration, Holding, Quantity, Rule
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
from reassure.catalog.references import Reference, cited
from reassure.catalog.sensors import Infrared, Radar, Scheme, Station
from reassure.catalog.vehicles import NotionalVehicle

__all__ = [
    "QUANTITIES",
    "Base",
    "Booster",
    "Catalog",
    "CentralLimit",
    "Declaration",
    "Dissent",
    "Entry",
    "Figure",
    "Holding",
    "Infrared",
    "Interceptor",
    "Missile",
    "NotionalVehicle",
    "Plan",
    "Quantity",
    "Radar",
    "Reference",
    "Rule",
    "Scheme",
    "Site",
    "Statement",
    "Station",
    "Status",
    "Zone",
    "catalog",
    "cited",
]
