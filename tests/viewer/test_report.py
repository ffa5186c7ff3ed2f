"""The report, opened from disk in a real browser."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from reassure.answers.assessment import Assessment
from reassure.questions.assess import assess
from reassure.questions.comply import comply
from reassure.report.html.page import page as page_of
from reassure.report.html.sheet import Sheet
from reassure.report.verdict import verdict
from reassure.report.weighed import out_of_reach_text
from reassure.report.wording import percent_down, sentence
from reassure.words.rounding import down, signed, up
from tests.viewer.browser import Watched, watched
from tests.viewer.cases import HOSTILE, poland, small_with_curves
from tests.viewer.pictures import same_picture

SECTIONS = [
    "Can these interceptors reach those flights?",
    "Where, when and how high",
    "From the side, to scale",
    "Deployments",
    "Least margin by base and deployment, km/s",
    "Required speed against launch delay",
    "All pairs",
    "Certificates",
    "Figures and their sources",
    "What is assumed",
    "The same again",
    "Cite this, or show it",
]


def test_every_part_is_there_with_the_results_own_words(tab: Watched, poland_report: str) -> None:
    """Question, verdict, critical value, deployments, sources, assumptions, version, hash and command."""
    page = tab.ready(poland_report)
    result = poland()
    assert page.locator("h2").all_inner_texts() == SECTIONS
    assert page.locator(".answer").inner_text() == verdict(result)
    assert (
        page.locator(".who").inner_text() == f"{result.deployment_names[1]}: {sentence(result, 1)}"
    )
    critical = result.critical(1)
    figures = page.locator(".critical .figure b").all_inner_texts()
    assert figures[0] == f"{down(critical['burnout_speed_km_s'])} km/s"
    assert f"{up(critical['launch_delay_s'])} s" in figures
    rows = page.locator(".deployments tbody tr")
    for i, d in enumerate(result.deployments):
        text = rows.nth(i).inner_text()
        assert result.deployment_names[i] in text
        assert d.id not in text
        assert percent_down(d.share_out_of_reach) in text
    assert page.locator(".sources tbody tr").count() == len(result.sources)
    sources = page.locator(".sources").inner_text()
    assert all(s.key in sources and s.source in sources for s in result.sources)
    assert "T. Postol, 2007 (7.7 to 8.3, or near 9)" in sources
    opened = page.locator(".sources a").evaluate_all(
        "all => all.map((a) => [a.href, a.target, a.rel])"
    )
    assert [
        "https://github.com/thkruz/keeptrack.space/blob/e694e3f7/src/plugins/missile/missile-data.ts",
        "_blank",
        "noopener noreferrer",
    ] in opened
    again = page.locator("#again").inner_text()
    assert f"reassure {result.reassure_version}" in again
    assert result.scenario_sha256 in again
    assert "reassure assess poland --report poland.html" in again
    page.get_by_text("What was found when this page was made").click()
    assert page.locator(".proof").inner_text().startswith("Proved · one.cert")


def test_text_of_a_scenario_is_shown_as_text(tab: Watched, small_report: str) -> None:
    """A title that would be a script is a title, in the head and on the page; a certificate's <i> is text."""
    page = tab.ready(small_report)
    assert page.evaluate("window.hacked") is None
    assert page.locator("header .title").inner_text() == HOSTILE
    assert page.title() == f"{HOSTILE} · Reassure"
    assert page.locator(".proof i").count() == 0
    page.get_by_text("What was found when this page was made").click()
    assert "<i>one</i>" in page.locator(".proof pre").inner_text()


def test_nothing_in_the_file_names_another_host() -> None:
    """No address but those that identify an XML namespace or a source's text; the policy forbids fetching."""
    text = page_of(small_with_curves(), Sheet("x"))
    outside = {u for u in re.findall(r"https?://[^\s\"'`)<>\\]+", text) if "www.w3.org" not in u}
    # the code that makes a link of an address in a source (viewer/src/links.ts)
    outside = {u for u in outside if not u.startswith("https://${")}
    assert outside == set()
    assert "default-src 'none'" in text
    assert text == page_of(small_with_curves(), Sheet("x"))  # the same result, the same bytes


def _rows(page: Page) -> list[list[str]]:
    found = page.locator(".pairs tbody tr:not([aria-hidden])").all()
    return [row.locator("td").all_inner_texts() for row in found]


def test_table_of_pairs_sorts_and_filters_as_the_result_says(
    tab: Watched, poland_report: str
) -> None:
    """First by margin; by latest launch, falling; words filter; the count is right."""
    page = tab.ready(poland_report)
    result = poland()
    margins = sorted(result.pairs.margin_km_s.ravel().tolist())
    shown = _rows(page)
    assert len(shown) >= 15
    for cells, margin in zip(shown[:10], margins, strict=False):
        assert cells[0].replace("−", "-") == signed(margin)
        assert cells[5] == down(margin + (5.4 if cells[1].startswith("5.4 km/s") else 6.3))
    latest = page.get_by_role("columnheader", name="Latest launch").get_by_role("button")
    latest.click()
    page.get_by_role("columnheader", name="Latest launch").get_by_role("button").click()
    delays = result.pairs.critical_launch_delay_s
    assert _rows(page)[0][6] == up(delays[delays == delays].max())
    page.get_by_role("columnheader", name="Required").get_by_role("button").click()
    # Two interceptors of different speed: not the order of the margins.
    required = sorted(result.pairs.required_speed_km_s.ravel().tolist())
    assert [cells[5] for cells in _rows(page)[:10]] == [down(v) for v in required[:10]]
    page.get_by_label("Find").nth(0).fill("KOZELSK gbi-5")
    count = int((result.flights.base == "kozelsk").sum())
    assert (
        page.locator("#pairs .note[role=status]").inner_text() == f"{count} of {delays.size} pairs"
    )
    assert {(c[1], c[2]) for c in _rows(page)} == {(result.deployment_names[0], "Kozelsk")}
    page.get_by_label("Find").nth(0).fill("")
    page.get_by_label("Show", exact=True).select_option("in")
    reached = int((result.pairs.margin_km_s <= 0).sum())
    assert (
        page.locator("#pairs .note[role=status]").inner_text()
        == f"{reached} of {delays.size} pairs"
    )
    assert 0 < reached < delays.size


def test_all_rows_can_be_scrolled_to(tab: Watched, poland_report: str) -> None:
    """The last row of the sorted table is the pair of greatest margin."""
    page = tab.ready(poland_report)
    page.locator(".scroll").evaluate("e => { e.scrollTop = e.scrollHeight }")
    page.wait_for_timeout(200)
    worst = poland().pairs.margin_km_s
    assert _rows(page)[-1][0] == signed(worst.max())


def test_it_works_by_keyboard(tab: Watched, poland_report: str) -> None:
    """Tab reaches the globe; arrows turn it, plus comes nearer; Enter in the table chooses a flight."""
    page = tab.ready(poland_report)
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.getAttribute('aria-label') ?? ''").startswith(
            "Globe"
        ):
            break
    before = page.evaluate("document.activeElement.toDataURL()")
    for key in ("ArrowLeft", "ArrowUp", "+", "+"):
        page.keyboard.press(key)
    page.wait_for_timeout(700)
    assert page.evaluate("document.activeElement.toDataURL()") != before
    zoom = float(re.search(r"globe=[^&]*,([\d.]+)", page.url).group(1))  # type: ignore[union-attr]
    assert zoom == pytest.approx(1.15**2, abs=0.01)
    page.keyboard.press("Home")
    page.wait_for_timeout(700)
    assert "globe=" in page.url
    assert float(re.search(r"globe=[^&]*,([\d.]+)", page.url).group(1)) == 1.0  # type: ignore[union-attr]
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.className") == "scroll":
            break
    for _ in range(40):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)
    order = sorted(
        (
            (m, d, i)
            for d, row in enumerate(poland().pairs.margin_km_s.tolist())
            for i, m in enumerate(row)
        ),
        key=lambda x: (x[0], x[1], x[2]),
    )
    margin, d, i = order[40]
    card = page.locator(".card").inner_text()
    assert f"margin {signed(margin)}".replace("-", "−") in card
    assert poland().deployment_names[d] in card
    assert poland().place_names[str(poland().flights.base[i])] in card


def test_address_holds_the_picture(browser: Browser, poland_report: str) -> None:
    """A link shows the same picture: same canvas, same card, same moment."""
    with watched(browser) as first:
        page = first.ready(poland_report)
        page.locator(".deployments tbody button").nth(1).click()
        page.get_by_label("Base").first.select_option(label="Vypolzovo")
        page.get_by_role("slider").first.fill("400")
        page.get_by_label("Ground range").uncheck()
        page.locator("canvas").first.focus()
        for key in ("ArrowLeft", "ArrowDown", "+"):
            page.keyboard.press(key)
        page.wait_for_timeout(800)
        link, seen = page.url, _seen(page)
    with watched(browser) as second:
        again = _seen(second.ready(link))
    assert again == seen
    with watched(browser) as third:
        assert _seen(third.ready(poland_report)) != seen


def _seen(page: Page) -> Any:
    return page.evaluate(
        "[...[...document.querySelectorAll('canvas')].map(c => c.toDataURL()), document.querySelector('.card').innerText, document.querySelector('.clock-words').innerText]"
    )


def test_a_wrong_address_is_no_trouble(tab: Watched, poland_report: str) -> None:
    """Unknown names and numbers out of range are passed over."""
    page = tab.ready(
        f"{poland_report}#deployment=nobody&flight=999999&time=-5&globe=1,2&map=x&layers=%3Cb%3E"
    )
    assert page.locator(".answer").inner_text() == verdict(poland())


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pictures_are_as_they_were_when_looked_at(
    browser: Browser, poland_report: str, theme: Any
) -> None:
    """Globe, map, side view, margins and delays, with a flight chosen at 8 minutes."""
    address = f"{poland_report}#deployment=gbi-6-3&flight=140&time=480"
    with watched(browser, color_scheme=theme) as tab:
        page = tab.ready(address)
        for name, part in {
            "globe": page.locator("canvas").nth(0),
            "map": page.locator("canvas").nth(1),
            "side": page.locator("#side .plot"),
            "margins": page.locator("#margins .plot"),
            "delay": page.locator("#delay .plot"),
        }.items():
            same_picture(f"{name}-{theme}", part.screenshot())


def test_a_wrong_picture_is_noticed(tab: Watched, poland_report: str) -> None:
    """The comparison fails for a globe turned by ten degrees."""
    page = tab.ready(f"{poland_report}#deployment=gbi-6-3&flight=140&time=480&globe=52,0,1")
    with pytest.raises(AssertionError, match="far off"):
        same_picture("globe-light", page.locator("canvas").nth(0).screenshot())


def test_time_moves_the_flights(tab: Watched, poland_report: str) -> None:
    """Play runs on; the moment in words follows; pause stops it."""
    page = tab.ready(poland_report)
    page.get_by_role("button", name="Play").click()
    page.wait_for_timeout(1200)
    page.get_by_role("button", name="Pause").click()
    said = page.locator(".clock-words").inner_text()
    assert re.match(r"(\d+ min )?\d+ s after the flights’ launch", said)
    assert not said.startswith("0 s")
    page.wait_for_timeout(300)
    assert page.locator(".clock-words").inner_text() == said


def test_a_click_on_a_flight_chooses_it(tab: Watched, poland_report: str) -> None:
    """In the map, on the burnout of a flight."""
    page = tab.ready(poland_report)
    page.get_by_role("button", name="Let go").click()
    assert page.locator(".card").inner_text() == ""
    box = page.locator("canvas").nth(1).bounding_box()
    assert box
    for dy in range(20, int(box["height"]), 12):
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + dy)
        if page.locator(".card").inner_text():
            break
    assert re.search(r"\S+ to \d+ [NS] \d+ [EW], ", page.locator(".card").inner_text())


def test_margins_chart_leads_to_the_closest_flight(tab: Watched, poland_report: str) -> None:
    """A click on a cell chooses deployment, base and the flight of least margin."""
    page = tab.ready(poland_report)
    result = poland()
    cell = page.locator('#margins g[aria-label="cell"]').first.locator("rect").nth(2)
    title = cell.locator("title").text_content() or ""
    deployment, base = re.match(r"(.+) against (.+):", title).groups()  # type: ignore[union-attr]
    cell.click()
    page.wait_for_timeout(300)
    d = result.deployment_names.index(deployment)
    ids = {name: base_id for base_id, name in result.place_names.items()}
    least = result.pairs.margin_km_s[d][result.flights.base == ids[base]].min()
    shown = re.search(r"least margin (.*) km/s", title).group(1)  # type: ignore[union-attr]
    assert shown.replace("−", "-") == signed(least)
    assert f"margin {shown} km/s" in page.locator(".card").inner_text()


def test_a_phone_shows_it_without_sideways_scrolling(browser: Browser, poland_report: str) -> None:
    """390 pixels wide: only tables and charts scroll, inside their own boxes."""
    with watched(browser) as tab:
        tab.page.set_viewport_size({"width": 390, "height": 844})
        page = tab.ready(poland_report)
        assert page.evaluate("document.documentElement.scrollWidth") == 390
        assert page.locator("canvas").first.bounding_box()["width"] > 340  # type: ignore[index]


def test_it_prints_light_even_from_a_dark_screen(browser: Browser, poland_report: str) -> None:
    """Paper is light while it prints, and the screen dark again after."""
    with watched(browser, color_scheme="dark") as tab:
        page = tab.ready(poland_report)
        assert page.evaluate("document.documentElement.dataset.theme") == "dark"
        page.evaluate(
            "addEventListener('beforeprint', () => setTimeout(() => {}, 0)); window.themes = []; addEventListener('beforeprint', () => themes.push(document.documentElement.dataset.theme))"
        )
        pdf = page.pdf(print_background=True)
        assert pdf.startswith(b"%PDF")
        assert page.evaluate("themes") == ["light"]
        assert page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_without_javascript_it_says_so(browser: Browser, poland_report: str) -> None:
    """One line instead of an empty page."""
    with watched(browser, java_script_enabled=False) as tab:
        tab.page.goto(poland_report)
        assert "JavaScript" in tab.page.locator("body").inner_text()


def test_a_page_that_cannot_be_drawn_says_why(browser: Browser, tmp_path: Path) -> None:
    """Numbers that were damaged on their way: a line of reason."""
    text = page_of(small_with_curves(), Sheet("x"))
    start = text.index('<script id="reassure-view"')
    broken = text[: start + 200] + "!" + text[start + 201 :]
    (tmp_path / "broken.html").write_text(broken)
    with watched(browser) as tab:
        tab.page.goto((tmp_path / "broken.html").as_uri())
        tab.page.wait_for_selector(".broken")
        assert "could not be drawn" in tab.page.locator(".broken").inner_text()
        assert len(tab.faults) == 1  # and the console has the error itself
        tab.faults.clear()


def test_the_large_preset_stays_small(europe: Assessment, tmp_path: Path) -> None:
    """All 102,480 pairs of europe-2012 are in it, the engine and the checker, some 20 bytes for each pair; as CSV the pairs alone
    are many times as much.
    """
    text = page_of(europe, Sheet("reassure assess europe-2012 --report europe-2012.html"))
    assert len(text.encode()) < 2_100_000
    europe.write_csv(tmp_path / "all.csv")
    rows = list(csv.reader(io.StringIO((tmp_path / "all.csv").read_text())))
    assert len(rows) == 102_480 + 2


def test_shares_of_the_accountable_force_stand_where_they_were_asked_for(
    tab: Watched, poland_report: str, tmp_path: Path
) -> None:
    """A column with the share, and below the table what it is weighed by; in a plain report neither."""
    result = assess("poland-2007-mda", weigh="warheads", on="2012-03-14")
    path = tmp_path / "weighed.html"
    path.write_text(page_of(result, Sheet("reassure assess poland-2007-mda")), encoding="utf-8")
    head = "Accountable warheads out of reach"
    page = tab.ready(path.as_uri())
    assert head in page.locator(".deployments thead").inner_text()
    for i, d in enumerate(result.deployments):
        assert d.weighed is not None
        assert out_of_reach_text(d.weighed) in page.locator(".deployments tbody tr").nth(i).inner_text()  # fmt: skip
    notes = page.locator("#deployments").inner_text()
    assert "by the catalogue's holdings and declarations up to 14 March 2012" in notes
    assert "declared: Russia on 1 March 2012: at most 1,492" in notes
    page = tab.ready(poland_report)
    assert head not in page.locator(".deployments thead").inner_text()
    assert "by the catalogue's holdings" not in page.locator("#deployments").inner_text()


def test_whether_an_agreement_is_kept(tab: Watched, tmp_path: Path) -> None:
    """The report on the tasks fulfilled, where one was made: every limit and duty, and what each verdict rests on."""
    found = comply("new-start-2011", "new-start-2011-2022")
    path = tmp_path / "kept.html"
    path.write_text(page_of(small_with_curves(), Sheet("x", compliance=found)), encoding="utf-8")
    page = tab.ready(path.as_uri())
    section = page.locator("#kept")
    assert "5 fulfilled, 5 undetermined" in section.inner_text()
    rows = section.locator("tbody tr").all()
    assert [row.locator("td").nth(1).inner_text() for row in rows] == [
        o.verdict + (" (disputed)" if o.disputed else "") for o in found.owed
    ]
    section.locator("summary").click()
    assert "Another count is 901" in section.inner_text()
