"""Work for the engine that costs nothing: what a job calls in the tests."""

from __future__ import annotations

import numpy as np


def trivial(first: int, n: int) -> dict[str, np.ndarray]:
    """Four arrays of n."""
    x = np.arange(first, first + n, dtype=float)
    return {"a": x, "b": x * x, "c": np.ones(n, np.uint8), "d": np.zeros(n, np.uint8)}
