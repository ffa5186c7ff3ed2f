"""Pictures of the documentation, kept small."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

__all__ = ["keep"]

ROOT = Path(__file__).resolve().parent.parent
WIDEST = 1400
"""Pixels: a picture that is wider is made smaller."""


def keep(picture: Image.Image, out: Path) -> None:
    """Write a picture with at most 256 colours, which such pictures hardly miss, and no wider than is shown."""
    image = picture.convert("RGB")
    if image.width > WIDEST:
        size = (WIDEST, round(image.height * WIDEST / image.width))
        image = image.resize(size, Image.Resampling.LANCZOS)
    out.parent.mkdir(exist_ok=True)
    image.quantize(256, dither=Image.Dither.NONE).save(out, optimize=True)
    print(f"{out.relative_to(ROOT)}: {out.stat().st_size / 1e3:.0f} kB", flush=True)
