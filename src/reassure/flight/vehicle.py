"""A vehicle of one or more stages, as the flyout kernels take it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from reassure.errors import VehicleError
from reassure.typing import Array

__all__ = [
    "COAST",
    "DRAG_COEFFICIENT",
    "DRAG_SLOPE",
    "EXIT_AREA",
    "IGNITION_MASS",
    "MACH",
    "MASS_FLOW",
    "STAGE_BURN_TIME",
    "STANDARD_GRAVITY",
    "VACUUM_THRUST",
    "Stage",
    "Vehicle",
    "VehicleArrays",
]

STANDARD_GRAVITY = 9.80665
"""m/s^2, by definition (3rd CGPM, 1901): turns a specific impulse in seconds into a speed."""

_SEA_LEVEL = 101325.0  # Pa, US Standard Atmosphere 1976, table 2

VACUUM_THRUST: Final = 0  # N
EXIT_AREA: Final = 1  # m^2, of all the stage's nozzles
IGNITION_MASS: Final = 2  # kg, of all that flies when the stage is lit
MASS_FLOW: Final = 3  # kg/s
STAGE_BURN_TIME: Final = 4  # s
COAST: Final = 5  # s, before the next stage is lit
"""Columns of `VehicleArrays.stages`."""

MACH: Final = 0
DRAG_COEFFICIENT: Final = 1
DRAG_SLOPE: Final = 2  # of the coefficient, per Mach number
"""Columns of `VehicleArrays.drag`."""


class VehicleArrays(NamedTuple):
    """A vehicle as the kernels of flight.flyout take it.

    `stages` (n, 6): columns VACUUM_THRUST to COAST; `reference_area`: for drag, m^2;
    `vertical_rise`: s, before the kick; `payload`: mass after the last stage is dropped, kg; `drag`
    (k, 3): columns MACH to DRAG_SLOPE.
    """

    stages: Array
    reference_area: float
    vertical_rise: float
    payload: float
    drag: Array


@dataclass(frozen=True)
class Stage:
    """A stage: it burns its propellant at a steady rate and is then dropped. Masses kg, times s,
    m^2.

    `vacuum_specific_impulse` (s) counts the stage's propellant alone. `coast` (s) follows the burn,
    with the stage already dropped.
    """

    propellant: float
    dry: float
    burn_time: float
    vacuum_specific_impulse: float
    exit_area: float = 0.0
    coast: float = 0.0

    @property
    def flow(self) -> float:
        """Mass flow, kg/s."""
        return self.propellant / self.burn_time

    @property
    def vacuum_thrust(self) -> float:
        """N."""
        return self.flow * self.vacuum_specific_impulse * STANDARD_GRAVITY


@dataclass(frozen=True)
class Vehicle:
    """Stages below a payload (kg), one reference area (m^2) for drag, a vertical rise (s) before
    the kick, and the drag coefficient at Mach numbers in rising order. Raises VehicleError where
    the figures cannot fly.
    """

    stages: tuple[Stage, ...]
    payload: float
    reference_area: float
    vertical_rise: float
    drag: tuple[tuple[float, float], ...]

    def __post_init__(self) -> None:
        """Check what the kernels rely on."""
        if not self.stages:
            raise VehicleError("no stage; allowed: one or more")
        for i, stage in enumerate(self.stages):
            for name in ("propellant", "burn_time", "vacuum_specific_impulse"):
                _above(f"stage {i + 1} {name}", getattr(stage, name), 0.0)
            for name in ("dry", "exit_area", "coast"):
                _at_least(f"stage {i + 1} {name}", getattr(stage, name), 0.0)
        _above("payload", self.payload, 0.0)
        _above("reference_area", self.reference_area, 0.0)
        if self.stages[-1].coast != 0.0:
            raise VehicleError("a coast after the last stage; allowed: 0, the fall follows it")
        if not 0.0 < self.vertical_rise < self.stages[0].burn_time:
            raise VehicleError(
                f"vertical_rise {self.vertical_rise:g} s; "
                f"allowed: above 0 and below the first burn, {self.stages[0].burn_time:g} s"
            )
        machs = [m for m, _ in self.drag]
        if not machs or machs != sorted(set(machs)):
            raise VehicleError("drag: Mach numbers are not in rising order")
        for mach, coefficient in self.drag:
            _at_least("Mach number", mach, 0.0)
            _at_least("drag coefficient", coefficient, 0.0)

    @property
    def lift_off_mass(self) -> float:
        """kg."""
        return self.payload + sum(s.propellant + s.dry for s in self.stages)

    @property
    def burn_time(self) -> float:
        """From lift-off to the last burnout, s."""
        return sum(s.burn_time + s.coast for s in self.stages)

    @property
    def ideal_speed(self) -> float:
        """What the stages give without gravity and air, m/s (Tsiolkovsky)."""
        total, mass = 0.0, self.lift_off_mass
        for s in self.stages:
            ratio = mass / (mass - s.propellant)
            total += s.vacuum_specific_impulse * STANDARD_GRAVITY * math.log(ratio)
            mass -= s.propellant + s.dry
        return total

    @property
    def lift_off_thrust_to_weight(self) -> float:
        """On the ground. At 1 or below it stays there."""
        first = self.stages[0]
        thrust = first.vacuum_thrust - _SEA_LEVEL * first.exit_area
        return thrust / (self.lift_off_mass * STANDARD_GRAVITY)

    def arrays(self) -> VehicleArrays:
        """The vehicle as flight.flyout takes it."""
        rows, mass = [], self.lift_off_mass
        for s in self.stages:
            rows.append([s.vacuum_thrust, s.exit_area, mass, s.flow, s.burn_time, s.coast])
            mass -= s.propellant + s.dry
        return VehicleArrays(
            stages=np.array(rows),
            reference_area=float(self.reference_area),
            vertical_rise=float(self.vertical_rise),
            payload=float(self.payload),
            drag=_with_slopes(self.drag),
        )


def _above(what: str, value: float, bound: float) -> None:
    if not (value > bound and math.isfinite(value)):
        raise VehicleError(f"{what} {value:g}; allowed: above {bound:g}")


def _at_least(what: str, value: float, bound: float) -> None:
    if not (value >= bound and math.isfinite(value)):
        raise VehicleError(f"{what} {value:g}; allowed: {bound:g} or more")


def _with_slopes(points: Sequence[tuple[float, float]]) -> Array:
    """The table (k, 3) with slopes that keep each stretch between its ends: 0 at the ends and at
    peaks, else the harmonic mean of the chords on both sides with Brodlie's weights (Fritsch and
    Butland, SIAM J. Sci. Stat. Comput. 5, 1984, p. 300).
    """
    table = np.zeros((len(points), 3))
    table[:, [MACH, DRAG_COEFFICIENT]] = points
    gaps = np.diff(table[:, MACH])
    chords = np.diff(table[:, DRAG_COEFFICIENT]) / gaps
    for i in range(1, len(points) - 1):
        left, right, a, b = gaps[i - 1], gaps[i], chords[i - 1], chords[i]
        if a * b > 0.0:
            share = (left + 2.0 * right) / (3.0 * (left + right))
            table[i, DRAG_SLOPE] = a * b / (share * b + (1.0 - share) * a)
    return table
