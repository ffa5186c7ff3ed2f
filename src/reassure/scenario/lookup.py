"""The ids in a scenario looked up: catalogue entries, deployments, bases; and the message for an id that does not exist.

The one way for all: what reads a scenario asks here, and what is not there gets one message.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import Protocol, TypeVar

from reassure.catalog import (
    Base,
    Booster,
    Declaration,
    Infrared,
    Interceptor,
    NotionalVehicle,
    Radar,
    Site,
    Station,
    Zone,
    catalog,
)
from reassure.catalog.entries import Polygon
from reassure.errors import CatalogError, ScenarioError
from reassure.geography.regions import Outline, outline
from reassure.scenario.complaint import printable, shown
from reassure.scenario.model import DeploymentTable, ForceTable, Scenario
from reassure.scenario.parts import (
    AimPolygon,
    BaseDisc,
    BoosterTable,
    InfraredTable,
    InterceptorTable,
    RadarTable,
    SitePoint,
    VehicleTable,
)

__all__ = [
    "base_ids", "base_named", "booster_named", "check_known", "declaration_named", "deployment_named", "every_base", "id_of",
    "infrared_named", "interceptor_named", "no_such", "outline_named", "radar_named", "site_named", "station_named", "vehicle_named",
]  # fmt: skip


# A property, since frozen tables have no attribute that could be set.
class _Named(Protocol):
    @property
    def id(self) -> str: ...


T = TypeVar("T", bound=_Named)


def id_of(named: str | _Named) -> str:
    """The id: what is named by its id in the scenario, or the `id` of what is written out there."""
    return named if isinstance(named, str) else named.id


def interceptor_named(named: str | InterceptorTable) -> Interceptor | InterceptorTable:
    """The catalogue's interceptor of that id, or the table itself. Raises CatalogError where there is none."""
    return catalog().get(named, Interceptor, "interceptor") if isinstance(named, str) else named


def booster_named(named: str | BoosterTable) -> Booster | BoosterTable:
    """The catalogue's booster of that id, or the table itself. Raises CatalogError where there is none."""
    return catalog().get(named, Booster, "booster") if isinstance(named, str) else named


def vehicle_named(named: str | VehicleTable) -> NotionalVehicle | VehicleTable:
    """The catalogue's notional vehicle of that id, or the table itself. Raises CatalogError where there is none."""
    return catalog().get(named, NotionalVehicle, "vehicle") if isinstance(named, str) else named


def radar_named(named: str | RadarTable) -> Radar | RadarTable:
    """The catalogue's radar of that id, or the table itself. Raises CatalogError where there is none."""
    return catalog().get(named, Radar, "radar") if isinstance(named, str) else named


def station_named(named: str) -> Station:
    """The catalogue's radar that stands somewhere: by its own id, or by that of its site. Raises CatalogError where
    there is none; a kind of radar stands nowhere.
    """
    stations = catalog().of(Station)
    called = {s.site: s for s in stations if s.site is not None} | {s.id: s for s in stations}
    if named in called:
        return called[named]
    if isinstance(catalog().entries.get(named), Radar):
        raise CatalogError(f"{named} is a kind of radar, and stands nowhere; allowed: with its place, LATITUDE,LONGITUDE")  # fmt: skip
    near = get_close_matches(named[:100], called, n=1)
    hint = f"did you mean {near[0]}?" if near else f"allowed: {', '.join(called)}"
    raise CatalogError(f"no radar {shown(named)} in the catalogue; {hint}")


def infrared_named(named: str | InfraredTable) -> Infrared | InfraredTable:
    """The catalogue's infrared satellites of that id, or the table itself. Raises CatalogError where there are none."""
    return catalog().get(named, Infrared, "infrared") if isinstance(named, str) else named


def base_named(named: str | BaseDisc) -> Base | BaseDisc:
    """The catalogue's base of that id, or the table itself: one place, and no area. Raises CatalogError where there is
    none.
    """
    return catalog().get(named, Base, "base") if isinstance(named, str) else named


def site_named(named: str | SitePoint) -> Site | SitePoint:
    """The catalogue's site of that id, or the table itself. Raises CatalogError where there is none."""
    return catalog().get(named, Site, "site") if isinstance(named, str) else named


def declaration_named(named: str) -> Declaration:
    """The catalogue's declaration of that id. Raises CatalogError where there is none."""
    return catalog().get(named, Declaration, "declaration")


def outline_named(named: str | Polygon | AimPolygon) -> Outline:
    """An area as a region: a zone of the catalogue by its id, a polygon, or a table with its polygon and holes. Raises
    CatalogError where there is no such zone, and RegionError for a polygon that encloses no region.
    """
    if isinstance(named, str):
        # "region" in the error, as the scenario calls it: a zone is the catalogue's word
        return catalog().get(named, Zone, "region").region
    if isinstance(named, AimPolygon):
        return outline(named.polygon, named.holes)
    return outline(named)


def base_ids(force: ForceTable) -> list[str]:
    """The ids of a force's bases, in its order."""
    return [id_of(base) for base in force.bases]


def every_base(forces: Iterable[ForceTable]) -> list[str]:
    """The ids of the bases of some forces, each once, in their order."""
    # dict.fromkeys: a set that keeps the order
    return list(dict.fromkeys(base for force in forces for base in base_ids(force)))


def deployment_named(scenario: Scenario, name: str) -> tuple[int, DeploymentTable]:
    """Where the deployment of that id stands among all, counted from 0, and the deployment. Raises ScenarioError where
    there is none.
    """
    for i, table in enumerate(scenario.deployment):
        if table.id == name:
            return i, table
    raise no_such("deployment", name, [d.id for d in scenario.deployment])


def check_known(what: str, names: Iterable[str], known: Sequence[str], *path: str | int) -> None:
    """Refuse the first of some names that is not among those known: ScenarioError. `what` is the kind of thing that is
    named; `path` is the key at fault.
    """
    for name in names:
        if name not in known:
            raise no_such(what, name, known, *path)


def no_such(what: str, name: str, known: Iterable[str], *path: str | int) -> ScenarioError:
    """The error, to be raised, for a name that nothing has. `what` is the kind of thing that is named, `known` are the
    names that are allowed, `path` is the key at fault.
    """
    # each once: the scenario's names and the catalogue's come one after the other
    allowed = ", ".join(dict.fromkeys(known))
    return ScenarioError(f"no {what} {printable(str(name))}; allowed: {allowed}", path)
