"""Pictures compared with stored ones that somebody has looked at."""

from __future__ import annotations

import io
import os
from pathlib import Path

import numpy as np
from PIL import Image

__all__ = ["same_picture"]

STORED = Path(__file__).parent / "pictures"


def same_picture(name: str, png: bytes) -> None:
    """Close to the stored one: same size, few pixels far off (another font, another smoothing of lines), and
    the same on average in every tile of the picture (nothing missing, nothing moved). What stands above a picture
    on its page may push it by a fraction of a pixel, so it is held against the stored one a pixel up or down too.

    REASSURE_STORE_PICTURES=1 stores it instead: then look at it.
    """
    path = STORED / f"{name}.png"
    got = Image.open(io.BytesIO(png)).convert("RGB")
    if os.environ.get("REASSURE_STORE_PICTURES") == "1":
        got.quantize(96).save(path, optimize=True)
        return
    want = Image.open(path).convert("RGB")
    assert got.size == want.size
    a, b = (np.asarray(p, float) for p in (got, want))
    far = min((np.abs(np.roll(a, up, axis=0) - b).max(axis=2) > 48).mean() for up in (-1, 0, 1))
    rows, columns = (n // 24 for n in a.shape[:2])
    shape = (rows, 24, columns, 24, 3)
    tiles = [p[: rows * 24, : columns * 24].reshape(shape).mean(axis=(1, 3)) for p in (a, b)]
    worst = np.abs(tiles[0] - tiles[1]).max()
    if far > 0.025 or worst > 30:
        kept = Path(os.environ.get("REASSURE_PICTURES", ".pytest_cache")) / f"{name}.png"
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(png)
        raise AssertionError(
            f"{name}: {far:.2%} of pixels far off, worst tile {worst:.0f} of 255; see {kept}"
        )
