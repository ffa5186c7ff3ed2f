"""What every page has around it: the head with its policy and style; and the viewer's files, as the build made them."""

from __future__ import annotations

import base64
import hashlib
import re
from html import escape
from importlib.resources import files

__all__ = ["asset", "hashed", "shell", "still_page"]

_DARK = re.compile(r":root\[data-theme=dark\]\{([^}]*)\}")


def shell(title: str, program: str, policy: str, css: str, body: str, head: str = "") -> str:
    """A whole page as text. `title` and `program` (the version) are text; `policy` is its Content-Security-Policy; `css`,
    `body` and `head` (more of the head) stand in it as they are.
    """
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
<style>{css}</style>
</head>
<body>
{body}
</body>
</html>
"""


def still_page(title: str, program: str, style: str, inside: str, script: str = "") -> str:
    """A page in the viewer's style and `style`; `inside` is the HTML below its head line, and says all that the page says.
    `script` adds to it where the reader lets scripts run; empty: none.
    """
    css = f"{asset('viewer.css')}{_dark_by_itself()}{style}"
    runs = f"script-src '{hashed(script)}'; " if script else ""
    policy = (
        f"default-src 'none'; {runs}style-src '{hashed(css)}'; img-src data:; base-uri 'none'; "
        "form-action 'none'"
    )
    body = (
        f'<main>\n<header><span class="brand">Reassure</span><p class="title">{escape(title)}</p></header>\n'
        f"{inside}\n</main>"
    )
    if script:
        body += f"\n<script>{script}</script>"
    return shell(title, program, policy, css, body)


def _dark_by_itself() -> str:
    """The dark theme for a page whose reader cannot switch it on, since it has no script: by the reader's own setting."""
    dark = _DARK.search(asset("viewer.css"))
    if dark is None:
        raise AssertionError("viewer.css has no dark theme")
    # on paper always the light one
    return f"@media screen and (prefers-color-scheme: dark){{:root{{{dark[1]}}}}}"


def hashed(text: str) -> str:
    """The source expression of a Content-Security-Policy that allows an element with just this text."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def asset(name: str) -> str:
    """The text of a viewer's file, as the package's build made it (hatch_build.py). OSError where it was not built."""
    text = files("reassure.report").joinpath("viewer", name).read_text(encoding="utf-8")
    if "</script" in text.lower() or "</style" in text.lower():
        raise AssertionError(f"{name} would end the element that holds it")
    return text
