"""How far, how high and how long does a missile fly: by kick, azimuth, range or apogee, and all round?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from typing import Literal

import numpy as np

from reassure.answers.fly import FlownFlight, FlownMissile, FlownPoint, RangeRing, UnflownFlight
from reassure.catalog import Booster, Missile, NotionalVehicle, catalog
from reassure.engagement.flown import FARTHEST_KM, Shots, VehicleLaunch, Wanted, ring, solved
from reassure.engagement.flown_figures import FigureFlight, FigureLaunch
from reassure.errors import CatalogError, InputError
from reassure.geography.geodesics import course
from reassure.options import spread
from reassure.scenario.complaint import shown
from reassure.scenario.hand import place_words, title_with
from reassure.scenario.missiles import boost_of
from reassure.scenario.names import name_of
from reassure.scenario.places import middle_of
from reassure.scenario.sources import Sources
from reassure.typing import Array

__all__ = ["FlyQuestion", "fly"]

_EASTWARD = 90.0  # deg, where nobody says an azimuth
_SHAPES = ("minimum-energy", "lofted", "depressed")
_BOOST_POINTS, _FALL_POINTS = 40, 110  # of a way that goes into a file
_MARGIN_S = 0.01  # thrust that ends so little early has not been ended early
_FEWEST, _MOST = 8, 360  # azimuths of a ring

Place = str | tuple[float, float]


@dataclass(frozen=True)
class FlyQuestion:
    """What is asked.

    `missile`: id of a notional vehicle, a booster or a missile of the catalogue. `site`: from where, a base's or site's id, or
    latitude and longitude (deg). `towards`: where the flight comes down, by id or by latitude and longitude; or the bearing (deg) of
    that place. `azimuth_deg`: of the launch itself; eastward where neither is given. `kick_deg`: from the vertical, after the vertical
    rise. `end_of_thrust_s`: when thrust is ended, from lift-off. `range_km`, `apogee_km`: along the ground, above the ellipsoid.
    `greatest`: the farthest flight, which is also what is flown where nothing else is asked. `ring`: the farthest in so many azimuths.
    `payload_kg`: in place of the vehicle's.
    """

    missile: str
    site: Place
    towards: Place | float | None = None
    azimuth_deg: float | None = None
    kick_deg: float | None = None
    end_of_thrust_s: float | None = None
    range_km: float | None = None
    apogee_km: float | None = None
    greatest: bool = False
    ring: int | None = None
    payload_kg: float | None = None


@dataclass(frozen=True, eq=False)
class _Course:
    """From where, and where to."""

    latitude_deg: float
    longitude_deg: float
    place: str
    azimuth_deg: float
    bearing_deg: float | None
    """On which it has to come down; None: the azimuth is that of the launch."""
    range_km: float | None
    to: str


@spread(FlyQuestion)
def fly(asked: FlyQuestion) -> FlownMissile:
    """The flights that were asked for: range, apogee, time, burnout, and where each is at any time.

    Takes the fields of FlyQuestion as its arguments. A range alone has three flights: minimum-energy, lofted, depressed. Raises
    InputError or CatalogError in one line, where nothing of what was asked for can be flown too.
    """
    _check(asked)
    entry = catalog().entries.get(asked.missile)
    if not isinstance(entry, NotionalVehicle | Booster | Missile):
        raise _no_such(asked.missile)
    way = _course_of(asked)
    vehicles = _vehicles_of(entry)
    if not vehicles:
        return _by_figures(asked, entry, way)
    refused: list[InputError] = []
    for vehicle in vehicles:
        try:
            found = _by_vehicle(asked, entry, vehicle, way)
        except InputError as error:
            refused.append(error)
            continue
        others = [
            f"{v.name} cannot fly that: {e}." for v, e in zip(vehicles, refused, strict=False)
        ]
        return replace(found, model_words=" ".join([*others, found.model_words]))
    raise refused[-1]


def _no_such(name: str) -> CatalogError:
    """The error, to be raised, for an id that nothing flies by."""
    flown = [e for kind in (NotionalVehicle, Booster, Missile) for e in catalog().of(kind)]
    known = [e.id for e in flown]
    # What people call it is often in the name of an entry whose id is another word.
    called = [e for e in flown if name and name.casefold() in f"{e.id} {e.name}".casefold()]
    if called:
        meant = " or ".join(f"{e.id}, {e.name}" for e in called[:3])
        return CatalogError(f"no missile, vehicle or booster has the id {shown(name)}; did you mean {meant}?")  # fmt: skip
    if name in catalog().entries:
        return CatalogError(
            f"{name} is no missile, vehicle or booster; allowed: {', '.join(known)}"
        )
    return CatalogError(f"no missile, vehicle or booster {shown(name)} in the catalogue; allowed: {', '.join(known)}")  # fmt: skip


def _check(asked: FlyQuestion) -> None:
    """Refuse what is out of range, and what contradicts itself."""
    limits = {
        "azimuth_deg": (-360.0, 360.0), "kick_deg": (0.0, 90.0), "end_of_thrust_s": (1.0, 5000.0), "range_km": (10.0, FARTHEST_KM),
        "apogee_km": (10.0, 40_000.0), "payload_kg": (1.0, 100_000.0), "ring": (_FEWEST, _MOST),
    }  # fmt: skip
    for name, (low, high) in limits.items():
        value = getattr(asked, name)
        if value is not None and not low <= value <= high:
            raise InputError(f"{name} {value:g}; allowed: {low:g} to {high:g}")
    if isinstance(asked.towards, float | int) and not -360.0 <= asked.towards <= 360.0:
        raise InputError(f"towards {asked.towards:g} deg; allowed: -360 to 360")
    if asked.towards is not None and asked.azimuth_deg is not None:
        raise InputError("towards and azimuth; allowed: one of them")
    if isinstance(asked.towards, str | tuple) and asked.range_km is not None:
        raise InputError("towards a place and a range; allowed: one of them")
    if asked.kick_deg is not None:
        if asked.range_km is not None or asked.apogee_km is not None or asked.greatest:
            raise InputError(
                "a kick and a range, apogee or the greatest range; allowed: one of them"
            )
        if asked.towards is not None:
            raise InputError("a kick and towards; allowed: a kick and an azimuth")
    if asked.greatest and (asked.range_km is not None or asked.apogee_km is not None or isinstance(asked.towards, str | tuple)):  # fmt: skip
        raise InputError("the greatest range, and a range, apogee or place; allowed: one of them")
    if asked.end_of_thrust_s is not None:
        if asked.range_km is not None or isinstance(asked.towards, str | tuple):
            raise InputError("an end of thrust and a range or a place; allowed: one of them: the range decides when thrust ends")  # fmt: skip
        if asked.ring is not None:
            raise InputError("an end of thrust and a ring; allowed: one of them: a ring is of the farthest flights")  # fmt: skip


def _course_of(asked: FlyQuestion) -> _Course:
    latitude, longitude, place = _place("from", asked.site)
    if asked.towards is None:
        azimuth = _EASTWARD if asked.azimuth_deg is None else asked.azimuth_deg % 360.0
        words = f"launched at an azimuth of {azimuth:g} deg" + (" (eastward: none was given)" if asked.azimuth_deg is None else "")  # fmt: skip
        return _Course(latitude, longitude, place, azimuth, None, asked.range_km, words)
    if isinstance(asked.towards, float | int):
        bearing = float(asked.towards) % 360.0
        return _Course(latitude, longitude, place, bearing, bearing, asked.range_km, f"to come down on a bearing of {bearing:g} deg")  # fmt: skip
    to_lat, to_lon, to = _place("towards", asked.towards)
    bearings, ranges = course(latitude, longitude, to_lat, to_lon)
    away = float(ranges)
    if not 10.0 <= away <= FARTHEST_KM:
        raise InputError(f"{to} is {away:,.0f} km from {place}; allowed: 10 to {FARTHEST_KM:g} km")
    bearing = float(bearings) % 360.0
    return _Course(latitude, longitude, place, bearing, bearing, away, f"to {to}, {away:,.0f} km away")  # fmt: skip


def _place(what: str, named: Place) -> tuple[float, float, str]:
    """Latitude, longitude (deg) and what it is called."""
    if isinstance(named, str):
        latitude, longitude = middle_of(named)
        return latitude, longitude, name_of(named)
    latitude, longitude = named
    if not (-90.0 <= latitude <= 90.0 and -180.0 <= longitude <= 180.0):
        raise InputError(f"{what} {latitude:g},{longitude:g}; allowed: latitude -90 to 90, longitude -180 to 180")  # fmt: skip
    return latitude, longitude, place_words(latitude, longitude)


def _vehicles_of(entry: NotionalVehicle | Booster | Missile) -> list[NotionalVehicle]:
    """The notional vehicles that stand for it, in order."""
    if isinstance(entry, NotionalVehicle):
        return [entry]
    booster = entry if isinstance(entry, Booster) else catalog().get(entry.booster, Booster, "booster")  # fmt: skip
    return [catalog().get(v, NotionalVehicle, "vehicle") for v in booster.vehicles]


def _plans(asked: FlyQuestion, range_km: float | None) -> list[tuple[str, Wanted]]:
    """The flights to be looked for, each with its shape as it is asked for."""
    if asked.kick_deg is not None:
        return [("as kicked", Wanted(kick_deg=asked.kick_deg, end_s=asked.end_of_thrust_s))]
    if range_km is None and asked.apogee_km is None:
        # A ring alone asks for no flight.
        if asked.ring is not None and not asked.greatest:
            return []
        return [("farthest", Wanted(end_s=asked.end_of_thrust_s))]
    if asked.apogee_km is not None:
        return [("lofted", Wanted(None, asked.end_of_thrust_s, range_km, asked.apogee_km))]
    return [(shape, Wanted(range_km=range_km, shape=shape)) for shape in _SHAPES]


def _by_vehicle(
    asked: FlyQuestion,
    entry: NotionalVehicle | Booster | Missile,
    vehicle: NotionalVehicle,
    way: _Course,
) -> FlownMissile:
    sources = Sources()
    flown = vehicle.vehicle(lambda key, f: sources.figure(f"vehicle.{vehicle.id}.{key}", f))
    if asked.payload_kg is not None:
        flown = replace(flown, payload=asked.payload_kg)
        if flown.lift_off_thrust_to_weight <= 1.0:
            raise InputError(f"payload_kg {asked.payload_kg:g}: it cannot lift off; allowed: less")
        sources.plain(f"vehicle.{vehicle.id}.payload_kg", asked.payload_kg, "assumed", f"set by hand (the catalogue has {vehicle.payload_kg.value:g})")  # fmt: skip
    launch = VehicleLaunch(flown, way.latitude_deg, way.longitude_deg)
    end = asked.end_of_thrust_s
    if end is not None and not launch.least_end_s <= end <= flown.burn_time:
        raise InputError(f"end_of_thrust_s {end:g}; allowed: {launch.least_end_s:g} to {flown.burn_time:g}")  # fmt: skip
    flights, missing = [], []
    for shape, wanted in _plans(asked, way.range_km):
        try:
            found = solved(launch, way.azimuth_deg, wanted, way.bearing_deg)
        except InputError as error:
            missing.append(UnflownFlight(shape, str(error)))  # type: ignore[arg-type]
            continue
        named = _shape_of(launch, way, shape, wanted, found)
        flights.append(_flight(launch, named, wanted, found))
    if missing and not flights:
        raise InputError(missing[0].reason)
    words = f"{vehicle.name}, flown stage by stage through the air over the turning Earth"
    if asked.payload_kg is not None:
        words += f", with a payload of {asked.payload_kg:,g} kg in place of {vehicle.payload_kg.value:,g} kg"  # fmt: skip
    return _answer(asked, entry, way, _Flown("vehicle", vehicle.id, words, flights, missing, _ring(launch, asked), sources))  # fmt: skip


def _shape_of(launch: VehicleLaunch, way: _Course, shape: str, wanted: Wanted, found: Shots) -> str:
    """A flight by range and apogee is steeper, or flatter, than that of least burn to the same range."""
    if wanted.apogee_km is None:
        return shape
    try:
        plain = Wanted(range_km=float(found.range_km[0]), shape="minimum-energy")
        least = solved(launch, float(found.azimuth_deg[0]), plain, None)
    except InputError:
        return shape  # with all its speed it comes no nearer than this: the Earth turns farther
    return "lofted" if found.apogee_km[0] >= least.apogee_km[0] else "depressed"


def _flight(launch: VehicleLaunch, shape: str, wanted: Wanted, found: Shots) -> FlownFlight:
    one = {n: float(np.ravel(getattr(found, n))[0]) for n in Shots.__dataclass_fields__}
    path = launch.path(one["azimuth_deg"], one["kick_deg"], one["end_s"])
    early = launch.vehicle.burn_time - one["end_s"]
    return FlownFlight(
        shape=shape,  # type: ignore[arg-type]
        azimuth_deg=one["azimuth_deg"] % 360.0,
        kick_deg=one["kick_deg"],
        bearing_deg=one["bearing_deg"],
        range_km=one["range_km"],
        apogee_km=one["apogee_km"],
        apogee_s=one["apogee_s"],
        flight_time_s=one["time_s"],
        burnout_s=one["end_s"],
        thrust_ended_early_s=early if early > _MARGIN_S else 0.0,
        burnout_speed_km_s=one["burnout_speed_km_s"],
        burnout_height_km=one["burnout_height_km"],
        burnout_downrange_km=one["burnout_downrange_km"],
        burnout_elevation_deg=one["burnout_elevation_deg"],
        end_speed_km_s=one["ground_speed_km_s"],
        latitude_deg=one["latitude_deg"],
        longitude_deg=one["longitude_deg"],
        half_way_round=wanted.range_km is None
        and wanted.apogee_km is None
        and bool(found.half_way),
        note=_short_note(wanted, one["apogee_km"]),
        way=_way(path, one["end_s"], launch.latitude_deg, launch.longitude_deg),
    )


def _short_note(wanted: Wanted, apogee_km: float) -> str | None:
    """Of an apogee that is missed by less than a hundredth."""
    if wanted.apogee_km is None or abs(apogee_km - wanted.apogee_km) < 0.05:
        return None
    lack = wanted.apogee_km - apogee_km
    return f"with all its speed it falls {lack:,.1f} km ({100.0 * lack / wanted.apogee_km:.2g} %) short of the apogee of {wanted.apogee_km:,g} km"


def _way(path: Array, burnout_s: float, latitude_deg: float, longitude_deg: float) -> tuple[FlownPoint, ...]:  # fmt: skip
    """Some points of a path (m, 5): those of the boost closer."""
    time = path[:, 0]
    wanted = np.concatenate([np.linspace(0.0, burnout_s, _BOOST_POINTS), np.linspace(burnout_s, time[-1], _FALL_POINTS)])  # fmt: skip
    which = np.unique(np.minimum(np.searchsorted(time, wanted), time.size - 1))
    some = path[which]
    away = course(latitude_deg, longitude_deg, some[:, 1], some[:, 2])[1]
    return tuple(
        FlownPoint(t, lat, lon, abs(up) if abs(up) < 1e-6 else up, speed, far)
        for (t, lat, lon, up, speed), far in zip(some.tolist(), away.tolist(), strict=True)
    )


def _ring(launch: VehicleLaunch, asked: FlyQuestion) -> RangeRing | None:
    if asked.ring is None:
        return None
    azimuths = np.linspace(0.0, 360.0, asked.ring, endpoint=False)
    far, half_way = ring(launch, azimuths)
    rim = tuple(zip(far.latitude_deg.tolist(), far.longitude_deg.tolist(), strict=True))
    return RangeRing(tuple(azimuths.tolist()), tuple(far.range_km.tolist()), rim, int(half_way.sum()))  # fmt: skip


def _by_figures(asked: FlyQuestion, entry: NotionalVehicle | Booster | Missile, way: _Course) -> FlownMissile:  # fmt: skip
    """By the booster's figures; the azimuth is then the bearing of where it comes down."""
    for name in ("kick_deg", "end_of_thrust_s", "payload_kg"):
        if getattr(asked, name) is not None:
            raise InputError(f"{name}: {entry.id} is flown by figures, and has no stages; allowed: a vehicle, or a booster that has one")  # fmt: skip
    sources = Sources()
    assert not isinstance(entry, NotionalVehicle)  # noqa: S101
    boost = boost_of(entry.id if isinstance(entry, Booster) else entry.booster, sources)
    greatest = boost.greatest_range_km
    if isinstance(entry, Missile):
        greatest = sources.figure(f"missile.{entry.id}.range_km", entry.range_km)
    launch = FigureLaunch(boost, way.latitude_deg, way.longitude_deg, greatest)
    bearing = way.azimuth_deg if way.bearing_deg is None else way.bearing_deg
    flights, missing = [], []
    for shape, wanted in _plans(asked, way.range_km):
        try:
            found = _figure_flight(launch, bearing, wanted)
        except InputError as error:
            missing.append(UnflownFlight(shape, str(error)))  # type: ignore[arg-type]
            continue
        named = shape if wanted.apogee_km is None else "lofted" if found.ratio >= 1.0 else "depressed"  # fmt: skip
        flights.append(_from_figures(launch, named, wanted, found))
    if missing and not flights:
        raise InputError(missing[0].reason)
    around = None
    if asked.ring is not None:
        azimuths = np.linspace(0.0, 360.0, asked.ring, endpoint=False)
        lat, lon = launch.ring(azimuths)
        rim = tuple(zip(lat.tolist(), lon.tolist(), strict=True))
        past = asked.ring if launch.farthest_km >= FARTHEST_KM else 0
        around = RangeRing(tuple(azimuths.tolist()), (launch.farthest_km,) * asked.ring, rim, past)
    words = f"Figures of {name_of(boost.id)}: a boost of a given time, height and distance, then an arc over the turning Earth; its greatest range is the published one in every direction"
    return _answer(asked, entry, way, _Flown("figures", boost.id, words, flights, missing, around, sources))  # fmt: skip


def _figure_flight(launch: FigureLaunch, bearing: float, wanted: Wanted) -> FigureFlight:
    if wanted.range_km is None and wanted.apogee_km is not None:
        raise InputError(f"an apogee alone: {launch.boost.id} is flown by figures, and has no stages; allowed: an apogee and a range")  # fmt: skip
    if wanted.range_km is None:
        return launch.to_range(bearing, launch.farthest_km, "minimum-energy")
    if wanted.apogee_km is None:
        return launch.to_range(bearing, wanted.range_km, wanted.shape or "minimum-energy")
    return launch.to_both(bearing, wanted.range_km, wanted.apogee_km)


def _from_figures(launch: FigureLaunch, shape: str, wanted: Wanted, found: FigureFlight) -> FlownFlight:  # fmt: skip
    path, boost = found.way, launch.boost
    bearing, away = course(launch.latitude_deg, launch.longitude_deg, path[-1, 1], path[-1, 2])
    return FlownFlight(
        shape=shape,  # type: ignore[arg-type]
        azimuth_deg=found.azimuth_deg,
        kick_deg=None,
        bearing_deg=float(bearing) % 360.0,
        range_km=float(away),
        apogee_km=found.apogee_km,
        apogee_s=found.apogee_s,
        flight_time_s=float(path[-1, 0]),
        burnout_s=boost.burnout_time_s,
        thrust_ended_early_s=0.0,
        burnout_speed_km_s=found.burnout_speed_km_s,
        burnout_height_km=boost.burnout_height_km,
        burnout_downrange_km=boost.downrange_km,
        burnout_elevation_deg=found.burnout_elevation_deg,
        end_speed_km_s=float(path[-1, 4]),
        latitude_deg=float(path[-1, 1]),
        longitude_deg=float(path[-1, 2]),
        half_way_round=wanted.range_km is None and launch.farthest_km >= FARTHEST_KM,
        note=_short_note(wanted, found.apogee_km),
        way=_way(path, boost.burnout_time_s, launch.latitude_deg, launch.longitude_deg),
    )


@dataclass(frozen=True, eq=False)
class _Flown:
    """What a model made of the question."""

    model: Literal["vehicle", "figures"]
    id: str
    words: str
    flights: Sequence[FlownFlight]
    missing: Sequence[UnflownFlight]
    ring: RangeRing | None
    sources: Sources


def _answer(asked: FlyQuestion, entry: NotionalVehicle | Booster | Missile, way: _Course, flown: _Flown) -> FlownMissile:  # fmt: skip
    changes = [] if asked.payload_kg is None else [f"a payload of {asked.payload_kg:,g} kg"]
    return FlownMissile(
        title=title_with(f"{entry.name} from {way.place}", changes),
        reassure_version=version("reassure"),
        asked=entry.id,
        model=flown.model,
        model_id=flown.id,
        model_words=flown.words,
        latitude_deg=way.latitude_deg,
        longitude_deg=way.longitude_deg,
        place=way.place,
        wanted=_wanted_words(asked, way),
        flights=tuple(flown.flights),
        missing=tuple(flown.missing),
        ring=flown.ring,
        sources=tuple(flown.sources.rows.values()),
    )


def _wanted_words(asked: FlyQuestion, way: _Course) -> str:
    parts = [way.to] if _plans(asked, way.range_km) else []
    if asked.range_km is not None:
        parts.append(f"range {asked.range_km:g} km")
    if asked.apogee_km is not None:
        parts.append(f"apogee {asked.apogee_km:g} km")
    if asked.kick_deg is not None:
        parts.append(f"kick {asked.kick_deg:g} deg")
    if asked.end_of_thrust_s is not None:
        parts.append(f"thrust ended after {asked.end_of_thrust_s:g} s")
    if asked.payload_kg is not None:
        parts.append(f"payload {asked.payload_kg:g} kg")
    if asked.ring is not None:
        parts.append(f"the farthest flights in {asked.ring} azimuths")
    return ", ".join(parts)
