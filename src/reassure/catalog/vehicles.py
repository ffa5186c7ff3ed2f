"""Notional vehicles: what a flyout takes, stage by stage, and which published figure it was set to meet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from reassure.catalog.entries import Entry
from reassure.catalog.figure import Figure, Status, within
from reassure.catalog.table import Table
from reassure.errors import VehicleError
from reassure.flight.vehicle import Stage, Vehicle

__all__ = ["Meets", "NotionalVehicle", "StageTable", "VehicleFigures"]


class StageTable(Table):
    """A stage of a vehicle. Stages stand in the order in which they burn."""

    propellant_kg: Annotated[Figure, within(1.0, 1e6, "kg")]
    """Burnt at a constant rate over the burn time."""
    dry_kg: Annotated[Figure, within(0.0, 1e6, "kg")]
    """What is left of the stage at its burnout, and is then dropped."""
    burn_time_s: Annotated[Figure, within(0.5, 600.0, "s")]
    """The propellant burns at a constant rate for this long."""
    # Solid propellants reach some 250 to 300 s, hydrogen and oxygen some 450 s.
    vacuum_specific_impulse_s: Annotated[Figure, within(100.0, 500.0, "s")]
    """Thrust in vacuum over the weight of the propellant that burns each second."""
    exit_area_m2: Annotated[Figure, within(0.0, 20.0, "m2")] = Figure(value=0.0)
    """Of the nozzle: the air's pressure on it lessens the thrust. 0: the thrust in vacuum everywhere."""
    coast_s: Annotated[Figure, within(0.0, 600.0, "s")] = Figure(value=0.0)
    """From the burnout, with the stage already dropped, to the next ignition. 0 for the last stage."""


class Meets(Table):
    """A published figure that a vehicle was set to meet, and what the model makes of it."""

    quantity: Literal[
        "burnout_speed_km_s", "range_km", "apogee_km", "lofted_range_km", "lofted_apogee_km", "lofted_flight_time_min",
    ]  # fmt: skip
    value: float
    """As published, in the unit that ends `quantity`."""
    modelled: float
    """What the flyout of the vehicle makes of it, in the same unit (design/vehicles.py)."""
    status: Status
    source: str


def _drag(data: Any) -> tuple[tuple[float, float], ...]:
    """Pairs of Mach number and drag coefficient. Refused are Mach numbers that do not rise."""
    good = isinstance(data, (list, tuple)) and all(
        isinstance(p, (list, tuple))
        and len(p) == 2
        and all(isinstance(c, (int, float)) and not isinstance(c, bool) for c in p)
        for p in data
    )
    # the curves of the catalogue have six points; each step of a flyout looks through them
    if not good or not 1 <= len(data) <= 100:
        raise PydanticCustomError(
            "drag", "allowed: [[Mach number, drag coefficient], ...], 1 to 100"
        )
    points = tuple((float(a), float(b)) for a, b in data)
    machs = [m for m, _ in points]
    # strictly rising, since the flyout interpolates between neighbours and divides by their distance
    if machs != sorted(set(machs)) or not all(
        0.0 <= m <= 50.0 and 0.0 <= c <= 5.0 for m, c in points
    ):
        raise PydanticCustomError(
            "drag", "allowed: Mach numbers in rising order, 0 to 50, and coefficients of 0 to 5"
        )
    return points


# For callers that want the vehicle and note no sources.
def _as_it_stands(key: str, figure: Figure) -> float:
    return figure.value


class VehicleFigures(Table):
    """What the flyout of a vehicle takes: every figure of the stages and the body."""

    payload_kg: Annotated[Figure, within(1.0, 1e5, "kg")]
    """What is left after the last stage."""
    reference_area_m2: Annotated[Figure, within(1e-3, 50.0, "m2")]
    """The area that the drag coefficients refer to."""
    vertical_rise_s: Annotated[Figure, within(0.1, 120.0, "s")]
    """Straight up from the launch, before the kick."""
    drag: Annotated[tuple[tuple[float, float], ...], BeforeValidator(_drag)]
    """Pairs of Mach number and drag coefficient, Mach numbers rising."""
    stage: Annotated[list[StageTable], Field(min_length=1, max_length=8)]
    """From the first that burns to the last."""

    @model_validator(mode="after")
    def _can_fly(self) -> VehicleFigures:
        try:
            vehicle = self.vehicle()
        except VehicleError as error:
            raise PydanticCustomError("vehicle", "{reason}", {"reason": str(error)}) from error
        # Vehicle looks at each stage alone; whether the first one lifts the whole is looked at here.
        ratio = vehicle.lift_off_thrust_to_weight
        if ratio <= 1.0:
            raise PydanticCustomError(
                "vehicle",
                "it cannot lift off: thrust over weight on the ground is {ratio}; allowed: above 1",
                {"ratio": f"{ratio:.3f}"},
            )
        return self

    def vehicle(self, take: Callable[[str, Figure], float] = _as_it_stands) -> Vehicle:
        """The vehicle as the core takes it, in SI.

        `take`: from a figure's key (`stage.1.dry_kg`, stages counted from 1) and the figure to its value; a caller that
        notes sources notes them there. Raises VehicleError for figures with which nothing flies.
        """

        def of_stage(i: int, stage: StageTable) -> Stage:
            def figure(name: str) -> float:
                return take(f"stage.{i}.{name}", getattr(stage, name))

            return Stage(
                propellant=figure("propellant_kg"),
                dry=figure("dry_kg"),
                burn_time=figure("burn_time_s"),
                vacuum_specific_impulse=figure("vacuum_specific_impulse_s"),
                exit_area=figure("exit_area_m2"),
                coast=figure("coast_s"),
            )

        return Vehicle(
            stages=tuple(of_stage(i + 1, stage) for i, stage in enumerate(self.stage)),
            payload=take("payload_kg", self.payload_kg),
            reference_area=take("reference_area_m2", self.reference_area_m2),
            vertical_rise=take("vertical_rise_s", self.vertical_rise_s),
            drag=self.drag,
        )


class NotionalVehicle(Entry, VehicleFigures):
    """A notional vehicle, and how near it comes to what is published."""

    drag_source: str = ""
    """Where the drag curve is from: it is no `Figure`, so it has no source of its own."""
    published: Annotated[list[Meets], Field(default=[])]
    """Held by tests/catalog/test_vehicles.py, which flies the vehicle."""
