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

__all__ = ["LIVE_POLICY", "POLICY", "atlas", "live_page", "page", "write_page"]

POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:"
)
"""What a page may load: nothing from anywhere."""

LIVE_POLICY = f"{POLICY}; connect-src 'self'"
"""The same, and answers from where the page itself came from."""


def page(result: Assessment, sheet: Sheet) -> str:
    """The whole file as text."""
    data = json.dumps(view(result, sheet), allow_nan=False, separators=(",", ":"))
    # the same result makes the same file: no time of writing inside
    packed = base64.b64encode(gzip.compress(data.encode(), mtime=0)).decode()
    return _frame(
        result.title,
        POLICY,
        f'<meta name="generator" content="reassure {escape(result.reassure_version)}">',
        f'<script id="reassure-view" type="application/octet-stream">{packed}</script>',
    )


def live_page(first: str) -> str:
    """The page that asks a server for its answers; `first`: the name of the scenario opened first."""
    return _frame(
        "Explorer",
        LIVE_POLICY,
        f'<meta name="reassure-live" content="{escape(first)}">\n<link rel="icon" href="data:,">',
        "",
    )


def _frame(title: str, policy: str, head: str, data: str) -> str:
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{policy}">
{head}
<title>{escape(title)} · Reassure</title>
<style>{_asset("viewer.css")}</style>
</head>
<body>
<noscript>This page draws itself with JavaScript, which is switched off here.</noscript>
<main id="reassure"></main>
{data}
<script>{_asset("viewer.js")}</script>
</body>
</html>
"""


def atlas() -> bytes:
    """Coast lines and borders, for the viewer."""
    return files("reassure.report").joinpath("viewer", "atlas.json").read_bytes()


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
