"""Deployments against flights, column by column."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reassure.answers.reasons import Reason
from reassure.typing import Array

__all__ = ["Pairs"]


@dataclass(frozen=True, eq=False)
class Pairs:
    """d deployments against n flights; every array has shape (d, n)."""

    required_speed_km_s: Array
    margin_km_s: Array
    site_latitude_deg: Array
    site_longitude_deg: Array
    launch_s: Array
    intercept_s: Array
    intercept_height_km: Array
    intercept_latitude_deg: Array
    intercept_longitude_deg: Array
    critical_burnout_speed_km_s: Array
    critical_launch_delay_s: Array
    critical_after_burnout_s: Array
    reason: NDArray[np.int64]

    @property
    def faced(self) -> NDArray[np.bool_]:
        """(d, n): which deployments face which flights; the others count for nothing."""
        return np.asarray(self.reason != Reason.NOT_FACED)

    @property
    def met(self) -> NDArray[np.bool_]:
        """(d, n): which have a meeting, be its required speed above the available one or not."""
        return np.isfinite(self.required_speed_km_s)

    @property
    def reason_words(self) -> NDArray[Any]:
        """(d, n): why a critical value is missing, in words; None where none is."""
        return np.array([r.words or None for r in Reason], object)[self.reason]
