"""From what was written to what is meant: catalogue ids looked up, areas sampled, sources gathered."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from reassure.catalog import Base, Catalog, Interceptor, NotionalVehicle, catalog
from reassure.catalog.entries import THINNEST_BAND_KM
from reassure.errors import ScenarioError, VehicleError
from reassure.flight.vehicle import Vehicle
from reassure.geography.regions import Disc
from reassure.scenario.forces import faces_of
from reassure.scenario.missiles import boost_of, missile_of
from reassure.scenario.model import (
    AimDisc,
    AimPolygon,
    BaseArea,
    BaseDisc,
    DeploymentTable,
    ForceTable,
    InterceptorTable,
    Scenario,
    VehicleTable,
)
from reassure.scenario.places import area, sampled, site_of
from reassure.scenario.question import Battery, Force, Place, Question
from reassure.scenario.sensors import sensors
from reassure.scenario.sources import Sources, at
from reassure.words.counts import counted

__all__ = ["MOST_FLIGHTS", "MOST_PAIRS", "deployment_of", "resolve"]

MOST_FLIGHTS = 100_000
MOST_PAIRS = 2_000_000


def resolve(
    scenario: Scenario, estimate: bool = False, given: Mapping[str, float] | None = None
) -> Question:
    """The scenario with every id looked up and every area sampled. `estimate`: its sources also hold
    the figures that only the estimate uses. `given`: values that stand in for figures, by key.

    Raises ScenarioError, its `path` the key at fault.
    """
    known = catalog()
    sources = Sources(given=given or {})
    forces: list[Force] = []
    flights = 0
    for i, f in enumerate(scenario.force):
        forces.append(_force(f, i, known, sources))
        flights += forces[-1].flights
        _limit(flights)
    batteries = tuple(
        _battery(d, i, known, sources, estimate, faces_of(scenario.force, d))
        for i, d in enumerate(scenario.deployment)
    )
    if flights * len(batteries) > MOST_PAIRS:
        raise ScenarioError(
            f"{counted(flights, 'flight')} against {counted(len(batteries), 'deployment')}; allowed: at most {MOST_PAIRS} pairs",
            ("deployment",),
        )
    needed = sensors(scenario, known, sources)
    for kind, tables in (("missile", scenario.missile), ("region", scenario.region)):
        for i, table in enumerate(tables):
            if table.id in known.entries:
                raise ScenarioError(
                    f"{table.id}: an id of the catalogue; allowed: an id of its own",
                    (kind, i, "id"),
                )
    for missile in scenario.missile:
        missile_of(scenario, missile.id)
    return Question(tuple(forces), batteries, needed, tuple(sources.rows.values()))


def deployment_of(
    scenario: Scenario,
    name: str,
    given: Mapping[str, float] | None = None,
    *,
    estimate: bool = True,
) -> Question:
    """One deployment and its sensors, without the force. ScenarioError where there is none of that id."""
    for i, table in enumerate(scenario.deployment):
        if table.id == name:
            known, sources = catalog(), Sources(given=given or {})
            faces = faces_of(scenario.force, table)
            battery = _battery(table, i, known, sources, estimate, faces)
            alone = scenario.model_copy(update={"deployment": [table]})
            needed = sensors(alone, known, sources)
            return Question((), (battery,), needed, tuple(sources.rows.values()))
    allowed = ", ".join(d.id for d in scenario.deployment)
    raise ScenarioError(f"no deployment {name}; allowed: {allowed}")


def _limit(flights: int) -> None:
    if flights > MOST_FLIGHTS:
        raise ScenarioError(
            f"{flights} flights or more; allowed: at most {MOST_FLIGHTS}; "
            "a larger aim_spacing_km or base_spacing_km makes fewer",
            ("force",),
        )


def _force(force: ForceTable, i: int, known: Catalog, sources: Sources) -> Force:
    origins: list[Place] = []
    for k, base in enumerate(force.bases):
        with at("force", i, "bases", k):
            origins += _origins(base, force.base_spacing_km, known, sources)
        _limit(len(origins))
    aims: list[Place] = []
    for k, aim in enumerate(force.aims):
        with at("force", i, "aims", k):
            aims += _aims(aim, force.aim_spacing_km, known, sources)
        _limit(len(origins) * len(aims))
    with at("force", i, "booster"):
        boost = replace(boost_of(force.booster, known, sources), long_way=force.way == "long")
    return Force(tuple(origins), tuple(aims), boost, tuple(force.flight_time_ratio))


def _origins(
    base: str | BaseArea | BaseDisc, spacing_km: float, known: Catalog, sources: Sources
) -> Sequence[Place]:
    if isinstance(base, str):
        entry = known.get(base, Base, "base")
        sources.entry(
            "base", entry, latitude_deg=entry.latitude_deg, longitude_deg=entry.longitude_deg
        )
        return [Place(entry.id, entry.latitude_deg, entry.longitude_deg)]
    if isinstance(base, BaseArea):
        return area(base.id, base.area, spacing_km, "base", known, sources)
    sources.plain(f"base.{base.id}.latitude_deg", base.latitude_deg, "assumed", "the scenario")
    sources.plain(f"base.{base.id}.longitude_deg", base.longitude_deg, "assumed", "the scenario")
    return [Place(base.id, base.latitude_deg, base.longitude_deg)]


def _aims(
    aim: str | AimPolygon | AimDisc, spacing_km: float, known: Catalog, sources: Sources
) -> Sequence[Place]:
    if isinstance(aim, AimDisc):
        radius = sources.figure(f"aim.{aim.id}.radius_km", aim.radius_km)
        return sampled(aim.id, Disc(aim.latitude_deg, aim.longitude_deg, radius), spacing_km)
    if isinstance(aim, AimPolygon):
        return area(aim.id, aim.polygon, spacing_km, "aim", known, sources)
    return area(aim, aim, spacing_km, "aim", known, sources)


def _battery(
    deployment: DeploymentTable,
    i: int,
    known: Catalog,
    sources: Sources,
    estimate: bool,
    faces: tuple[int, ...],
) -> Battery:
    key = f"deployment.{deployment.id}"
    points: Sequence[Place]
    if deployment.site is not None:
        with at("deployment", i, "site"):
            place, points = site_of(deployment.id, deployment.site, known, sources)
    else:
        assert deployment.area is not None  # noqa: S101  (the model lets only one be missing)
        with at("deployment", i, "area"):
            place = deployment.area if isinstance(deployment.area, str) else "area"
            points = area(
                deployment.id if place == "area" else place,
                deployment.area,
                deployment.area_spacing_km,
                "deployment",
                known,
                sources,
            )
    with at("deployment", i, "interceptor"):
        interceptor: Interceptor | InterceptorTable
        if isinstance(deployment.interceptor, str):
            interceptor = known.get(deployment.interceptor, Interceptor, "interceptor")
        else:
            interceptor = deployment.interceptor
    flown = sources if estimate else sources.aside()
    kind = f"interceptor.{interceptor.id}"
    if isinstance(interceptor, InterceptorTable):
        kind = f"{key}.interceptor.{interceptor.id}"
    with at("deployment", i, "interceptor"):
        vehicle_id, vehicle = _vehicle(interceptor, kind, known, flown)
    return Battery(
        id=deployment.id,
        place=place,
        points=tuple(points),
        faces=faces,
        interceptor=interceptor.id,
        interceptors=deployment.interceptors,
        from_year=deployment.from_year,
        until=deployment.until,
        burnout_speed_km_s=sources.figure(
            f"{kind}.burnout_speed_km_s", interceptor.burnout_speed_km_s
        ),
        burnout_speed_status=interceptor.burnout_speed_km_s.trust,
        divert_km_s=sources.figure(f"{kind}.divert_km_s", interceptor.divert_km_s),
        burnout_height_km=sources.figure(
            f"{kind}.burnout_height_km", interceptor.burnout_height_km
        ),
        burn_time_s=sources.figure(f"{kind}.burn_time_s", interceptor.burn_time_s),
        launch_delay_s=None
        if deployment.launch_delay_s == "sensed"
        else sources.figure(f"{key}.launch_delay_s", deployment.launch_delay_s),
        sensors=tuple(deployment.sensors),
        after_track_s=(
            _if_sensed(deployment, sources).figure(f"{key}.decision_s", deployment.decision_s),
            _if_sensed(deployment, sources).figure(f"{key}.reaction_s", deployment.reaction_s),
        ),
        vehicle_id=vehicle_id,
        vehicle=vehicle,
        intercept_heights_km=_heights(interceptor, kind, sources),
        look_s=flown.figure(f"{key}.look_s", deployment.look_s),
    )


def _heights(
    interceptor: Interceptor | InterceptorTable, kind: str, sources: Sources
) -> tuple[float, float]:
    """Between which heights an intercept counts, km; infinite where no greatest is known."""
    low, high = interceptor.least_intercept_height_km, interceptor.greatest_intercept_height_km
    least = sources.figure(f"{kind}.least_intercept_height_km", low)
    if high is None:
        return least, math.inf
    greatest = sources.figure(f"{kind}.greatest_intercept_height_km", high)
    if greatest - least < THINNEST_BAND_KM:  # as values that stand in may be
        raise ScenarioError(
            f"intercept heights {least:g} to {greatest:g} km; allowed: least below greatest by "
            f"{THINNEST_BAND_KM:g} km or more"
        )
    return least, greatest


def _vehicle(
    interceptor: Interceptor | InterceptorTable, kind: str, known: Catalog, sources: Sources
) -> tuple[str | None, Vehicle | None]:
    """The notional vehicle that stands for an interceptor in the estimate, if it names one."""
    named = interceptor.vehicle
    if named is None:
        return None, None
    if isinstance(named, str):
        entry = known.get(named, NotionalVehicle, "vehicle")
        key, status, source = f"vehicle.{entry.id}", entry.status, entry.drag_source
        figures: NotionalVehicle | VehicleTable = entry
    else:
        key, status, source = f"{kind}.vehicle.{named.id}", "assumed", "the scenario"
        figures = named
    for mach, coefficient in figures.drag:
        sources.plain(f"{key}.drag_coefficient.mach_{mach:g}", coefficient, status, source)
    try:
        return figures.id, figures.vehicle(lambda name, f: sources.figure(f"{key}.{name}", f))
    except VehicleError as error:
        raise ScenarioError(f"vehicle {figures.id}: {error}") from None


def _if_sensed(deployment: DeploymentTable, sources: Sources) -> Sources:
    """The list of sources, or one that nobody reads where the delay is not sensed."""
    return sources if deployment.launch_delay_s == "sensed" else sources.aside()
