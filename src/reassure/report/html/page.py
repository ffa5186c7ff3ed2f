"""A result as one HTML file: the viewer, its style and the numbers, with nothing left to fetch."""

from __future__ import annotations

import base64
import gzip
import json
from html import escape
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from reassure.answers.assessment import Assessment
from reassure.errors import OutputError
from reassure.machine.files import whole
from reassure.report.html.sheet import Sheet
from reassure.report.html.view import view

__all__ = [
    "ATLASES",
    "LIVE_POLICY",
    "asset",
    "atlas",
    "check_built",
    "live_page",
    "page",
    "write_page",
]

ATLASES = ("atlas-coarse", "atlas")
"""Coast lines: for a picture that moves, and for one at rest."""

_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:"
)
"""What a page may load: nothing from anywhere."""

LIVE_POLICY = f"{_POLICY}; connect-src 'self'"
"""The same, and answers from where the page itself came from."""


def page(result: Assessment, sheet: Sheet) -> str:
    """The whole file as text: frozen, with everything inside. The same result and sheet make the same text."""
    data = json.dumps(view(result, sheet), allow_nan=False, separators=(",", ":"))
    inside = {
        "reassure-view": data,
        **{f"reassure-{name}": asset(f"{name}.json") for name in ATLASES},
    }
    held = "\n".join(
        # Packed: numbers in JSON shrink to a fraction. The viewer unpacks them.
        f'<script id="{name}" type="application/octet-stream">{_packed(text)}</script>'
        for name, text in inside.items()
    )
    return _frame(result.title, result.reassure_version, _POLICY, "", held)


def live_page(first: str) -> str:
    """The page that asks a server for its answers, as text; `first`: the name of the scenario opened first."""
    live = f'<meta name="reassure-live" content="{escape(first)}">'
    return _frame("Explorer", version("reassure"), LIVE_POLICY, live, "")


def atlas(name: str) -> bytes:
    """The bytes of coast lines and borders (TopoJSON), for a viewer that asks for them. `name`: one of ATLASES."""
    return asset(f"{name}.json").encode()


def write_page(result: Assessment, sheet: Sheet, path: str | Path) -> None:
    """Write the file, whole or not at all. Raises OutputError."""
    text = page(result, sheet)
    with whole(path) as out:
        out.write(text)


def check_built() -> None:
    """Raise OutputError where the package has no viewer to put into a page."""
    try:
        for name in ("viewer.js", "viewer.css", *(f"{name}.json" for name in ATLASES)):
            asset(name)
    except OSError:
        raise OutputError(
            "no page: the viewer is not built into this package; allowed: one that pip has installed"
        ) from None


def _frame(title: str, program: str, policy: str, head: str, inside: str) -> str:
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="reassure {escape(program)}">
<meta http-equiv="Content-Security-Policy" content="{policy}">
{head}
<title>{escape(title)} · Reassure</title>
<link rel="icon" href="data:,">
<style>{asset("viewer.css")}</style>
</head>
<body>
<noscript>This page draws itself with JavaScript, which is switched off here.</noscript>
<main id="reassure"></main>
{inside}
<script>{asset("viewer.js")}</script>
</body>
</html>
"""


def _packed(text: str) -> str:
    # the same result makes the same file: no time of writing inside
    return base64.b64encode(gzip.compress(text.encode(), mtime=0)).decode()


def asset(name: str) -> str:
    """The text of a viewer's file, as the package's build made it (hatch_build.py). OSError where it was not built."""
    text = files("reassure.report").joinpath("viewer", name).read_text(encoding="utf-8")
    if "</script" in text.lower() or "</style" in text.lower():
        raise AssertionError(f"{name} would end the element that holds it")
    return text
