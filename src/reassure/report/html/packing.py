"""What is packed into a page: base64 of gzip (viewer/src/packed.ts unpacks it)."""

from __future__ import annotations

import base64
import gzip

__all__ = ["packed"]


def packed(text: str) -> str:
    """A text as a page holds it. The same text is packed into the same bytes."""
    # no time of writing inside
    return base64.b64encode(gzip.compress(text.encode(), mtime=0)).decode()
