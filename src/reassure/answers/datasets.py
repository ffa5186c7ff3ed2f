"""What every dataset of xarray has in common, so that a file of it keeps to CF."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import xarray

__all__ = ["unfilled"]


def unfilled(data: xarray.Dataset) -> xarray.Dataset:
    """The same dataset, which has a `_FillValue` only for variables in which there are NaN.

    CF allows coordinates none, and xarray gives one to every variable of floats unless it is told not to.
    """
    for variable in data.variables.values():
        if not (variable.dtype.kind == "f" and bool(np.isnan(variable.values).any())):
            # None switches it off; a missing key would mean xarray's default, NaN
            variable.encoding["_FillValue"] = None
    return data
