"""Deployments against flights, column by column."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

import numpy as np
from numpy.typing import NDArray

from reassure.answers.document import Column, LatitudeColumn, LongitudeColumn
from reassure.answers.reasons import Reason
from reassure.words.document import UNWRITTEN, Digits
from reassure.words.rounding import UP

__all__ = ["Pairs"]


@dataclass(frozen=True, eq=False)
class Pairs:
    """d deployments against n flights; every array has shape (d, n).

    NaN where there is no value; `reason` says why a critical one is missing. Times count from the flight's launch,
    places are WGS84, and speeds are relative to the turning Earth. In a file each row is a list (`pair_columns.py`).
    """

    required_speed_km_s: Column
    """The least burnout speed with which the ideal interceptor meets the flight."""
    margin_km_s: Column
    """Required less available speed; positive: out of reach of the ideal interceptor."""
    site_latitude_deg: LatitudeColumn
    site_longitude_deg: LongitudeColumn
    """Where the interceptor leaves from: of an area, its best point."""
    launch_s: Column
    intercept_s: Column
    intercept_height_km: Column
    intercept_latitude_deg: LatitudeColumn
    intercept_longitude_deg: LongitudeColumn
    """Where the ideal interceptor of the required speed meets the flight."""
    critical_burnout_speed_km_s: Column
    """The burnout speed at which the sign of the margin changes, at the given delay."""
    # critical delays are rounded up, so that none is said safer than it is
    critical_launch_delay_s: Annotated[Column, Digits(3, UP)]
    """The latest launch that still gets there, at the given speed."""
    critical_after_burnout_s: Annotated[Column, Digits(3, UP)]
    """The same launch, counted from the flight's burnout; negative: before it."""
    reason: Annotated[NDArray[np.int64], UNWRITTEN]
    """Why a critical value is missing, as numbers that never change: 0 nothing is missing, 1 out of reach at any delay,
    2 no arc meets the flight after this delay, 3 at any delay, 4 the divert alone is enough, 5 not sensed, 6 never at a height
    that counts, 7 not faced. `reason_words` has them in words. A file's column `reason` counts the file's own texts instead.
    """

    @property
    def faced(self) -> NDArray[np.bool_]:
        """(d, n): does the deployment face the flight? Pairs that do not count in no summary."""
        return np.asarray(self.reason != Reason.NOT_FACED)

    @property
    def met(self) -> NDArray[np.bool_]:
        """(d, n): does an arc meet the flight, whatever speed it takes?"""
        return np.isfinite(self.required_speed_km_s)

    @property
    def reason_words(self) -> NDArray[Any]:
        """(d, n): why a critical value is missing, in words; None where none is."""
        return np.array([r.words or None for r in Reason], object)[self.reason]
