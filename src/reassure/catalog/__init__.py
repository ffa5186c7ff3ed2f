"""Published figures with source, interval, status and dissent."""

from reassure.catalog.entries import Base, Booster, Entry, Interceptor, Plan, Site, Statement, Zone
from reassure.catalog.figure import Dissent, Figure, Status
from reassure.catalog.loader import Catalog, catalog

__all__ = [
    "Base",
    "Booster",
    "Catalog",
    "Dissent",
    "Entry",
    "Figure",
    "Interceptor",
    "Plan",
    "Site",
    "Statement",
    "Status",
    "Zone",
    "catalog",
]
