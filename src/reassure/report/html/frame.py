"""A result as a notebook shows it: the report, in a frame."""

from __future__ import annotations

import shlex
from html import escape

from reassure.answers.assessment import Assessment
from reassure.report.html.page import page
from reassure.report.html.sheet import Sheet
from reassure.scenario.sent import Attachment, preset_of_hash, sent

__all__ = ["frame"]

_HEIGHT_PX = 900


def frame(result: Assessment) -> str:
    """An iframe that holds the whole page: nothing is fetched, and it may not touch the notebook around it."""
    # The page is the value of an attribute; its own scripts run, without the notebook's origin.
    held = escape(page(result, _sheet(result)), quote=True)
    return (
        f'<iframe srcdoc="{held}" sandbox="allow-scripts allow-downloads" title="{escape(result.title)}" '
        f'style="width:100%;height:{_HEIGHT_PX}px;border:0"></iframe>'
    )


def _sheet(result: Assessment) -> Sheet:
    """How to make the page again: from the scenario that it carries, where the result still knows it.
    A result that was read from a file knows its scenario by hash alone, which may be a preset's.
    """
    files: tuple[Attachment, ...] = ()
    word = preset_of_hash(result.scenario_sha256)
    if result.scenario is not None:
        known = sent(result.scenario, result.asked_as)
        files, word = (known.file,), known.word
    if word is None:
        return Sheet("reassure assess SCENARIO --report FILE.html, with the scenario of this hash")
    words = ["reassure", "assess", word, "--report", f"{word.removesuffix('.toml')}.html"]
    if result.estimates is not None:
        words.append("--estimate")
    if result.uncertainty is None:
        return Sheet(shlex.join(words), files=files)
    drawn = result.uncertainty
    words += [
        "--samples",
        f"{drawn.most_draws}",
        "--seed",
        f"{drawn.seed}",
        "--tolerance",
        f"{drawn.tolerance}",
    ]
    return Sheet(shlex.join(words), seed=drawn.seed, files=files)
