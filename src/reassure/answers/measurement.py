"""How well a radar can tell an interceptor's burnout speed from a flight test. Frozen."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, ClassVar, Literal

from reassure.answers.document import Document
from reassure.catalog.used import FigureUsed
from reassure.machine.files import whole
from reassure.words.document import GIVEN, OMITTED, OMITTED_IF_EMPTY, PLAIN, Digits

__all__ = ["AccuracyPoint", "ErrorShare", "Measurement", "Sighting", "Told", "TrialFlight", "Watch"]

Told = Literal["told", "not told", "cannot be told", "never seen"]
"""`told`: a difference of the size asked for is seen at the stated risks; `not told`: the speed is measured, but not well
enough for that. `cannot be told`: the looks do not fix a flight. `never seen`: there are none.
"""

_FINE = Digits(9, PLAIN)
"""Of speeds in km/s: micrometres a second, since a good radar tells far less than a metre a second."""
Precise = Annotated[float, _FINE]


@dataclass(frozen=True)
class TrialFlight:
    """The flight test: what is flown, and from where to where."""

    interceptor: str
    site: str
    """The site's id, or what it is called."""
    latitude_deg: float
    longitude_deg: float
    """Of the launch."""
    towards_deg: float
    """Azimuth of the velocity at burnout, clockwise from north."""
    aimed: Literal["by hand", "at the radar"]
    """Where that azimuth is from."""
    flight_path_angle_deg: Annotated[float, GIVEN]
    """Of the Earth-relative velocity at burnout, above the horizontal."""
    burnout_speed_km_s: Annotated[float, GIVEN]
    """Relative to the turning Earth."""
    burnout_height_km: float
    burnout_downrange_km: float
    """Along the ground from the launch."""
    burn_time_s: float
    """From the launch."""
    apogee_km: float | None
    """Height of the highest point above the ellipsoid; None: it stays in the air."""
    end_s: float | None
    """From the launch: back in the air, where the free flight ends; None as the apogee."""


@dataclass(frozen=True)
class Sighting:
    """When a radar looks, and from how far."""

    looks: int
    first_s: float
    """From the launch, as the last."""
    last_s: float
    nearest_km: float
    farthest_km: float
    lowest_deg: float
    """Elevation."""
    highest_deg: float


@dataclass(frozen=True)
class ErrorShare:
    """A figure of the radar, and what it does to the uncertainty."""

    figure: str
    """Its key: "angle_noise_deg"."""
    value: Annotated[float, GIVEN]
    share: Annotated[float, Digits(6)]
    """Of the variance of the speed."""
    halved_km_s: Precise
    """The standard uncertainty if this figure alone were half."""


@dataclass(frozen=True)
class AccuracyPoint:
    """A point of the curve: accuracies times a factor."""

    factor: Annotated[float, Digits(6)]
    angle_noise_deg: Annotated[float, _FINE]
    angle_bias_deg: Annotated[float, _FINE]
    angles_km_s: Precise
    """Standard uncertainty of the speed with noise and bias of the angles times the factor."""
    all_km_s: Precise
    """With all noises and biases times the factor."""


@dataclass(frozen=True)
class Watch:
    """The radar that watches."""

    id: str
    name: str
    kind: str
    latitude_deg: float
    longitude_deg: float
    site_km: float
    """Along the ground to the launch."""


@dataclass(frozen=True)
class Measurement(Document):
    """What one radar can tell of the burnout speed of one flight."""

    FORMAT: ClassVar = "reassure-measure/1"
    COMMAND: ClassVar = "reassure measure --json"
    INDENT: ClassVar = 1

    reassure_version: str
    radar: Watch
    flight: TrialFlight
    verdict: Told
    reason: str | None
    """Why it cannot be told or was never seen; None: it is told, or not."""
    standard_uncertainty_km_s: Annotated[float | None, _FINE]
    """Of the Earth-relative burnout speed; None: there is a reason."""
    best_km_s: Annotated[float | None, _FINE]
    """With every accuracy and the interval of the looks at the better end of its interval; None: it cannot be told then."""
    worst_km_s: Annotated[float | None, _FINE]
    """With all at the worse end; None: it cannot be told then."""
    burnout_time_uncertainty_s: Annotated[float, GIVEN]
    """Standard uncertainty of the moment of burnout; what it adds is in the uncertainties above."""
    second_off_km_s: Precise
    """What a second's error in the moment of burnout does to the speed there."""
    difference_km_s: Annotated[float, GIVEN]
    """The difference of speed that is to be seen."""
    false_alarm: Annotated[float, GIVEN]
    """Greatest risk that a difference is seen where there is none."""
    missed: Annotated[float, GIVEN]
    """Greatest risk that it is not seen."""
    needed_km_s: Precise
    """The greatest standard uncertainty with which it is seen at these risks."""
    seen_km_s: Annotated[float | None, _FINE]
    """The least difference that is seen at these risks."""
    sighting: Annotated[Sighting | None, OMITTED]
    """None: it was never seen."""
    influences: Annotated[tuple[ErrorShare, ...], OMITTED_IF_EMPTY]
    """The greatest share first."""
    enough_all: Annotated[float | None, Digits(6)]
    """By how much all noises and biases may be multiplied until the difference is just seen; None: there is a reason, or it
    is more than `greatest_factor`.
    """
    enough_angles: Annotated[float | None, Digits(6)]
    """The same of noise and bias of the angles alone; None: no factor up to the greatest makes or breaks it."""
    greatest_factor: Annotated[float | None, Digits(6)]
    """The factor at which the angles are 10 deg off, which is no measurement; None: the angles have no error, or there is a
    reason.
    """
    curve: Annotated[tuple[AccuracyPoint, ...], OMITTED_IF_EMPTY]
    """Up to the greatest factor, or to 10,000."""
    sources: tuple[FigureUsed, ...]

    @property
    def dominant(self) -> ErrorShare | None:
        """The figure with the greatest share; None where nothing is told."""
        return self.influences[0] if self.influences else None

    def write_csv(self, path: str | Path) -> None:
        """Write the curve, a row for each factor; whole or not at all. Where nothing is told, one row with the reason."""
        with whole(path) as out:
            writer = csv.writer(out, lineterminator="\n")
            writer.writerow(
                ["factor", "angle_noise_deg", "angle_bias_deg", "uncertainty_angles_km_s", "uncertainty_all_km_s", "needed_km_s", "reason"]
            )  # fmt: skip
            if not self.curve:
                writer.writerow([*[""] * 5, f"{self.needed_km_s:.6g}", self.reason or ""])
            for p in self.curve:
                row = (
                    p.factor,
                    p.angle_noise_deg,
                    p.angle_bias_deg,
                    p.angles_km_s,
                    p.all_km_s,
                    self.needed_km_s,
                )
                writer.writerow([*(f"{v:.6g}" for v in row), ""])
