"""From detection to launch: what the sensors of each deployment make of each flight."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reassure.typing import Array

__all__ = ["Timeline"]


@dataclass(frozen=True, eq=False)
class Timeline:
    """d deployments against n flights: arrays (d, n), in s after the flight's launch.

    Infinite: never. NaN: the launch delay of the deployment is not sensed but given.
    """

    first_seen_s: Array
    """When a sensor of the deployment first sees the flight; `tracked_s`: when one has its track."""
    tracked_s: Array
    commit_s: Array
    """When the launch is decided; `launch_s`: when the interceptor leaves."""
    launch_s: Array
    sensor: NDArray[np.str_]
    """The id of the sensor that tracked first; empty: none did."""

    @property
    def sensed(self) -> NDArray[np.bool_]:
        """(d, n): whose launch delays are sensed, and not given."""
        return ~np.isnan(self.launch_s)
