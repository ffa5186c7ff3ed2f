"""Footprints computed: the area that a deployment could protect, and the launch area it denies."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reassure.answers.footprint import Footprint, GroundCell
from reassure.engagement.flights import columns, earth_fixed, fly
from reassure.engagement.flyouts import LaunchSites, agree, fans_of, nodes_along, stand_of
from reassure.engagement.launch_times import launch_times
from reassure.engagement.outside import outside
from reassure.errors import ScenarioError
from reassure.flight.family import FLIGHT_COLUMNS, FREE_FLIGHT_TIME
from reassure.flight.outcome import (
    BELOW_GROUND,
    NO_AZIMUTH,
    REMEDY,
    SOLVED,
    TOO_NEAR,
    Outcome,
)
from reassure.geography.geodesics import distance_km
from reassure.geography.grid import Grid
from reassure.geography.regions import Disc, Region
from reassure.machine.cores import cores
from reassure.reach.flyouts.footprint import to_spare
from reassure.scenario import Scenario, load
from reassure.scenario.change import put_at
from reassure.scenario.missiles import missile_of, region_of
from reassure.scenario.places import sampled
from reassure.scenario.question import Battery, Place, Question, RegionalMissile
from reassure.scenario.reader import fingerprint
from reassure.scenario.resolve import deployment_of
from reassure.typing import Array, IntArray, Progress, quiet
from reassure.words.counts import counted

__all__ = ["footprint"]


FEWEST_CELLS, MOST_CELLS = 4, 1000
"""Along the longer side of a grid."""

_CHUNK = 128  # cells handed to a thread at a time
_MOST_FLIGHTS = 20_000_000  # counted before any is made, as if every cell were within range
_KEEP = 4_000_000  # nodes of 32 bytes: 128 MB for each thread
_BESIDE_KM = 5.0  # beyond the end of a boost: over the Equator 1 to 2 km are too near to lead into


@dataclass(frozen=True, eq=False)
class _Task:
    """What every cell has in common: the other ends of its flights, and who is to meet them."""

    question: Question
    battery: Battery
    stand: LaunchSites
    missile: RegionalMissile
    others: tuple[Array, Array]
    """Latitudes and longitudes (o,), deg: launch points, or with `denied` the region's points."""
    denied: bool
    """Cells are where flights begin, and not where they end."""


def footprint(
    scenario: Scenario | str | Path,
    *,
    deployment: str,
    against: str,
    protect: str | None = None,
    denied: bool = False,
    cells: int = 100,
    not_over: Sequence[str] = (),
    progress: Progress | None = None,
) -> Footprint:
    """Where a deployment could meet every flight of a regional missile, by its interceptor's vehicle.

    `deployment`: its id in the scenario. `against`: id of a missile, in the scenario or the catalogue. `protect`: id of
    a region; then only its ground is looked at, instead of all that the missile can reach. `denied`: the cells are
    places of launch at that region instead. `cells`: along the longer side, 4 to 1,000. `not_over`: ids of regions above whose
    ground no intercept counts. `progress`: called with (parts done, parts in all). Raises ScenarioError or RegionError where one cannot be used.
    """
    if not isinstance(scenario, Scenario):
        scenario = load(scenario)
    _check_cells(cells)
    question = _armed(scenario, deployment, not_over)
    battery = question.batteries[0]
    missile = missile_of(scenario, against)
    region = None if protect is None else region_of(scenario, protect)
    grid, asked, others = _ground(missile, region, denied, cells)
    flights = grid.rows * grid.columns * len(others) * len(missile.flight_time_ratio)
    if flights > _MOST_FLIGHTS:
        raise ScenarioError(
            f"some {flights} flights; allowed: at most {_MOST_FLIGHTS}; fewer cells, or a larger spacing_km"
        )
    lat, lon = grid.middles()
    flat = lat.ravel(), lon.ravel()
    wanted = np.flatnonzero(np.isfinite(flat[0]) & asked(*flat))
    if not wanted.size:
        raise ScenarioError(
            f"no cell has its middle in region {protect}; allowed: more cells along a side"
        )
    out = _filled(question, missile, columns(others), denied, flat, wanted, progress or quiet)
    return Footprint(
        title=scenario.title,
        scenario_sha256=fingerprint(scenario),
        reassure_version=version("reassure"),
        deployment=battery.id,
        interceptor=battery.interceptor,
        vehicle=battery.vehicle_id or "",
        missile=missile.id,
        launch=missile.launch,
        range_km=missile.range_km,
        region=protect,
        denied=denied,
        grid=grid,
        latitude_deg=lat,
        longitude_deg=lon,
        sources=question.sources + missile.sources,
        intercept_heights_km=battery.intercept_heights_km,
        not_over=tuple(not_over),
        **out.on(grid),
    )


def _check_cells(cells: int) -> None:
    if not FEWEST_CELLS <= cells <= MOST_CELLS:
        raise ScenarioError(
            f"{counted(cells, 'cell')} along a side; allowed: {FEWEST_CELLS} to {MOST_CELLS}"
        )


def _armed(scenario: Scenario, deployment: str, not_over: Sequence[str]) -> Question:
    """One deployment whose interceptor has a vehicle, with what is barred to it."""
    barred = tuple(region_of(scenario, name) for name in not_over)
    question = put_at(deployment_of(scenario, deployment), ["batteries", 0, "barred"], barred)
    battery = question.batteries[0]
    if battery.vehicle is None:
        raise ScenarioError(
            f"deployment {deployment}: its interceptor {battery.interceptor} names no vehicle; "
            "allowed: vehicle = a notional vehicle of the catalogue, or a table"
        )
    return question


def _filled(
    question: Question,
    missile: RegionalMissile,
    others: tuple[Array, Array],
    denied: bool,
    flat: tuple[Array, Array],
    wanted: IntArray,
    tell: Progress,
) -> _Cells:
    """The cells, those that are wanted worked out in threads, the others outside. `others`: the other ends of their
    flights, `flat`: the cells' middles, both latitudes and longitudes (deg), NaN where the corner of a grid over most
    of the Earth lies beyond the antipode; `wanted`: indices into these.
    """
    battery = question.batteries[0]
    assert battery.vehicle is not None  # noqa: S101  (refused before)
    out = _blank(flat[0].size)
    out.kind[wanted] = GroundCell.OUT_OF_RANGE
    spans = [wanted[a : a + _CHUNK] for a in range(0, wanted.size, _CHUNK)]
    with ThreadPoolExecutor(cores()) as pool:
        tell(0, max(1, len(spans)))
        armed = [(battery, battery.vehicle)]
        fans = fans_of(armed, pool)
        agree(armed, fans)
        stand = stand_of(battery, battery.vehicle, fans[battery.vehicle])
        task = _Task(question, battery, stand, missile, others, denied)
        places = [(flat[0][span], flat[1][span]) for span in spans]
        found = pool.map(lambda at: _cells(task, at), places)
        for i, (span, part) in enumerate(zip(spans, found, strict=True)):
            for name in _Cells.__dataclass_fields__:
                getattr(out, name)[span] = getattr(part, name)
            tell(i + 1, len(spans))
    return out


# From latitudes and longitudes (n,), deg, to whether each place is asked about (n,).
Asked = Callable[[Array, Array], NDArray[np.bool_]]


def _ground(
    missile: RegionalMissile, region: Region | None, denied: bool, cells: int
) -> tuple[Grid, Asked, tuple[Place, ...]]:
    """The grid, which of its places are asked about, and the other ends of the flights."""
    everywhere: Asked = lambda lat, lon: np.ones(lat.shape, bool)  # noqa: E731
    if denied:
        if region is None:
            raise ScenarioError(
                "a launch area is denied for a region; allowed: with protect, a region's id"
            )
        aims = tuple(sampled("region", region, missile.spacing_km))
        return _around(region, missile, aims, cells), everywhere, aims
    if isinstance(region, Disc) and region.radius_km < 1.0:
        return Grid.around(*region.middle(), 1.0, 1), everywhere, missile.launches  # a point
    if region is not None:
        return Grid.over(region, cells), region.holds, missile.launches
    return _around(missile.area, missile, missile.launches, cells), everywhere, missile.launches


def _around(area: Region, missile: RegionalMissile, points: tuple[Place, ...], cells: int) -> Grid:
    """A grid over all that lies within the missile's range of an area."""
    middle = area.middle()
    lat, lon = columns(points)
    # by the triangle inequality nothing within range of a point lies farther from the middle
    away = float(distance_km(*middle, lat, lon).max())
    return Grid.around(*middle, missile.range_km + away, cells)


@dataclass(frozen=True, eq=False)
class _Cells:
    """Answers for c cells."""

    kind: IntArray
    """(c,): GroundCell."""
    margin: Array
    """(c,), s: launch delay less latest launch against the worst flight; NaN where there is none."""
    flights: IntArray
    """(c,): how many flights a cell stands for."""
    worst: Array
    """(c, 2), deg: latitude and longitude of the worst flight's other end; NaN where there is no flight."""
    site: Array
    """(c, 2), deg: latitude and longitude from where it is met; NaN where it is not."""

    def on(self, grid: Grid) -> dict[str, Any]:
        """As the arrays of a footprint."""
        shape = (grid.rows, grid.columns)
        arrays = {
            "cell": self.kind,
            "margin_s": self.margin,
            "flights": self.flights,
            "worst_latitude_deg": self.worst[:, 0],
            "worst_longitude_deg": self.worst[:, 1],
            "site_latitude_deg": self.site[:, 0],
            "site_longitude_deg": self.site[:, 1],
        }
        return {name: values.reshape(shape) for name, values in arrays.items()}


def _blank(count: int) -> _Cells:
    return _Cells(
        kind=np.full(count, int(GroundCell.OUTSIDE)),
        margin=np.full(count, np.nan),
        flights=np.zeros(count, np.int64),
        worst=np.full((count, 2), np.nan),
        site=np.full((count, 2), np.nan),
    )


def _cells(task: _Task, at: tuple[Array, Array]) -> _Cells:
    """Answers for c cells (latitudes, longitudes (c,), deg)."""
    out = _blank(at[0].size)
    c, ratios = at[0].size, np.array(task.missile.flight_time_ratio)
    o = task.others[0].size
    near = distance_km(at[0][:, None], at[1][:, None], *(a[None, :] for a in task.others))  # (c, o)
    # One pair of indices for each flight in range, shape aside: m of them.
    cell, other = np.nonzero(near <= task.missile.range_km)
    # Each kind is set over those before it: the order decides where two would do.
    out.kind[:] = GroundCell.OUT_OF_RANGE
    if not cell.size:
        return out
    out.kind[np.unique(cell)] = GroundCell.TOO_NEAR
    far = np.zeros(c, bool)
    ends = (at[0][cell], at[1][cell]), (task.others[0][other], task.others[1][other])
    origin, aim = ends if task.denied else ends[::-1]
    # all zeros, with no free flight, where there is no flight
    groups = np.zeros((c, o, ratios.size, FLIGHT_COLUMNS))
    delays = np.full((c, o, ratios.size), np.inf)
    for r, ratio in enumerate(ratios):
        outcome, rows, _ = fly(task.missile.boost, origin, aim, np.full(cell.size, ratio))
        # an aim hardly beyond the boost: the Earth turns it aside faster than any boost could lead
        beside = near[cell, other] <= task.missile.boost.downrange_km + _BESIDE_KM
        outcome[beside & (outcome == NO_AZIMUTH)] = TOO_NEAR
        good = outcome == SOLVED
        far[cell[outcome == BELOW_GROUND]] = True
        _need_flights(task.missile, outcome, origin, aim)
        groups[cell[good], other[good], r] = rows[good]
        bases = earth_fixed(origin[0][good], origin[1][good], np.zeros(int(good.sum())))
        delays[cell[good], other[good], r] = _delays(task, rows[good], bases)
    out.flights[:] = (groups[..., FREE_FLIGHT_TIME] > 0.0).sum(axis=(1, 2))
    stand = task.stand
    split, waits = _split(
        groups.reshape(c, -1, FLIGHT_COLUMNS), delays.reshape(c, -1), task.battery
    )
    nodes = nodes_along(groups.reshape(-1, FLIGHT_COLUMNS), stand.heights)
    spare, which = to_spare(
        stand.fan.arrays(), stand.arrays(), split, waits, nodes, stand.heights, _KEEP,
        split.shape[1] // (o * ratios.size),
    )  # fmt: skip
    # spare (c,): s, minus infinite where some flight is met by no launch; which (c, 2): worst flight, best place.
    # Without a flight they are infinite and -1, which `some` leaves out.
    some = out.flights > 0
    worst, place = which.T
    # the worst flight has no launch at all: the sensors are why, and not the interceptor
    never_sensed = some & np.isinf(delays.reshape(c, -1)[np.arange(c), worst]) & np.isinf(spare)
    out.kind[far] = GroundCell.NO_FLIGHT
    out.kind[some] = np.where(spare >= 0.0, GroundCell.COVERED, GroundCell.TOO_LATE)[some]
    out.kind[some & np.isinf(spare)] = GroundCell.NEVER
    out.kind[never_sensed] = GroundCell.NOT_SENSED
    out.margin[:] = np.where(some & np.isfinite(spare), -spare, np.nan)
    # flights of a cell stand point by point, and shape by shape within a point
    point = worst[some] // ratios.size
    out.worst[some] = np.column_stack([task.others[0][point], task.others[1][point]])
    met = some & np.isfinite(spare)
    out.site[met] = np.degrees(
        np.column_stack([stand.latitudes[place[met]], stand.longitudes[place[met]]])
    )
    return out


def _split(groups: Array, delays: Array, battery: Battery) -> tuple[Array, Array]:
    """Groups (c, g, FLIGHT_COLUMNS) and delays (c, g) with every flight's parts over ground that is not barred, one after another.

    As many rows for each flight. One that is over barred ground throughout stands as it is, with no launch against it.
    """
    if not battery.barred:
        return groups, delays
    c, g = delays.shape
    rows = np.ascontiguousarray(groups.reshape(-1, FLIGHT_COLUMNS))
    flights = np.flatnonzero(rows[:, FREE_FLIGHT_TIME] > 0.0)
    owner, found = outside(np.ascontiguousarray(rows[flights]), battery.barred)
    count = np.bincount(owner, minlength=flights.size)
    parts = max(1, int(count.max(initial=0)))
    out, waits = (
        np.zeros((rows.shape[0], parts, FLIGHT_COLUMNS)),
        np.repeat(delays.ravel(), parts).reshape(-1, parts),
    )
    # Whose parts follow one another: the number of each among its owner's.
    place = np.arange(owner.size) - np.concatenate([[0], np.cumsum(count)])[owner]
    out[flights[owner], place] = found
    none = flights[count == 0]
    out[none, 0], waits[none] = rows[none], np.inf
    return out.reshape(c, g * parts, FLIGHT_COLUMNS), waits.reshape(c, g * parts)


def _need_flights(
    missile: RegionalMissile,
    outcome: IntArray,
    origin: tuple[Array, Array],
    aim: tuple[Array, Array],
) -> None:
    """Refuse to leave a flight out for which there is no reason on the ground."""
    # these three have kinds of cell; with a flight less for another reason a cell would be easier to cover
    lost = np.flatnonzero(~np.isin(outcome, (SOLVED, TOO_NEAR, BELOW_GROUND)))
    if lost.size:
        i = lost[0]
        begin, end = (f"({p[0][i]:.4f}, {p[1][i]:.4f})" for p in (origin, aim))
        why = REMEDY[Outcome(int(outcome[i]))]
        raise ScenarioError(
            f"missile {missile.id}: no flight from (latitude, longitude) {begin} to {end}: {why}"
        )


def _delays(task: _Task, rows: Array, bases: Array) -> Array:
    """Launch delay against each of n flights, s; infinite where never sensed."""
    delays: Array = launch_times(task.question, np.ascontiguousarray(rows), bases).delay_s[0]
    return delays
