"""A figure or a place of a scenario changed, or one part of what a scenario resolves to.

The one way, for all: sweeps, draws, comparisons, trades, maps, claims and the explorer change figures here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import is_dataclass, replace
from typing import Any, TypeVar, cast

from reassure.catalog.figure import Figure
from reassure.catalog.table import Table
from reassure.scenario.lookup import (
    booster_named,
    infrared_named,
    interceptor_named,
    radar_named,
    vehicle_named,
)
from reassure.scenario.model import DeploymentTable, ForceTable, Scenario, SensorTable
from reassure.scenario.parts import (
    AimDisc,
    BoosterTable,
    InfraredTable,
    InterceptorTable,
    RadarTable,
    SitePoint,
    VehicleTable,
)

__all__ = [
    "Path",
    "Value",
    "alone_at",
    "deployment_with",
    "figure_keys",
    "get_at",
    "interceptor_key",
    "put_at",
    "vehicle_key",
    "with_figures",
]

Path = Sequence[str | int]
"""Where a part is: names of fields and places in lists, outermost first."""
Value = float | Figure
"""A number takes the place of a figure's value and leaves its interval and source; a Figure takes its whole place."""

Thing = TypeVar("Thing")


def get_at(thing: Any, path: Path) -> Any:
    """The part of a table, dataclass, list or tuple that a path of names and places leads to; the thing itself for an
    empty path.
    """
    for step in path:
        thing = thing[step] if isinstance(step, int) else getattr(thing, step)
    return thing


def put_at(thing: Thing, path: Path, value: Any) -> Thing:
    """A copy of the thing with another value at the end of a path; the value itself for an empty path. Nothing is
    checked anew, and what the path does not lead through is shared with the thing as it was.
    """
    if not path:
        return cast("Thing", value)
    step, rest = path[0], path[1:]
    if isinstance(step, int):
        assert isinstance(thing, list | tuple)  # noqa: S101  (a place is one of a list)
        parts = list(thing)
        parts[step] = put_at(parts[step], rest, value)
        return cast("Thing", parts if isinstance(thing, list) else tuple(parts))
    changed = {step: put_at(getattr(thing, step), rest, value)}
    if isinstance(thing, Table):
        # model_copy runs no validator
        return cast("Thing", thing.model_copy(update=changed))
    assert is_dataclass(thing)  # noqa: S101  (what has names is a table or a dataclass)
    return cast("Thing", replace(cast("Any", thing), **changed))


def with_figures(scenario: Scenario, values: Mapping[str, Value]) -> Scenario:
    """The scenario with other figures, by their keys as an answer lists them under `sources`.

    A catalogue entry of which a figure changes is written out in its place, so `resolve` lists it under the
    deployment that has it. A key that the scenario does not have changes nothing. Nothing is checked anew: `resolve`
    refuses what cannot be. Regional missiles keep their boosters.
    """
    if not values:
        return scenario
    asked = _by_table(values)
    return scenario.model_copy(
        update={
            "force": [_force(table, asked) for table in scenario.force],
            "deployment": [_deployment(table, asked) for table in scenario.deployment],
            "sensor": [_sensor(table, asked) for table in scenario.sensor],
        }
    )


def deployment_with(deployment: DeploymentTable, values: Mapping[str, Value]) -> DeploymentTable:
    """One deployment with other figures of its own, of its interceptor and of that one's vehicle, as `with_figures` has it."""
    return _deployment(deployment, _by_table(values))


def _by_table(values: Mapping[str, Value]) -> dict[str, dict[str, Value]]:
    """{"interceptor.sm3-iia": {"burnout_speed_km_s": 5.0}}: by the table's key, then by the figure's name."""
    asked: dict[str, dict[str, Value]] = {}
    for key, value in values.items():
        table, _, name = key.rpartition(".")
        asked.setdefault(table, {})[name] = value
    return asked


def figure_keys(scenario: Scenario) -> set[str]:
    """The keys of the figures that `with_figures` can change: all of a scenario's tables and of the catalogue's entries
    that it names, whether or not an answer uses them.
    """
    return {f"{table}.{name}" for table, figures in _tables(scenario) for name in figures}


_Asked = Mapping[str, Mapping[str, Value]]


def _force(force: ForceTable, asked: _Asked) -> ForceTable:
    booster = booster_named(force.booster)
    wanted = asked.get(f"booster.{booster.id}")
    if wanted:
        force = put_at(force, ["booster"], _changed(_written_out(booster, BoosterTable), wanted))
    for i, aim in enumerate(force.aims):
        if isinstance(aim, AimDisc) and (wanted := asked.get(f"aim.{aim.id}")):
            force = put_at(force, ["aims", i], _changed(aim, wanted))
    return force


def _deployment(deployment: DeploymentTable, asked: _Asked) -> DeploymentTable:
    if wanted := asked.get(f"deployment.{deployment.id}"):
        deployment = _changed(deployment, wanted)
    key = interceptor_key(deployment)
    interceptor = interceptor_named(deployment.interceptor)
    wanted, stages = asked.get(key), _vehicle(interceptor.vehicle, key, asked)
    if not wanted and stages is None:
        return deployment
    # The catalogue is never changed: from here on the deployment has an interceptor of its own.
    table = _changed(_written_out(interceptor, InterceptorTable), wanted or {})
    if stages is not None:
        table = put_at(table, ["vehicle"], stages)
    return put_at(deployment, ["interceptor"], table)


def interceptor_key(deployment: DeploymentTable) -> str:
    """The key under which the figures of a deployment's interceptor stand: "interceptor.ID" for the catalogue's, which
    deployments share, and "deployment.ID.interceptor.ID" for one that is written out.
    """
    if isinstance(deployment.interceptor, str):
        return f"interceptor.{deployment.interceptor}"
    return f"deployment.{deployment.id}.interceptor.{deployment.interceptor.id}"


def vehicle_key(named: str | VehicleTable, owner: str) -> str:
    """The key under which the figures of a vehicle stand. `owner`: that of its interceptor."""
    return f"vehicle.{named}" if isinstance(named, str) else f"{owner}.vehicle.{named.id}"


def _vehicle(named: str | VehicleTable | None, owner: str, asked: _Asked) -> VehicleTable | None:
    """An interceptor's vehicle with other figures; None where none is asked for."""
    if named is None:
        return None
    key = vehicle_key(named, owner)
    table = _written_out(vehicle_named(named), VehicleTable)
    changed = _changed(table, asked.get(key, {}))
    for i in range(len(table.stage)):
        if wanted := asked.get(f"{key}.stage.{i + 1}"):
            changed = put_at(changed, ["stage", i], _changed(table.stage[i], wanted))
    return None if changed is table else changed


def _sensor(sensor: SensorTable, asked: _Asked) -> SensorTable:
    # Figures of the sensor and of its radar or satellite stand under one key, and each table takes its own.
    wanted = asked.get(f"sensor.{sensor.id}")
    if not wanted:
        return sensor
    if sensor.infrared is not None:
        infrared = _written_out(infrared_named(sensor.infrared), InfraredTable)
        return _changed(put_at(sensor, ["infrared"], _changed(infrared, wanted)), wanted)
    assert sensor.radar is not None  # noqa: S101  (the model lets only one be missing)
    radar = _written_out(radar_named(sensor.radar), RadarTable)
    own = put_at(sensor, ["radar"], _changed(radar, wanted))
    if sensor.boresight_deg is None:  # the radar's own counts
        wanted = {name: value for name, value in wanted.items() if name != "boresight_deg"}
    return _changed(own, wanted)


T = TypeVar("T", bound=Table)


def _changed(table: T, wanted: Mapping[str, Value]) -> T:
    """The table with other values for those of the figures that it has; itself, where it has none of them."""
    update: dict[str, Figure] = {}
    for name, value in wanted.items():
        had = getattr(table, name, None)
        # a Figure may stand where there was none: a greatest height of intercept
        if isinstance(value, Figure):
            if name in type(table).model_fields:
                update[name] = value
        elif isinstance(had, Figure):
            update[name] = had.model_copy(update={"value": value})
    return table.model_copy(update=update) if update else table


def _written_out(entry: Table, kind: type[T]) -> T:
    """A catalogue's entry as a table of its own; a table as it is."""
    if isinstance(entry, kind):
        return entry
    held = {name: getattr(entry, name) for name in kind.model_fields}
    # model_construct: the figures were checked when the catalogue was read
    return cast("T", kind.model_construct(**held))


def _tables(scenario: Scenario) -> Iterator[tuple[str, list[str]]]:
    """The key of every table whose figures can be changed, and the names of these."""
    for force in scenario.force:
        booster = booster_named(force.booster)
        yield f"booster.{booster.id}", _figures(booster)
        for aim in force.aims:
            if isinstance(aim, AimDisc):
                yield f"aim.{aim.id}", _figures(aim)
    for deployment in scenario.deployment:
        key = interceptor_key(deployment)
        interceptor = interceptor_named(deployment.interceptor)
        yield f"deployment.{deployment.id}", _figures(deployment)
        yield key, _figures(interceptor)
        if (named := interceptor.vehicle) is not None:
            vehicle = vehicle_named(named)
            own = vehicle_key(named, key)
            # drag coefficients are pairs and no figures: none of them can be changed
            yield own, _figures(vehicle)
            for i, stage in enumerate(vehicle.stage):
                yield f"{own}.stage.{i + 1}", _figures(stage)
    for sensor in scenario.sensor:
        parts: list[Table] = [sensor]
        if sensor.infrared is not None:
            parts.append(infrared_named(sensor.infrared))
        if sensor.radar is not None:
            parts.append(radar_named(sensor.radar))
        yield f"sensor.{sensor.id}", [name for part in parts for name in _figures(part)]


def _figures(table: Table) -> list[str]:
    return [
        name for name in type(table).model_fields if isinstance(getattr(table, name, None), Figure)
    ]


def alone_at(
    scenario: Scenario,
    table: DeploymentTable,
    name: str,
    place: tuple[float, float],
    launch_delay_s: float,
) -> Scenario:
    """The scenario with one table's interceptor as its only deployment, of that name, at a place (WGS84 latitude and
    longitude, deg) and with a launch delay (s, certain). All forces stay, and it faces those that the table faces. Nothing is checked anew.
    """
    site = SitePoint(latitude_deg=place[0], longitude_deg=place[1])
    moved = table.model_copy(
        update={
            "id": name, "area": None, "site": site, "launch_delay_s": Figure(value=launch_delay_s), "sensors": [],
        }
    )  # fmt: skip
    return put_at(scenario, ["deployment"], [moved])
