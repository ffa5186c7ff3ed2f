"""From detection to launch: what the sensors of each deployment make of each flight."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reassure.typing import Array

__all__ = ["Timeline"]


@dataclass(frozen=True, eq=False)
class Timeline:
    """d deployments against n flights, (d, n), s after the flight's launch; infinite for never, NaN where
    the delay is not sensed but given. `sensor` names the one that tracked first ("" for none).
    """

    first_seen_s: Array
    tracked_s: Array
    commit_s: Array
    launch_s: Array
    sensor: NDArray[np.str_]

    @property
    def sensed(self) -> NDArray[np.bool_]:
        """(d, n): whose launch delays are sensed, and not given."""
        return ~np.isnan(self.launch_s)
