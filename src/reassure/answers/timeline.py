"""From detection to launch: what the sensors of each deployment make of each flight."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reassure.typing import Array
from reassure.words.rounding import kept

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

    def pair(self, at: tuple[int, int]) -> dict[str, Any] | None:
        """One deployment against one flight, as in a JSON file; null where its delay is not sensed."""
        if np.isnan(self.launch_s[at]):
            return None

        def number(values: Array) -> float | None:
            return kept(values[at], 2)

        return {
            "first_seen_s": number(self.first_seen_s),
            "tracked_s": number(self.tracked_s),
            "sensor": str(self.sensor[at]) or None,
            "commit_s": number(self.commit_s),
            "launch_s": number(self.launch_s),
        }
