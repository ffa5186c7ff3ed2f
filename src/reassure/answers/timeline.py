"""From detection to launch: what the sensors of each deployment make of each flight."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar

import numpy as np
from numpy.typing import NDArray

from reassure.answers.document import Column
from reassure.words.document import FileType, Key

__all__ = ["Timeline"]


@dataclass(frozen=True, eq=False)
class Timeline:
    """d deployments against n flights: arrays (d, n), in s after the flight's launch.

    Infinite: never. NaN: the launch delay of the deployment is not sensed but given. In a file each row is a list
    (`pair_columns.py`), and null stands for never.
    """

    PREFIX: ClassVar = "sensed_"
    FILE: ClassVar = ("first_seen_s", "tracked_s", "sensors", "commit_s", "launch_s")

    first_seen_s: Column
    """When a sensor of the deployment first sees the flight; `tracked_s`: when one has its track."""
    tracked_s: Column
    commit_s: Column
    """When the launch is decided; `launch_s`: when the interceptor leaves."""
    launch_s: Column
    sensor: NDArray[np.str_]
    """The id of the sensor that tracked first; empty: none did."""

    @property
    def sensors(
        self,
    ) -> Annotated[NDArray[np.object_], FileType(list[str | None]), Key("sensor")]:
        """The sensors as a file has them: None where none tracked it."""
        # an array of texts has no None
        named = self.sensor.astype(object)
        named[self.sensor == ""] = None
        return named

    @property
    def sensed(self) -> NDArray[np.bool_]:
        """(d, n): whose launch delays are sensed, and not given."""
        return ~np.isnan(self.launch_s)
