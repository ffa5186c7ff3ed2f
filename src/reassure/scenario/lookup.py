"""What a scenario names, looked up: a table that is written out stands for itself, an id for the catalogue's entry.

The one way for all: what reads a scenario asks here, and what is not there gets one message.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from reassure.catalog import (
    Base,
    Booster,
    Infrared,
    Interceptor,
    NotionalVehicle,
    Radar,
    Site,
    Zone,
    catalog,
)
from reassure.catalog.entries import Polygon
from reassure.errors import ScenarioError
from reassure.geography.regions import Outline, outline
from reassure.scenario.complaint import printable
from reassure.scenario.model import DeploymentTable, ForceTable, Scenario
from reassure.scenario.parts import (
    AimDisc,
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
    "aim_ids", "base_ids", "base_named", "booster_named", "check_known", "deployment_named", "every_base", "id_of",
    "infrared_named", "interceptor_named", "no_such", "outline_named", "radar_named", "site_named", "vehicle_named",
]  # fmt: skip


class _Named(Protocol):
    @property
    def id(self) -> str: ...


T = TypeVar("T", bound=_Named)


def id_of(named: str | _Named) -> str:
    """The id of what is named by it, or has it."""
    return named if isinstance(named, str) else named.id


# -- the catalogue's entry, or the table itself. Each raises CatalogError where the catalogue has none of that id --


def interceptor_named(named: str | InterceptorTable) -> Interceptor | InterceptorTable:
    """An interceptor."""
    return catalog().get(named, Interceptor, "interceptor") if isinstance(named, str) else named


def booster_named(named: str | BoosterTable) -> Booster | BoosterTable:
    """A booster."""
    return catalog().get(named, Booster, "booster") if isinstance(named, str) else named


def vehicle_named(named: str | VehicleTable) -> NotionalVehicle | VehicleTable:
    """A notional vehicle."""
    return catalog().get(named, NotionalVehicle, "vehicle") if isinstance(named, str) else named


def radar_named(named: str | RadarTable) -> Radar | RadarTable:
    """A radar."""
    return catalog().get(named, Radar, "radar") if isinstance(named, str) else named


def infrared_named(named: str | InfraredTable) -> Infrared | InfraredTable:
    """Infrared satellites."""
    return catalog().get(named, Infrared, "infrared") if isinstance(named, str) else named


def base_named(named: str | BaseDisc) -> Base | BaseDisc:
    """A base that stands at one place."""
    return catalog().get(named, Base, "base") if isinstance(named, str) else named


def site_named(named: str | SitePoint) -> Site | SitePoint:
    """A site."""
    return catalog().get(named, Site, "site") if isinstance(named, str) else named


def outline_named(named: str | Polygon) -> Outline:
    """An area: a zone of the catalogue, or a polygon. Raises RegionError for a polygon that is none."""
    if isinstance(named, str):
        return catalog().get(named, Zone, "region").region
    return outline(named)


# -- the scenario's own tables --------------------------------------------------------------------


def base_ids(force: ForceTable) -> list[str]:
    """The ids of a force's bases."""
    return [id_of(base) for base in force.bases]


def aim_ids(force: ForceTable) -> list[str]:
    """The ids of a force's aims."""
    aims: Sequence[str | AimDisc | AimPolygon] = force.aims
    return [id_of(aim) for aim in aims]


def every_base(forces: Iterable[ForceTable]) -> list[str]:
    """The ids of the bases of some forces, each once, in their order."""
    return list(dict.fromkeys(base for force in forces for base in base_ids(force)))


def deployment_named(scenario: Scenario, name: str) -> tuple[int, DeploymentTable]:
    """The deployment of that id, and where it stands among all. ScenarioError where there is none."""
    for i, table in enumerate(scenario.deployment):
        if table.id == name:
            return i, table
    raise no_such("deployment", name, [d.id for d in scenario.deployment])


def check_known(what: str, names: Iterable[str], known: Sequence[str], *path: str | int) -> None:
    """Refuse names of which there is no such thing: ScenarioError."""
    for name in names:
        if name not in known:
            raise no_such(what, name, known, *path)


def no_such(what: str, name: str, known: Iterable[str], *path: str | int) -> ScenarioError:
    """What is wrong with a name that nothing has; `path`: the key at fault."""
    allowed = ", ".join(dict.fromkeys(known))
    return ScenarioError(f"no {what} {printable(str(name))}; allowed: {allowed}", path)
