"""What every dataset of xarray has in common, so that a file of it keeps to CF."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import xarray

__all__ = ["unfilled"]


def unfilled(data: xarray.Dataset) -> xarray.Dataset:
    """The dataset, told to have a value for holes only where there are some: CF allows none to coordinates, and
    xarray gives one to every number unless it is told.
    """
    for variable in data.variables.values():
        if not (variable.dtype.kind == "f" and bool(np.isnan(variable.values).any())):
            variable.encoding["_FillValue"] = None
    return data
