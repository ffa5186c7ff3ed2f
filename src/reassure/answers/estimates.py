"""The best estimate beside the ideal interceptor: what flyouts of a notional vehicle could reach, and when.

A pair is *within reach* only where there is a witness: one flyout, with its azimuth, kick and launch, that
passes within ten metres of where the flight is at that moment.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import IntEnum
from typing import Annotated, Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from reassure.answers.document import (
    Column,
    Index,
    LatitudeColumn,
    LongitudeColumn,
    Portion,
    WholeColumn,
)
from reassure.typing import Array
from reassure.words.document import BY_UNIT, LATER, OMITTED, Digits, FileType, Key, lists

__all__ = ["EstimateSummary", "Estimates", "NoReach"]


class NoReach(IntEnum):
    """Why a pair is not within reach. Files have the words, arrays the numbers: they must not change places."""

    WITHIN = 0
    NO_VEHICLE = 1
    NEVER = 2
    TOO_LATE = 3
    NOT_SENSED = 4
    NO_WITNESS = 5
    NOT_FACED = 6

    @property
    def words(self) -> str:
        """The reason in words; empty where it is within reach."""
        return _WORDS[self]


_WORDS = {
    NoReach.WITHIN: "",
    NoReach.NO_VEHICLE: "no vehicle is named for this interceptor",
    NoReach.NEVER: "no flyout gets to the flight, even if launched with it",
    NoReach.TOO_LATE: "the latest launch that gets there is before the launch delay",
    NoReach.NOT_SENSED: "no sensor of this deployment tracks the flight in time",
    # the fan is interpolated between computed flyouts; only a flyout that was flown counts
    NoReach.NO_WITNESS: "the fan says that it gets there, by less than its error: no flyout was found that does",
    NoReach.NOT_FACED: "this deployment does not face the flight",
}


@dataclass(frozen=True)
class EstimateSummary:
    """What flyouts of one deployment's vehicle make of the flights that it faces."""

    vehicle: str | None
    """None: no vehicle is named for its interceptor."""
    vehicle_burnout_speed_km_s: Annotated[float | None, OMITTED]
    """What the vehicle flies with, whatever the interceptor's burnout speed is; None without a vehicle, and in files
    from before this was said.
    """
    share_within_reach: Portion
    """Of the flights that it faces, those with a witness."""
    latest_launch_s: float | None
    """The latest launch that still gets to any flight, s after that flight's launch; None: no launch does."""
    latest_flight: Annotated[Index | None, LATER]
    """The flight of that launch, an index into `flights`; None where there is none."""
    most_shots: Index
    """The most interceptors that could meet one flight one after another, with a look at the outcome in between."""


@dataclass(frozen=True, eq=False)
class Estimates:
    """d deployments against n flights; every array has shape (d, n). NaN where there is none, and
    `reason` (numbers of NoReach) says why. Times count from the flight's launch; places are WGS84 degrees. In a file
    each row is a list (`pair_columns.py`).
    """

    PREFIX: ClassVar = "estimate_"
    FILE: ClassVar = (
        "within", "launch_delay_s", "latest_launch_s", "margin_s", "first_intercept_s", "last_intercept_s", "shots",
        "site_latitude_deg", "site_longitude_deg", "azimuth_deg", "kick_deg", "launch_s", "intercept_s",
        "intercept_height_km", "intercept_latitude_deg", "intercept_longitude_deg", "miss_m",
    )  # fmt: skip

    vehicles: tuple[str | None, ...]
    """(d,): the vehicle of each deployment's interceptor; None where none is named."""
    vehicle_speeds_km_s: tuple[float | None, ...]
    """(d,): the burnout speeds with which these vehicles fly; None where there is none."""
    launch_delay_s: Column
    latest_launch_s: Column
    first_intercept_s: Column
    last_intercept_s: Column
    shots: WholeColumn
    """How many interceptors could meet it one after another, with a look at the outcome in between; 0: none."""
    # The witness: one flyout, where it starts and how, and where it meets the flight; in a file to so many digits that it
    # can be flown again. 0.1 ms at some 7 km/s and 1e-6 deg of azimuth are each about a metre or less.
    site_latitude_deg: LatitudeColumn
    site_longitude_deg: LongitudeColumn
    azimuth_deg: Annotated[Column, Digits(6)]
    kick_deg: Annotated[Column, Digits(6)]
    launch_s: Annotated[Column, Digits(4)]
    intercept_s: Annotated[Column, Digits(4)]
    intercept_height_km: Column
    intercept_latitude_deg: Annotated[LatitudeColumn, Digits(6)]
    intercept_longitude_deg: Annotated[LongitudeColumn, Digits(6)]
    miss_m: Column
    """How far the flyout passes from the flight."""
    reason: NDArray[np.int64]
    """Why a flight is not within reach, as numbers that never change; `reason_words` has them in words. A file's column
    `estimate_reason` counts the file's own texts instead.
    """

    @classmethod
    def blank(
        cls,
        vehicles: tuple[str | None, ...],
        vehicle_speeds_km_s: tuple[float | None, ...],
        flights: int,
    ) -> Estimates:
        """Estimates of n `flights` with nothing in them yet: NaN throughout, no shots, reason NO_VEHICLE."""
        shape = (len(vehicles), flights)
        # all other fields are arrays of floats
        names = [f.name for f in fields(cls) if f.name not in (*_OF_DEPLOYMENTS, "shots", "reason")]
        return cls(
            vehicles=vehicles,
            vehicle_speeds_km_s=vehicle_speeds_km_s,
            shots=np.zeros(shape, np.int64),
            reason=np.full(shape, int(NoReach.NO_VEHICLE)),
            **{name: np.full(shape, np.nan) for name in names},
        )

    def within_reach(self) -> NDArray[np.bool_]:
        """(d, n): is there a witness?"""
        return np.asarray(self.reason == NoReach.WITHIN)

    def columns(self) -> dict[str, NDArray[Any]]:
        """Arrays (d, n) by name, for tables: `estimate_` before each."""
        words = np.array([reason.words for reason in NoReach])
        # the reason goes in as words
        skipped = (*_OF_DEPLOYMENTS, "reason")
        names = [f.name for f in fields(self) if f.name not in skipped]
        return {
            "estimate_within_reach": self.within_reach().astype(np.int64),
            **{f"estimate_{name}": getattr(self, name) for name in names},
            "estimate_reason": words[self.reason],
        }

    @property
    def within(
        self,
    ) -> Annotated[NDArray[np.bool_], FileType(list[bool]), Key("within_reach")]:
        """(d, n): is there a witness? As a column of a pair's row has it."""
        return self.within_reach()

    @property
    def vehicle(self) -> NDArray[Any]:
        """(d, n): the vehicle of the deployment's interceptor; None where it has none."""
        # a view: the same name in every column, without a copy
        column = np.array(self.vehicles, object)[:, None]
        return np.broadcast_to(column, self.reason.shape)

    @property
    def margin_s(self) -> Column:
        """(d, n): launch delay less latest launch, s; positive: too late. NaN where one of them is missing."""
        # of both as they are rounded in a file, so that a reader who subtracts them finds this margin
        delay, latest = (_as_written(v) for v in (self.launch_delay_s, self.latest_launch_s))
        with np.errstate(invalid="ignore"):
            margin: Array = delay - latest
        return margin

    @property
    def reason_words(self) -> NDArray[Any]:
        """(d, n): why a pair is not within reach, in words; None where it is."""
        return np.array([r.words or None for r in NoReach], object)[self.reason]

    def summary(self, index: int) -> EstimateSummary:
        """The estimates of one deployment, by its index, summed up over the flights that it faces."""
        # flights that the deployment does not face count in no share
        latest, faced = self.latest_launch_s[index], self.reason[index] != NoReach.NOT_FACED
        known = np.isfinite(latest)
        return EstimateSummary(
            vehicle=self.vehicles[index],
            vehicle_burnout_speed_km_s=self.vehicle_speeds_km_s[index],
            share_within_reach=float(self.within_reach()[index][faced].mean()),
            latest_launch_s=float(latest[known].max()) if known.any() else None,
            latest_flight=int(np.nanargmax(latest)) if known.any() else None,
            most_shots=int(self.shots[index].max()),
        )


_OF_DEPLOYMENTS = ("vehicles", "vehicle_speeds_km_s")
"""Fields with a value for each deployment, and not for each pair."""


def _as_written(values: Array) -> Array:
    return np.array(lists(values, BY_UNIT["_s"]), float)
