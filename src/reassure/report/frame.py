"""A result as a notebook shows it: the report, in a frame."""

from __future__ import annotations

from html import escape

from reassure.report.page import page
from reassure.report.view import Sheet
from reassure.result import Assessment

__all__ = ["frame"]

_HEIGHT_PX = 900
_COMMAND = "reassure assess SCENARIO --report FILE.html, with the scenario of this hash"


def frame(result: Assessment) -> str:
    """An iframe that holds the whole page: nothing is fetched, and it may not touch the notebook around it."""
    held = escape(page(result, Sheet(_COMMAND)), quote=True)
    return (
        f'<iframe srcdoc="{held}" sandbox="allow-scripts allow-downloads" title="{escape(result.title)}" '
        f'style="width:100%;height:{_HEIGHT_PX}px;border:0"></iframe>'
    )
