"""Same flight, same number, same word: the page beside the text, the file and the figures of one result."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page
from rich.console import Console

from reassure.answers.assessment import Assessment
from reassure.questions.assess import assess
from reassure.report.html.page import write_page
from reassure.report.html.sheet import Sheet
from reassure.report.text.assess import assessment_text
from reassure.report.wording import SLANTED, flight_name, sentence
from reassure.words.rounding import down, signed, up
from tests.viewer.browser import Watched

PRESETS = ("poland-2007-postol", "europe-2012")


Found = dict[str, Assessment]


@pytest.fixture(scope="module")
def found(sparse_europe: Assessment) -> Found:
    """With the estimate, by preset; of the largest some flights."""
    return {
        "poland-2007-postol": assess("poland-2007-postol", estimate=True, curves=True),
        "europe-2012": sparse_europe,
    }


@pytest.fixture(scope="module")
def reports(found: Found, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Addresses by preset."""
    folder: Path = tmp_path_factory.mktemp("same")
    for name, result in found.items():
        write_page(result, Sheet(f"reassure assess {name}"), folder / f"{name}.html")
    return {name: (folder / f"{name}.html").as_uri() for name in found}


def _text(page: Page, where: str) -> str:
    return " ".join(page.locator(where).inner_text().replace("−", "-").split())


@pytest.mark.parametrize("name", PRESETS)
def test_the_page_opens_with_the_flight_of_its_headline(
    tab: Watched, reports: dict[str, str], found: Found, name: str
) -> None:
    """The card is of the headline's deployment and its closest flight; the flight of the latest launch is named in
    both, and a press on its name shows it, with the headline's own number.
    """
    page, result = tab.ready(reports[name]), found[name]
    i = result.decisive
    d, critical = result.deployments[i], result.critical(i)
    assert d.worst_flight is not None
    assert d.latest_flight is not None
    card, head = _text(page, ".card"), _text(page, ".critical")
    assert flight_name(result, d.worst_flight) in card
    assert (
        f"{result.deployment_names[i]} needs {down(critical['burnout_speed_km_s'] + d.divert_km_s)} km/s"
        in card
    )
    assert f"margin {signed(d.least_margin_km_s)} km/s" in card  # type: ignore[arg-type]
    last = flight_name(result, d.latest_flight)
    assert last in head
    assert f"{up(critical['launch_delay_s'])} s" in head
    if d.latest_flight != d.worst_flight:
        assert (
            f"The flight that leaves most time, {last}, is still reached by a launch "
            f"up to {up(critical['launch_delay_s'])} s after its own." in card
        )
    page.get_by_role("button", name=last).first.click()
    page.wait_for_timeout(300)
    card = _text(page, ".card")
    assert last in card
    assert (
        f"Latest launch at its speed: {up(critical['launch_delay_s'])} s after the flight’s launch"
        in card
    )
    assert f"{result.deployment_names[i]} needs" in card


@pytest.mark.some(2)
@pytest.mark.parametrize("name", PRESETS)
def test_tables_and_figures_say_one_number(
    tab: Watched, reports: dict[str, str], found: Found, name: str
) -> None:
    """Least margins, critical values and shares of the page's table are those of the printed one and of the file;
    the chart's cells those of `result.plot.margins()`.
    """
    page, result = tab.ready(reports[name]), found[name]
    screen = Console(width=200, record=True, highlight=False, file=io.StringIO())
    screen.print(assessment_text(result))
    printed = screen.export_text()
    rows = page.locator(".deployments tbody tr").all_inner_texts()
    for i, (d, row) in enumerate(zip(result.deployments, rows, strict=True)):
        cells = row.replace("−", "-").split("\t")
        line = next(x for x in printed.splitlines() if x.strip().startswith(d.id))
        least = cells[2]
        assert least == ("none" if d.least_margin_km_s is None else signed(d.least_margin_km_s))
        for cell in (least, cells[1], *cells[3:5]):
            assert cell in line, (d.id, cell, line)
        summary = result.to_dict()["deployments"][i] if name.startswith("poland") else None
        if summary is not None and summary["least_margin_km_s"] is not None:
            assert signed(summary["least_margin_km_s"]) == least
    drawn = sorted(
        t.get_text()
        for t in result.plot.margins().axes[0].texts
        if re.match(r"[+−0]", t.get_text())
    )
    shown = [
        t
        for t in page.locator('#margins g[aria-label="text"] text').all_text_contents()
        if re.match(r"[+−0]", t)
    ]
    if drawn:
        shares = {t for t in drawn if t.endswith("%")}
        assert sorted(shown) == [t for t in drawn if t not in shares]


@pytest.mark.long
def test_words_fit_the_sign(tab: Watched, reports: dict[str, str], found: Found) -> None:
    """A flight out of reach is met by nobody: it would be, with the speed that is lacking."""
    page, result = tab.ready(reports["europe-2012"]), found["europe-2012"]
    for i, d in enumerate(result.deployments):
        if d.least_margin_km_s is None:
            continue
        page.locator(".deployments tbody button").nth(i).click()
        page.wait_for_timeout(150)
        card = _text(page, ".card")
        assert flight_name(result, d.worst_flight) in card  # type: ignore[arg-type]
        out = d.least_margin_km_s > 0.0
        assert ("An interceptor with those" in card) == out
        assert ("and meets it at" in card) == (not out)
        page.locator(".deployments tbody button").nth(i).click()


def test_a_witness_beside_out_of_reach_is_explained(found: Found) -> None:
    """In the sentence itself, wherever a flyout reaches what the ideal interceptor does not, and nowhere else."""
    result = found["europe-2012"]
    assert result.estimates is not None
    some = 0
    for i in range(len(result.deployments)):
        beyond = result.estimates.within_reach()[i] & ~(result.pairs.margin_km_s[i] <= 0.0)
        assert (SLANTED in sentence(result, i)) == bool(beyond.any())
        some += bool(beyond.any())
    assert some
