"""From what was written to what is meant: catalogue ids looked up, areas sampled, sources gathered."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache

from reassure.catalog import (
    Base,
    Booster,
    Catalog,
    Entry,
    Figure,
    Infrared,
    Interceptor,
    NotionalVehicle,
    Radar,
    Site,
    Zone,
    catalog,
)
from reassure.catalog.entries import Polygon
from reassure.catalog.used import FigureUsed
from reassure.errors import CatalogError, RegionError, ScenarioError
from reassure.flight.vehicle import Vehicle
from reassure.geography.regions import Disc, Region, outline
from reassure.scenario.model import (
    AimDisc,
    AimPolygon,
    BaseArea,
    BaseDisc,
    BoosterTable,
    DeploymentTable,
    ForceTable,
    InterceptorTable,
    Scenario,
    SensorTable,
    SitePoint,
)

__all__ = [
    "MOST_FLIGHTS",
    "MOST_PAIRS",
    "Battery",
    "Boost",
    "Force",
    "Place",
    "Question",
    "Sensor",
    "resolve",
]

MOST_FLIGHTS = 100_000
MOST_PAIRS = 2_000_000


@dataclass(frozen=True)
class Place:
    """A point that stands for a base, aim or site: its id and where it is."""

    id: str
    latitude_deg: float
    longitude_deg: float


@dataclass(frozen=True)
class Boost:
    """Where a flight's boost ends."""

    id: str
    burnout_time_s: float
    burnout_height_km: float
    downrange_km: float


@dataclass(frozen=True)
class Force:
    """Flights: from every origin to every aim point, in every shape."""

    origins: tuple[Place, ...]
    aims: tuple[Place, ...]
    boost: Boost
    flight_time_ratio: tuple[float, ...]

    @property
    def flights(self) -> int:
        """How many flights."""
        return len(self.origins) * len(self.aims) * len(self.flight_time_ratio)


@dataclass(frozen=True)
class Battery:
    """A deployment: the points where its interceptors may be, and what they have."""

    id: str
    place: str
    points: tuple[Place, ...]
    interceptor: str
    interceptors: int | None
    from_year: int | None
    until: int | None
    burnout_speed_km_s: float
    burnout_speed_status: str
    divert_km_s: float
    burnout_height_km: float
    burn_time_s: float
    launch_delay_s: float | None
    """None: sensed, flight by flight."""
    sensors: tuple[str, ...]
    after_track_s: tuple[float, float]
    """Decision and reaction: from the track to the commitment, and on to the launch."""
    vehicle_id: str | None
    vehicle: Vehicle | None
    intercept_heights_km: tuple[float, float]
    look_s: float


@dataclass(frozen=True)
class Sensor:
    """A sensor: `radar` holds site (deg, deg, km), range (km), boresight, sector, least and greatest
    elevation (deg); `detection_delay_s` is an infrared satellite's. One of them is None.
    """

    id: str
    radar: tuple[float, ...] | None
    detection_delay_s: float | None
    track_s: float
    cued_by: tuple[str, ...]
    cue_delay_s: float


@dataclass(frozen=True)
class Question:
    """A scenario, worked out. Sensors stand after those that cue them."""

    forces: tuple[Force, ...]
    batteries: tuple[Battery, ...]
    sensors: tuple[Sensor, ...]
    sources: tuple[FigureUsed, ...]


@dataclass
class _Sources:
    rows: dict[str, FigureUsed] = field(default_factory=dict)

    def figure(self, key: str, figure: Figure) -> float:
        self.rows[key] = FigureUsed(
            key,
            figure.value,
            figure.low,
            figure.high,
            figure.trust,
            figure.source,
            tuple((d.value, d.who, d.source) for d in figure.dissent),
        )
        return figure.value

    def plain(self, key: str, value: float, status: str, source: str) -> None:
        self.rows[key] = FigureUsed(key, value, None, None, status, source)

    def entry(self, kind: str, entry: Entry, **values: float) -> None:
        for name, value in values.items():
            self.plain(f"{kind}.{entry.id}.{name}", value, entry.status, entry.source)


@contextmanager
def _at(*path: str | int) -> Iterator[None]:
    """Name the key in the file that a failing look-up or polygon came from."""
    try:
        yield
    except (CatalogError, RegionError) as error:
        raise ScenarioError(str(error), path) from None


def resolve(scenario: Scenario, estimate: bool = False) -> Question:
    """The scenario with every id looked up and every area sampled. `estimate`: its sources also hold
    the figures that only the estimate uses.

    Raises ScenarioError, its `path` the key at fault.
    """
    known = catalog()
    sources = _Sources()
    forces: list[Force] = []
    flights = 0
    for i, f in enumerate(scenario.force):
        forces.append(_force(f, i, known, sources))
        flights += forces[-1].flights
        _limit(flights)
    batteries = tuple(
        _battery(d, i, known, sources, estimate) for i, d in enumerate(scenario.deployment)
    )
    if flights * len(batteries) > MOST_PAIRS:
        raise ScenarioError(
            f"{flights} flights against {len(batteries)} deployments; allowed: at most {MOST_PAIRS} pairs",
            ("deployment",),
        )
    sensors = _sensors(scenario, known, sources)
    return Question(tuple(forces), batteries, sensors, tuple(sources.rows.values()))


def _limit(flights: int) -> None:
    if flights > MOST_FLIGHTS:
        raise ScenarioError(
            f"{flights} flights or more; allowed: at most {MOST_FLIGHTS}; "
            "a larger aim_spacing_km or base_spacing_km makes fewer",
            ("force",),
        )


def _force(force: ForceTable, i: int, known: Catalog, sources: _Sources) -> Force:
    origins: list[Place] = []
    for k, base in enumerate(force.bases):
        with _at("force", i, "bases", k):
            origins += _origins(base, force.base_spacing_km, known, sources)
        _limit(len(origins))
    aims: list[Place] = []
    for k, aim in enumerate(force.aims):
        with _at("force", i, "aims", k):
            aims += _aims(aim, force.aim_spacing_km, known, sources)
        _limit(len(origins) * len(aims))
    with _at("force", i, "booster"):
        boost = _boost(force.booster, known, sources)
    return Force(tuple(origins), tuple(aims), boost, tuple(force.flight_time_ratio))


def _origins(
    base: str | BaseArea | BaseDisc, spacing_km: float, known: Catalog, sources: _Sources
) -> list[Place]:
    if isinstance(base, str):
        entry = known.get(base, Base, "base")
        sources.entry(
            "base", entry, latitude_deg=entry.latitude_deg, longitude_deg=entry.longitude_deg
        )
        return [Place(entry.id, entry.latitude_deg, entry.longitude_deg)]
    if isinstance(base, BaseArea):
        return _area(base.id, base.area, spacing_km, "base", known, sources)
    sources.plain(f"base.{base.id}.latitude_deg", base.latitude_deg, "assumed", "the scenario")
    sources.plain(f"base.{base.id}.longitude_deg", base.longitude_deg, "assumed", "the scenario")
    return [Place(base.id, base.latitude_deg, base.longitude_deg)]


def _aims(
    aim: str | AimPolygon | AimDisc, spacing_km: float, known: Catalog, sources: _Sources
) -> list[Place]:
    if isinstance(aim, AimDisc):
        radius = sources.figure(f"aim.{aim.id}.radius_km", aim.radius_km)
        return _sampled(aim.id, Disc(aim.latitude_deg, aim.longitude_deg, radius), spacing_km)
    if isinstance(aim, AimPolygon):
        return _area(aim.id, aim.polygon, spacing_km, "aim", known, sources)
    return _area(aim, aim, spacing_km, "aim", known, sources)


def _area(
    name: str, area: str | Polygon, spacing_km: float, kind: str, known: Catalog, sources: _Sources
) -> list[Place]:
    if isinstance(area, str):
        zone = known.get(area, Zone, "region")
        region = zone.region
        sources.entry("zone", zone, area_km2=round(region.area_km2))
    else:
        region = outline(area)
        sources.plain(
            f"{kind}.{name}.area_km2", round(region.area_km2), "assumed", "polygon in the scenario"
        )
    return _sampled(name, region, spacing_km)


@lru_cache(maxsize=256)
def _points(region: Region, spacing_km: float) -> tuple[tuple[float, float], ...]:
    return tuple(region.sample(spacing_km))


def _sampled(name: str, region: Region, spacing_km: float) -> list[Place]:
    return [Place(name, lat, lon) for lat, lon in _points(region, spacing_km)]


def _boost(booster: str | BoosterTable, known: Catalog, sources: _Sources) -> Boost:
    entry = known.get(booster, Booster, "booster") if isinstance(booster, str) else booster
    key = f"booster.{entry.id}"
    return Boost(
        entry.id,
        sources.figure(f"{key}.burnout_time_s", entry.burnout_time_s),
        sources.figure(f"{key}.burnout_height_km", entry.burnout_height_km),
        sources.figure(f"{key}.downrange_km", entry.downrange_km),
    )


def _battery(
    deployment: DeploymentTable, i: int, known: Catalog, sources: _Sources, estimate: bool
) -> Battery:
    key = f"deployment.{deployment.id}"
    if deployment.site is not None:
        with _at("deployment", i, "site"):
            place, points = _site(deployment.id, deployment.site, known, sources)
    else:
        assert deployment.area is not None  # noqa: S101  (the model lets only one be missing)
        with _at("deployment", i, "area"):
            place = deployment.area if isinstance(deployment.area, str) else "area"
            points = _area(
                deployment.id if place == "area" else place,
                deployment.area,
                deployment.area_spacing_km,
                "deployment",
                known,
                sources,
            )
    with _at("deployment", i, "interceptor"):
        interceptor: Interceptor | InterceptorTable
        if isinstance(deployment.interceptor, str):
            interceptor = known.get(deployment.interceptor, Interceptor, "interceptor")
        else:
            interceptor = deployment.interceptor
        vehicle_id, vehicle = _vehicle(interceptor, known)
    flown = sources if estimate else _Sources()
    kind = f"interceptor.{interceptor.id}"
    if isinstance(interceptor, InterceptorTable):
        kind = f"{key}.interceptor.{interceptor.id}"
    return Battery(
        id=deployment.id,
        place=place,
        points=tuple(points),
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
        intercept_heights_km=(
            flown.figure(
                f"{kind}.least_intercept_height_km", interceptor.least_intercept_height_km
            ),
            flown.figure(
                f"{kind}.greatest_intercept_height_km", interceptor.greatest_intercept_height_km
            ),
        ),
        look_s=flown.figure(f"{key}.look_s", deployment.look_s),
    )


def _vehicle(
    interceptor: Interceptor | InterceptorTable, known: Catalog
) -> tuple[str | None, Vehicle | None]:
    """The notional vehicle that stands for an interceptor in the estimate, if it names one."""
    named = interceptor.vehicle
    if named is None:
        return None, None
    if isinstance(named, str):
        return named, known.get(named, NotionalVehicle, "vehicle").vehicle()
    return named.id, named.vehicle()


def _if_sensed(deployment: DeploymentTable, sources: _Sources) -> _Sources:
    """The list of sources, or one that nobody reads where the delay is not sensed."""
    return sources if deployment.launch_delay_s == "sensed" else _Sources()


def _sensors(scenario: Scenario, known: Catalog, sources: _Sources) -> tuple[Sensor, ...]:
    """The sensors that some deployment needs, each after those that cue it."""
    tables = {s.id: s for s in scenario.sensor}
    waiting = [n for d in scenario.deployment if d.launch_delay_s == "sensed" for n in d.sensors]
    needed: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in needed:
            needed.add(name)
            waiting += tables[name].cued_by
    out: dict[str, Sensor] = {}
    while len(out) < len(needed):
        for i, table in enumerate(scenario.sensor):
            if table.id in needed - out.keys() and out.keys() >= set(table.cued_by):
                out[table.id] = _sensor(table, i, known, sources)
    return tuple(out.values())


def _sensor(table: SensorTable, i: int, known: Catalog, sources: _Sources) -> Sensor:
    key = f"sensor.{table.id}"
    radar: tuple[float, ...] | None = None
    delay: float | None = None
    if table.infrared is not None:
        with _at("sensor", i, "infrared"):
            named = table.infrared
            kind = known.get(named, Infrared, "infrared") if isinstance(named, str) else named
        delay = sources.figure(f"{key}.detection_delay_s", kind.detection_delay_s)
    else:
        assert table.radar is not None  # noqa: S101  (the model lets only one be missing)
        assert table.site is not None  # noqa: S101
        with _at("sensor", i, "radar"):
            chosen = table.radar
            figures = known.get(chosen, Radar, "radar") if isinstance(chosen, str) else chosen
        with _at("sensor", i, "site"):
            _, places = _site(table.id, table.site, known, sources)
        boresight = table.boresight_deg or figures.boresight_deg
        radar = (
            places[0].latitude_deg,
            places[0].longitude_deg,
            sources.figure(f"{key}.height_km", table.height_km),
            sources.figure(f"{key}.range_km", figures.range_km),
            sources.figure(f"{key}.boresight_deg", boresight),
            sources.figure(f"{key}.sector_deg", figures.sector_deg),
            sources.figure(f"{key}.least_elevation_deg", figures.least_elevation_deg),
            sources.figure(f"{key}.greatest_elevation_deg", figures.greatest_elevation_deg),
        )
    return Sensor(
        id=table.id,
        radar=radar,
        detection_delay_s=delay,
        track_s=sources.figure(f"{key}.track_s", table.track_s),
        cued_by=tuple(table.cued_by),
        cue_delay_s=sources.figure(f"{key}.cue_delay_s", table.cue_delay_s),
    )


def _site(
    name: str, site: str | SitePoint, known: Catalog, sources: _Sources
) -> tuple[str, list[Place]]:
    if isinstance(site, str):
        entry = known.get(site, Site, "site")
        sources.entry(
            "site", entry, latitude_deg=entry.latitude_deg, longitude_deg=entry.longitude_deg
        )
        return entry.id, [Place(entry.id, entry.latitude_deg, entry.longitude_deg)]
    key = f"deployment.{name}.site"
    sources.plain(f"{key}.latitude_deg", site.latitude_deg, "assumed", "the scenario")
    sources.plain(f"{key}.longitude_deg", site.longitude_deg, "assumed", "the scenario")
    return "site", [Place(name, site.latitude_deg, site.longitude_deg)]
