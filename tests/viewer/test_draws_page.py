"""The page of a result with uncertain figures: shares over the draws, what matters, and what finds the draws again."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reassure.answers.assessment import Assessment
from reassure.questions.assess import assess
from reassure.report.bibtex import bibtex
from reassure.report.html.page import write_page
from reassure.report.html.sheet import Sheet
from reassure.scenario.reader import parse
from reassure.words.rounding import nearest, signed
from tests.small import SMALL
from tests.viewer.browser import Watched


@pytest.fixture(scope="module")
def result() -> Assessment:
    """Of one deployment with an uncertain speed and delay."""
    text = SMALL[: SMALL.index('[[deployment]]\nid = "fast"')]
    text = text.replace("= 3.0", "= { value = 5.5, low = 4.5, high = 7 }")
    text = text.replace("launch_delay_s = 100", "launch_delay_s = { value = 100, low = 50, high = 400 }")  # fmt: skip
    return assess(parse(text.encode(), "small"), samples=64, seed=7)


def test_it_shows_the_draws_and_says_which_they_were(tab: Watched, result: Assessment, tmp_path: Path) -> None:  # fmt: skip
    """Shares with their intervals, margins, the figure that matters; the citation has number and seed."""
    write_page(result, Sheet("reassure assess small --samples 64 --seed 7"), tmp_path / "x.html")
    page = tab.ready((tmp_path / "x.html").as_uri())
    drawn = result.uncertainty
    assert drawn is not None
    (one,) = drawn.deployments
    cells = page.locator("#uncertainty tbody td").all_inner_texts()
    for k, share in enumerate((one.within_reach, one.reaches_some)):
        assert f"({nearest(100 * share.low, 1)} to {nearest(100 * share.high, 1)})" in cells[k]
    # the page has the sign of mathematics
    said = cells[2].replace("\u2212", "-").split(", ")
    assert said == ["none" if m is None else signed(m) for m in one.least_margin_km_s]
    assert re.match(r"\d+ ± \d+ % 5.5 km/s interceptor at Redzikowo: burnout speed\n", cells[3])
    words, entry = page.locator("#cite pre").all_inner_texts()[:2]
    said = f"{result.scenario_sha256}; {drawn.draws} draws with seed 7"
    assert f"scenario SHA-256 {said}." in words
    assert said in entry
    assert entry.splitlines()[-2] == bibtex(result).splitlines()[-2]
    assert (
        f"{drawn.draws} draws of {len(drawn.figures)} figures"
        in page.locator("#uncertainty").inner_text()
    )
