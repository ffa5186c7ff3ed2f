"""A result as one HTML file: the viewer, its style and the numbers, with nothing left to fetch."""

from __future__ import annotations

import json
from html import escape
from importlib.metadata import version
from pathlib import Path
from typing import Any

from reassure.answers.assessment import Assessment
from reassure.errors import OutputError
from reassure.machine.files import write_whole
from reassure.report.html.kit import kit
from reassure.report.html.packing import packed
from reassure.report.html.sheet import Sheet
from reassure.report.html.shell import asset, hashed, shell
from reassure.report.html.view import view

__all__ = [
    "ATLASES",
    "MOST_INSIDE",
    "atlas",
    "check_built",
    "live_page",
    "live_policy",
    "page",
    "write_page",
]

ATLASES = ("atlas-coarse", "atlas")
"""Coast lines: for a picture that moves, and for one at rest."""

MOST_INSIDE = 2_400_000
"""Characters of certificates, packed, that a page carries: more would make it slow to send. Those that do not fit go beside
it.
"""


def page(result: Assessment, sheet: Sheet) -> str:
    """The whole file as text: frozen, with everything inside. The same result and sheet make the same text."""
    inside = {
        "reassure-view": packed(_json(view(result, sheet))),
        **{f"reassure-{name}": packed(asset(f"{name}.json")) for name in ATLASES},
        **_certificates(sheet),
        **_kit(result, sheet),
    }
    sizes = {f"reassure-certificate-{k}": len(c.text) for k, c in enumerate(sheet.certificates)}
    held = "\n".join(
        f'<script id="{name}" type="application/octet-stream" data-bytes="{sizes.get(name, "")}">{text}</script>'
        for name, text in inside.items()
    )
    return _frame(result.title, result.reassure_version, _policy(), "", held)


def _kit(result: Assessment, sheet: Sheet) -> dict[str, str]:
    """What the page needs to answer for other figures; nothing where the result no longer knows its scenario."""
    if result.scenario is None:
        return {}
    name = sheet.files[0].name.removesuffix(".toml") if sheet.files else "scenario"
    return {"reassure-kit": packed(_json(kit(result.scenario, name)))}


def _json(data: Any) -> str:
    return json.dumps(data, allow_nan=False, separators=(",", ":"))


def _certificates(sheet: Sheet) -> dict[str, str]:
    """The certificates that a page has room for, packed, by the ids of their elements: the numbers are those of
    `sheet.certificates`.
    """
    out: dict[str, str] = {}
    room = MOST_INSIDE
    for k, certificate in enumerate(sheet.certificates):
        text = packed(certificate.text)
        if len(text) <= room:
            out[f"reassure-certificate-{k}"] = text
            room -= len(text)
    return out


def live_page(first: str) -> str:
    """The page that asks a server for its answers, as text; `first`: the name of the scenario opened first."""
    live = f'<meta name="reassure-live" content="{escape(first)}">'
    return _frame("Explorer", version("reassure"), live_policy(), live, "")


def live_policy() -> str:
    """What the explorer's page may load: as a report's, and answers from where the page itself came from."""
    return f"{_policy()}; connect-src 'self'"


def atlas(name: str) -> bytes:
    """The bytes of coast lines and borders (TopoJSON), for a viewer that asks for them. `name`: one of ATLASES."""
    return asset(f"{name}.json").encode()


def write_page(result: Assessment, sheet: Sheet, path: str | Path) -> None:
    """Write the file, whole or not at all. Raises OutputError."""
    text = page(result, sheet)
    write_whole(path, text)


def check_built() -> None:
    """Raise OutputError where the package has no viewer to put into a page."""
    try:
        for name in (
            "viewer.js",
            "worker.js",
            "check.mjs",
            "viewer.css",
            *(f"{n}.json" for n in ATLASES),
        ):
            asset(name)
    except OSError:
        raise OutputError(
            "no page: the viewer is not built into this package; allowed: one that pip has installed"
        ) from None


def _policy() -> str:
    """What a page may run and load: the viewer's own script and style, by their hashes, and nothing from anywhere. Its workers
    are made from text that the page holds.
    """
    script, style = (f"'{hashed(asset(name))}'" for name in ("viewer.js", "viewer.css"))
    return (
        f"default-src 'none'; script-src {script}; style-src {style}; worker-src blob:; img-src data: blob:; "
        "base-uri 'none'; form-action 'none'"
    )


def _frame(title: str, program: str, policy: str, head: str, inside: str) -> str:
    body = f"""<noscript>This page draws itself with JavaScript, which is switched off here.</noscript>
<main id="reassure"></main>
{inside}
<script id="reassure-worker" type="text/plain">{asset("worker.js")}</script>
<script>{asset("viewer.js")}</script>"""
    return shell(title, program, policy, asset("viewer.css"), body, head)
