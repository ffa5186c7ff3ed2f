"""From what was written to what is meant: catalogue ids looked up, areas sampled, sources gathered."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from reassure.catalog import Base, Interceptor, NotionalVehicle, catalog
from reassure.catalog.entries import THINNEST_BAND_KM
from reassure.errors import ScenarioError, VehicleError
from reassure.flight.vehicle import Vehicle
from reassure.geography.regions import Disc
from reassure.scenario.change import interceptor_key, vehicle_key
from reassure.scenario.forces import faces_of
from reassure.scenario.lookup import (
    base_named,
    declaration_named,
    deployment_named,
    interceptor_named,
    vehicle_named,
)
from reassure.scenario.missiles import boost_of, missile_of
from reassure.scenario.model import DeploymentTable, ForceTable, Scenario
from reassure.scenario.parts import AimDisc, AimPolygon, BaseArea, BaseDisc, InterceptorTable
from reassure.scenario.places import area, sampled, site_of
from reassure.scenario.question import (
    Battery,
    Force,
    GivenDelay,
    LaunchDelay,
    Place,
    Question,
    SensedDelay,
)
from reassure.scenario.sensors import sensors
from reassure.scenario.sources import Sources, at
from reassure.words.counts import counted

__all__ = ["MOST_FLIGHTS", "MOST_PAIRS", "deployment_of", "resolve"]

MOST_FLIGHTS = 100_000
MOST_PAIRS = 2_000_000
"""Flights times deployments: an answer holds more than a dozen numbers for each."""


_last: tuple[Scenario, bool, Question] | None = None
"""The last scenario worked out, with or without the estimate's figures, and what it came to. A scenario is worked out
when it is read, to see that it can be, and again when a question is asked of it.
"""


def resolve(scenario: Scenario, estimate: bool = False) -> Question:
    """The scenario with every id looked up and every area sampled. `estimate`: its sources also hold
    the figures that only the estimate uses.

    Raises ScenarioError, its `path` the key at fault.
    """
    global _last
    # read once: draws are resolved in several threads, and each of them replaces it
    known = _last
    # by identity, since a comparison of two scenarios would look at every figure
    if known is not None and known[0] is scenario and known[1] == estimate:
        return known[2]
    question = _resolved(scenario, estimate)
    _last = scenario, estimate, question
    return question


def _resolved(scenario: Scenario, estimate: bool) -> Question:
    # Forces first, then deployments, then sensors: the order of an answer's sources.
    sources = Sources()
    forces: list[Force] = []
    flights = 0
    for i, f in enumerate(scenario.force):
        forces.append(_force(f, i, sources))
        flights += forces[-1].flights
        _limit(flights)
    batteries = tuple(
        _battery(d, i, sources, estimate, faces_of(scenario.force, d))
        for i, d in enumerate(scenario.deployment)
    )
    if flights * len(batteries) > MOST_PAIRS:
        raise ScenarioError(
            f"{counted(flights, 'flight')} against {counted(len(batteries), 'deployment')}; allowed: at most {MOST_PAIRS} pairs",
            ("deployment",),
        )
    needed = sensors(scenario, sources)
    # A command names missiles and regions by id alone, so an id has to mean one thing.
    for kind, tables in (("missile", scenario.missile), ("region", scenario.region)):
        for i, table in enumerate(tables):
            if table.id in catalog().entries:
                raise ScenarioError(
                    f"{table.id}: an id of the catalogue; allowed: an id of its own",
                    (kind, i, "id"),
                )
    # for what it raises: no flight of a regional missile is part of this question
    for missile in scenario.missile:
        missile_of(scenario, missile.id)
    return Question(tuple(forces), batteries, needed, tuple(sources.rows.values()))


def deployment_of(scenario: Scenario, name: str) -> Question:
    """One deployment and its sensors, without any force, its sources as for an estimate. Raises ScenarioError where
    there is none of that id, or it cannot be used.
    """
    i, table = deployment_named(scenario, name)
    sources = Sources()
    battery = _battery(table, i, sources, True, faces_of(scenario.force, table))
    needed = sensors(scenario.model_copy(update={"deployment": [table]}), sources)
    return Question((), (battery,), needed, tuple(sources.rows.values()))


def _limit(flights: int) -> None:
    if flights > MOST_FLIGHTS:
        raise ScenarioError(
            f"{flights} flights or more; allowed: at most {MOST_FLIGHTS}; "
            "a larger aim_spacing_km or base_spacing_km makes fewer",
            ("force",),
        )


def _force(force: ForceTable, i: int, sources: Sources) -> Force:
    """A force with its bases and aims as points. The limit is looked at after each area, before the next is sampled."""
    origins: list[Place] = []
    for k, base in enumerate(force.bases):
        with at("force", i, "bases", k):
            origins += _origins(base, force.base_spacing_km, sources)
        _limit(len(origins))
    aims: list[Place] = []
    for k, aim in enumerate(force.aims):
        with at("force", i, "aims", k):
            aims += _aims(aim, force.aim_spacing_km, sources)
        _limit(len(origins) * len(aims))
    if force.declaration is not None:
        # for what it raises: no number of a declaration is part of this question
        with at("force", i, "declaration"):
            declaration_named(force.declaration)
    with at("force", i, "booster"):
        boost = replace(boost_of(force.booster, sources), long_way=force.way == "long")
    return Force(tuple(origins), tuple(aims), boost, tuple(force.flight_time_ratio))


def _origins(
    base: str | BaseArea | BaseDisc, spacing_km: float, sources: Sources
) -> Sequence[Place]:
    if isinstance(base, BaseArea):
        return area(base.id, base.area, spacing_km, "base", sources)
    entry = base_named(base)
    if isinstance(entry, Base):
        # the middle alone: the field's radius is no figure of an assessment
        sources.entry(
            "base", entry, latitude_deg=entry.latitude_deg, longitude_deg=entry.longitude_deg
        )
    else:
        key = f"base.{entry.id}"
        sources.plain(f"{key}.latitude_deg", entry.latitude_deg, "assumed", "the scenario")
        sources.plain(f"{key}.longitude_deg", entry.longitude_deg, "assumed", "the scenario")
    return [Place(entry.id, entry.latitude_deg, entry.longitude_deg)]


def _aims(aim: str | AimPolygon | AimDisc, spacing_km: float, sources: Sources) -> Sequence[Place]:
    if isinstance(aim, AimDisc):
        radius = sources.figure(f"aim.{aim.id}.radius_km", aim.radius_km)
        return sampled(aim.id, Disc(aim.latitude_deg, aim.longitude_deg, radius), spacing_km)
    if isinstance(aim, AimPolygon):
        return area(aim.id, aim, spacing_km, "aim", sources)
    return area(aim, aim, spacing_km, "aim", sources)


def _battery(
    deployment: DeploymentTable,
    i: int,
    sources: Sources,
    estimate: bool,
    faces: tuple[int, ...],
) -> Battery:
    key = f"deployment.{deployment.id}"
    points: Sequence[Place]
    if deployment.site is not None:
        with at("deployment", i, "site"):
            place, points = site_of(deployment.id, deployment.site, sources)
    else:
        assert deployment.area is not None  # noqa: S101  (the model lets only one be missing)
        with at("deployment", i, "area"):
            place = deployment.area if isinstance(deployment.area, str) else "area"
            points = area(
                deployment.id if place == "area" else place,
                deployment.area,
                deployment.area_spacing_km,
                "deployment",
                sources,
            )
    with at("deployment", i, "interceptor"):
        interceptor = interceptor_named(deployment.interceptor)
    # without an estimate its figures are looked up, and noted where nobody reads them
    flown = sources if estimate else Sources()
    # a table written out is its deployment's own: two of one id may differ
    kind = interceptor_key(deployment)
    with at("deployment", i, "interceptor"):
        vehicle_id, vehicle = _vehicle(interceptor, kind, flown)
    return Battery(
        id=deployment.id,
        name=deployment.name,
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
        launch=_launch(deployment, key, sources),
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
    if greatest - least < THINNEST_BAND_KM - 1e-6:  # as values that stand in may be
        raise ScenarioError(
            f"intercept heights {least:g} to {greatest:g} km; allowed: least below greatest by "
            f"{THINNEST_BAND_KM:g} km or more"
        )
    return least, greatest


def _vehicle(
    interceptor: Interceptor | InterceptorTable, kind: str, sources: Sources
) -> tuple[str | None, Vehicle | None]:
    """The id of the notional vehicle that stands for an interceptor in the estimate, and the vehicle; None and None
    where it names none.
    """
    named = interceptor.vehicle
    if named is None:
        return None, None
    figures, key = vehicle_named(named), vehicle_key(named, kind)
    if isinstance(figures, NotionalVehicle):
        status, source = figures.status, figures.drag_source
    else:
        status, source = "assumed", "the scenario"
    for mach, coefficient in figures.drag:
        sources.plain(f"{key}.drag_coefficient.mach_{mach:g}", coefficient, status, source)
    try:
        return figures.id, figures.vehicle(lambda name, f: sources.figure(f"{key}.{name}", f))
    except VehicleError as error:
        raise ScenarioError(f"vehicle {figures.id}: {error}") from None


def _launch(deployment: DeploymentTable, key: str, sources: Sources) -> LaunchDelay:
    if deployment.launch_delay_s != "sensed":
        return GivenDelay(sources.figure(f"{key}.launch_delay_s", deployment.launch_delay_s))
    return SensedDelay(
        tuple(deployment.sensors),
        decision_s=sources.figure(f"{key}.decision_s", deployment.decision_s),
        reaction_s=sources.figure(f"{key}.reaction_s", deployment.reaction_s),
    )
