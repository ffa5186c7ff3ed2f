"""The best estimate beside the ideal interceptor: what flyouts of a notional vehicle could reach, and when.

A pair is *within reach* only where there is a witness: one flyout, with its azimuth, kick and launch, that
passes within ten metres of where the flight is at that moment.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reassure.typing import Array
from reassure.words.rounding import kept, rounded

__all__ = ["Estimates", "NoReach"]


class NoReach(IntEnum):
    """Why a pair is not within reach."""

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
    NoReach.NO_WITNESS: "the fan says that it gets there, by less than its error: no flyout was found that does",
    NoReach.NOT_FACED: "this deployment does not face the flight",
}


@dataclass(frozen=True, eq=False)
class Estimates:
    """d deployments against n flights; every array has shape (d, n). NaN where there is none, and
    `reason` says why. Times count from the flight's launch.
    """

    vehicles: tuple[str | None, ...]
    """The vehicle of each deployment's interceptor."""
    launch_delay_s: Array
    latest_launch_s: Array
    first_intercept_s: Array
    last_intercept_s: Array
    shots: NDArray[np.int64]
    site_latitude_deg: Array
    site_longitude_deg: Array
    azimuth_deg: Array
    kick_deg: Array
    launch_s: Array
    intercept_s: Array
    intercept_height_km: Array
    intercept_latitude_deg: Array
    intercept_longitude_deg: Array
    miss_m: Array
    reason: NDArray[np.int64]

    @classmethod
    def blank(cls, vehicles: tuple[str | None, ...], flights: int) -> Estimates:
        """Nothing known yet."""
        shape = (len(vehicles), flights)
        names = [n for n in cls.__dataclass_fields__ if n not in ("vehicles", "shots", "reason")]
        return cls(
            vehicles=vehicles,
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
        skipped = ("vehicles", "reason")
        names = [n for n in self.__dataclass_fields__ if n not in skipped]
        return {
            "estimate_within_reach": self.within_reach().astype(np.int64),
            **{f"estimate_{name}": getattr(self, name) for name in names},
            "estimate_reason": words[self.reason],
        }

    def pair(self, at: tuple[int, int]) -> dict[str, Any]:
        """One deployment against one flight, as in a JSON file (docs/assessment.md)."""

        def number(name: str, digits: int) -> float | None:
            return kept(getattr(self, name)[at], digits)

        latest, delay = number("latest_launch_s", 2), number("launch_delay_s", 2)
        within = bool(self.reason[at] == NoReach.WITHIN)
        witness = {
            "site_point": [number("site_latitude_deg", 5), number("site_longitude_deg", 5)],
            "azimuth_deg": number("azimuth_deg", 6),
            "kick_deg": number("kick_deg", 6),
            "launch_s": number("launch_s", 4),
            "intercept_s": number("intercept_s", 4),
            "height_km": number("intercept_height_km", 3),
            "latitude_deg": number("intercept_latitude_deg", 6),
            "longitude_deg": number("intercept_longitude_deg", 6),
            "miss_m": number("miss_m", 3),
        }
        return {
            "vehicle": self.vehicles[at[0]],
            "within_reach": within,
            "launch_delay_s": delay,
            "latest_launch_s": latest,
            "margin_s": rounded(delay - latest, 2)
            if latest is not None and delay is not None
            else None,
            "first_intercept_s": number("first_intercept_s", 2),
            "last_intercept_s": number("last_intercept_s", 2),
            "shots": int(self.shots[at]),
            "witness": witness if within else None,
            "reason": NoReach(int(self.reason[at])).words or None,
        }

    def summary(self, index: int) -> dict[str, Any]:
        """A deployment's row, summed up."""
        latest, faced = self.latest_launch_s[index], self.reason[index] != NoReach.NOT_FACED
        known = np.isfinite(latest)
        return {
            "vehicle": self.vehicles[index],
            "share_within_reach": rounded(float(self.within_reach()[index][faced].mean()), 6),
            "latest_launch_s": rounded(float(latest[known].max()), 2) if known.any() else None,
            "latest_flight": int(np.nanargmax(latest)) if known.any() else None,
            "most_shots": int(self.shots[index].max()),
        }
