"""Pictures of the documentation, kept small."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageColor

from reassure.report.colours import NEVER, STEPS

__all__ = ["keep"]

ROOT = Path(__file__).resolve().parent.parent
WIDEST = 1400
"""Pixels: a picture that is wider is made smaller."""


def keep(picture: Image.Image, out: Path) -> None:
    """Write a picture with at most 256 colours, those of margins among them, and no wider than is shown."""
    image = picture.convert("RGB")
    if image.width > WIDEST:
        size = (WIDEST, round(image.height * WIDEST / image.width))
        image = image.resize(size, Image.Resampling.LANCZOS)
    out.parent.mkdir(exist_ok=True)
    # Small fields of a legend would be given the nearest of other colours: what they stand for is put in by hand.
    legend = [channel for step in (*STEPS, NEVER) for channel in ImageColor.getrgb(step.colour)]
    common = image.quantize(256 - len(legend) // 3, dither=Image.Dither.NONE).getpalette() or []
    palette = Image.new("P", (1, 1))
    palette.putpalette([*legend, *common[: 768 - len(legend)]])
    image.quantize(palette=palette, dither=Image.Dither.NONE).save(out, optimize=True)
    print(f"{out.relative_to(ROOT)}: {out.stat().st_size / 1e3:.0f} kB", flush=True)
