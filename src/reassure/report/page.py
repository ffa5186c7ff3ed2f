"""A result as one HTML file: the viewer, its style and the numbers, with nothing left to fetch."""

from __future__ import annotations

import base64
import gzip
import json
from html import escape
from importlib.resources import files
from pathlib import Path

from reassure.output import whole
from reassure.report.view import Sheet, view
from reassure.result import Assessment

__all__ = ["page", "write_page"]

_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:"
)


def page(result: Assessment, sheet: Sheet) -> str:
    """The whole file as text."""
    data = json.dumps(view(result, sheet), allow_nan=False, separators=(",", ":"))
    # the same result makes the same file: no time of writing inside
    packed = base64.b64encode(gzip.compress(data.encode(), mtime=0)).decode()
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="reassure {escape(result.reassure_version)}">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<title>{escape(result.title)} · Reassure</title>
<style>{_asset("viewer.css")}</style>
</head>
<body>
<noscript>This report draws itself with JavaScript, which is switched off here.</noscript>
<main id="reassure"></main>
<script id="reassure-view" type="application/octet-stream">{packed}</script>
<script>{_asset("viewer.js")}</script>
</body>
</html>
"""


def write_page(result: Assessment, sheet: Sheet, path: str | Path) -> None:
    """Write the file; it appears whole or not at all."""
    text = page(result, sheet)
    with whole(path) as out:
        out.write(text)


def _asset(name: str) -> str:
    """A file of the viewer, as the package's build made it (hatch_build.py)."""
    text = files("reassure.report").joinpath("viewer", name).read_text(encoding="utf-8")
    if "</script" in text.lower() or "</style" in text.lower():
        raise AssertionError(f"{name} would end the element that holds it")
    return text
