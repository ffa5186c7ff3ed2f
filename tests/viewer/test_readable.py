"""A page that can be read: the answer and the picture first, people's names, a full legend, files of every chart."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page

from reassure.answers.assessment import Assessment
from reassure.report.colours import STEPS
from reassure.report.html.page import write_page
from reassure.report.html.sheet import Sheet
from reassure.report.verdict import verdict
from reassure.scenario.sent import sent
from reassure.words.rounding import down, signed, up
from tests.viewer.browser import Watched, watched
from tests.viewer.cases import poland

FIRST_PAINT_MS = 500
"""On a machine of two cores and nothing else to do; a busy one is given three times as much."""


@pytest.fixture(scope="module")
def report(europe: Assessment, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Its page's address."""
    assert europe.scenario is not None
    file = sent(europe.scenario, "europe-2012").file
    path = tmp_path_factory.mktemp("readable") / "for a colleague.html"
    write_page(europe, Sheet("reassure assess europe-2012", files=(file,)), path)
    return path.as_uri()


@pytest.mark.parametrize("size", [(390, 844), (1400, 1000)])
def test_the_first_screen_has_the_answer_and_then_the_picture(
    browser: Browser, report: str, europe: Assessment, size: tuple[int, int]
) -> None:
    """On a phone and on a desk: the sentence, and below it a picture that is seen as a whole."""
    with watched(browser) as tab:
        tab.page.set_viewport_size({"width": size[0], "height": size[1]})
        page = tab.ready(report)
        assert page.locator(".answer").inner_text() == verdict(europe)
        assert re.match("(Yes|No|It depends)", verdict(europe))
        answer, picture = page.locator(".answer").bounding_box(), page.locator("canvas").first.bounding_box()  # fmt: skip
        assert answer
        assert picture
        assert answer["y"] + answer["height"] <= picture["y"]
        assert picture["y"] + picture["height"] <= size[1]


def test_the_first_picture_is_there_at_once(browser: Browser, report: str) -> None:
    """The best of three, for a busy machine is slow once in a while."""
    taken = []
    for _ in range(3):
        with watched(browser) as tab:
            page = tab.ready(report)
            taken.append(float(page.evaluate("document.documentElement.dataset.pictured")))
    assert min(taken) < 3 * FIRST_PAINT_MS


def test_nothing_is_wider_than_a_phone(browser: Browser, report: str) -> None:
    """Only what scrolls in a box of its own, which says so; and no control is cut off."""
    with watched(browser) as tab:
        tab.page.set_viewport_size({"width": 390, "height": 844})
        page = tab.ready(report)
        assert page.evaluate("document.documentElement.scrollWidth") == 390
        wide = page.evaluate(
            """[...document.querySelectorAll('main *')].filter((e) => {
                if (e.closest('.scroll-x, .scroll, .plot, .unseen, .skip, svg')) return false;
                const box = e.getBoundingClientRect();
                return box.width > 0 && (box.right > 391 || box.left < -1);
            }).map((e) => e.outerHTML.slice(0, 120))"""
        )
        assert wide == []
        told = page.locator(".sideways.wider > .more")
        assert told.count() >= 3
        assert all("scroll sideways" in words for words in told.all_inner_texts())
        # The answer's columns are those that are seen without scrolling.
        heads = page.locator(".deployments thead th")
        assert [heads.nth(k).inner_text().split("\n")[0] for k in range(3)] == ["Deployment", "Out of reach", "Least margin"]  # fmt: skip
        assert heads.nth(2).bounding_box()["x"] < 390  # type: ignore[index]
        assert page.locator(".fold").get_attribute("open") is None
        page.locator(".fold summary").click()
        assert page.get_by_label("Deployment", exact=True).bounding_box()["width"] < 380  # type: ignore[index]


def test_people_read_names_and_never_ids(tab: Watched, report: str, europe: Assessment) -> None:
    """But for what is typed: keys of figures and commands, which stand in code."""
    page = tab.ready(report)
    text = page.evaluate(
        """(() => {
            const copy = document.querySelector('main').cloneNode(true);
            copy.querySelectorAll('code, pre').forEach((e) => e.remove());
            return copy.textContent;
        })()"""
    )
    for d, name in zip(europe.deployments, europe.deployment_names, strict=True):
        assert d.id not in text
        assert name in text
    for name in ("Nizhny Tagil", "Submarines in the Sea of Okhotsk", "SM-3 IIB"):
        assert name in text
    for name in ("nizhny-tagil", "submarines-okhotsk", "sm3-iib", "conus", "lofted 1.2"):
        assert name not in text
    labels = page.evaluate("[...document.querySelectorAll('option')].map((o) => o.textContent)")
    assert "SM-3 IIA at Redzikowo" in labels
    assert "Yoshkar-Ola" in labels


def test_the_answer_and_the_flight_are_of_one_flight(
    tab: Watched, report: str, europe: Assessment
) -> None:
    """At load both boxes name the decisive deployment's closest flight; a number of another flight says whose it is."""
    page = tab.ready(report)
    i = europe.decisive
    d, critical = europe.deployments[i], europe.critical(i)
    groups = page.locator(".critical .of-flight")
    closest = groups.nth(0).locator(".turns").inner_text()
    assert page.locator(".card b").first.inner_text().startswith(f"{closest}: ")
    assert page.locator(".card .kicker").inner_text() == f"The closest flight to {europe.deployment_names[i]}"  # fmt: skip
    assert down(critical["burnout_speed_km_s"]) in groups.nth(0).inner_text()
    assert signed(d.least_margin_km_s).replace("-", "−") in groups.nth(0).inner_text()
    assert d.worst_flight != d.latest_flight
    other = groups.nth(1)
    assert other.inner_text().startswith("The flight that leaves most time: ")
    assert up(critical["launch_delay_s"]) in other.inner_text()
    name = other.locator(".turns").inner_text()
    other.locator(".turns").click()
    assert page.locator(".card b").first.inner_text().startswith(f"{name}: ")


def test_the_legend_names_every_sign_that_is_drawn(tab: Watched, report: str) -> None:
    """In or out of reach beside the colours; rings, meetings and moments once they are there."""
    page = tab.ready(report)

    def legend() -> str:
        return " ".join(page.locator(".legend").inner_text().split())

    assert re.search(r"could reach: below −2 −2 to −1 −1 to 0 out of reach: 0 to \+1", legend())
    for words in (
        "base",
        "interceptor site",
        "sea area of ships",
        "aim region",
        "the chosen flight",
        "where they meet",
    ):
        assert words in legend()
    for words in ("meetings within reach", "ground range", "where each flight is"):
        assert words not in legend()
    page.locator(".deployments tbody button").nth(11).click()
    page.get_by_role("slider").first.fill("400")
    for words in (
        "meetings within reach",
        "ground range of SM-3 IIB ships in the North Sea: how far it comes, not what it defends",
        "where each flight is",
    ):
        assert words in legend()
    page.get_by_label("Ground range").uncheck()
    assert "ground range of" not in legend()


def test_few_flights_are_drawn_until_a_base_is_chosen(tab: Watched, report: str, europe: Assessment) -> None:  # fmt: skip
    """Those of each base and shape that are closest are among them; of one base all are drawn, and the legend says it."""
    page = tab.ready(report)
    app = "window.reassure.scenes[0].app"
    drawn = set(page.evaluate(f"[...{app}.drawn]"))
    assert 100 < len(drawn) < 300
    assert page.evaluate(f"{app}.shown.length") == europe.flights.count
    margin = europe.pairs.margin_km_s
    f = europe.flights
    for base in dict.fromkeys(f.base.tolist()):
        for ratio in europe.ratios:
            mine = [i for i in range(f.count) if f.base[i] == base and f.flight_time_ratio[i] == ratio]  # fmt: skip
            least = min(min(m for m in margin[:, i] if m == m) for i in mine)
            # In the page's steps of 0.1 m/s.
            assert any(min(m for m in margin[:, i] if m == m) < least + 2e-4 for i in drawn & set(mine))  # fmt: skip
    assert f"Drawn: {len(drawn)} of 6,405 flights" in page.locator(".legend").inner_text()
    page.get_by_label("Base").first.select_option(label="Kozelsk")
    assert page.evaluate(f"{app}.drawn.length") == int((f.base == "kozelsk").sum())
    assert "Drawn:" not in page.locator(".legend").inner_text()


def test_the_pointer_finds_values(tab: Watched, report: str) -> None:
    """A place anywhere on the Earth, and a flight's margin and meeting on its line; off the Earth nothing."""
    page = tab.ready(report)
    canvas = page.locator("canvas").nth(1)
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    tip = page.locator(".tip").nth(1)
    assert re.search(r"(89|90)\.\d N", tip.inner_text())
    # On the chosen flight, whose line is drawn as one of the others.
    spot = page.evaluate(
        """(() => {
            const s = window.reassure.scenes[1], { track } = s.app.chosen;
            const p = s.project(track.point(30));
            return [p.x, p.y];
        })()"""
    )
    page.mouse.move(box["x"] + spot[0], box["y"] + spot[1])
    assert re.search(r" to \d+ [NS] \d+ [EW], ", tip.inner_text())
    assert re.search(r"margin [+−]\d\.\d\d km/s, (could reach it|out of reach)", tip.inner_text())
    assert re.search(r"\d+ s after the flight’s launch", tip.inner_text())
    page.mouse.move(box["x"] + 3, box["y"] + 3)
    assert not tip.is_visible()


def test_delays_are_small_panels_without_leaders(tab: Watched, report: str, europe: Assessment) -> None:  # fmt: skip
    """One for each deployment, with its crossing; a press on one chooses its deployment."""
    page = tab.ready(report)
    chart = page.locator("#delay svg").first
    assert chart.locator('[aria-label="link"]').count() == 0
    words = " ".join(chart.locator("text").all_text_contents())
    for i, name in enumerate(europe.deployment_names):
        assert name.split(" in ")[0].split(" at ")[0] in words
        late = europe.critical(i)["launch_delay_s"]
        assert late is None or f"{up(late)} s" in words
    assert chart.locator('g[aria-label="frame"] > *, [aria-label="frame"]').count() >= 16
    box = chart.bounding_box()
    assert box
    chart.scroll_into_view_if_needed()
    box = chart.bounding_box()
    assert box
    chart.click(position={"x": box["width"] * 0.4, "y": 80})
    assert page.evaluate("window.reassure.scenes[0].app.state.choice.deployment") == 1
    assert "this deployment" in page.locator("#delay svg").inner_html()


@pytest.mark.long
def test_a_launch_later_than_its_curve_stays_in_its_panel(tab: Watched, tmp_path: Path) -> None:
    """Curves end at some delay. The ring of a later launch widens the axis, and does not lie in the next panel."""
    result = poland()
    assert result.curves is not None
    late = [result.critical(i)["launch_delay_s"] for i in range(2)]
    assert late[0] < 300.0 < late[1]
    cut = [sum(s <= 300.0 for s in c.delay_s) for c in result.curves]
    short = tuple(
        replace(c, delay_s=c.delay_s[:k], required_speed_km_s=c.required_speed_km_s[:k])
        for c, k in zip(result.curves, cut, strict=True)
    )
    write_page(replace(result, curves=short), Sheet("reassure assess poland-2007-mda"), tmp_path / "late.html")  # fmt: skip
    page = tab.ready((tmp_path / "late.html").as_uri())
    edges = "found => [...found].map(e => e.getBoundingClientRect()).map(b => [b.left, b.right])"
    spans = page.locator('#delay [aria-label="frame"] rect, #delay rect[aria-label="frame"]').evaluate_all(edges)  # fmt: skip
    rings = page.locator('#delay [aria-label="dot"] circle').evaluate_all(edges)
    assert len(spans) == len(rings) == 2
    for (left, right), ring in zip(spans, rings, strict=True):
        assert left <= sum(ring) / 2.0 <= right + 0.5


@pytest.mark.some(3)
@pytest.mark.parametrize("chart", ["globe", "map", "side", "margins", "delay"])
def test_every_chart_is_a_file(tab: Watched, report: str, tmp_path: Path, chart: str) -> None:
    """PNG, SVG and CSV, named after the scenario and the chart; the SVG reads by itself, the CSV has its units."""
    page = tab.ready(report)
    held = {}
    place = page.locator(f"#{chart} .downloads" if chart not in ("globe", "map") else "#pictures .downloads").nth(int(chart == "map"))  # fmt: skip
    for kind in ("PNG", "SVG", "CSV"):
        with page.expect_download() as download:
            place.get_by_role("button", name=f"as {kind}").click()
        assert download.value.suggested_filename == f"europe-2012-{chart}.{kind.lower()}"
        path = tmp_path / download.value.suggested_filename
        download.value.save_as(path)
        held[kind] = path.read_bytes()
    assert held["PNG"].startswith(b"\x89PNG")
    assert len(held["PNG"]) > 5000
    _is_framed(held["PNG"], chart, page)
    root = ElementTree.fromstring(held["SVG"])  # noqa: S314  (the page's own)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert len(list(root.iter())) > 20
    assert "NaN" not in held["SVG"].decode()
    head, *rows = csv.reader(io.StringIO(held["CSV"].decode()))
    assert any(re.search("_(km_s|km|s|deg)$", name) for name in head)
    assert {len(row) for row in rows} == {len(head)}
    counts = {"globe": 6405, "map": 6405, "margins": 16 * 13}
    assert len(rows) == counts.get(chart, len(rows))
    assert len(rows) > 50


def test_a_picture_that_is_not_there_is_no_file(tab: Watched, report: str) -> None:
    """The side view without a flight: its buttons do nothing, and nothing fails."""
    page = tab.ready(report)
    page.get_by_role("button", name="Let go").click()
    assert page.locator("#side .plot svg").count() == 0
    taken: list[object] = []
    page.on("download", lambda download: taken.append(download))
    for kind in ("PNG", "SVG"):
        page.locator("#side .downloads").get_by_role("button", name=f"as {kind}").click()
    page.wait_for_timeout(200)
    assert not taken


def _is_framed(png: bytes, chart: str, page: Page) -> None:
    """Above the picture its title, below it where it comes from; of a scene also what its colours mean."""
    image = Image.open(io.BytesIO(png)).convert("RGB")
    pixels = np.asarray(image, np.int64)
    ground = pixels[0, 0]
    inked = (np.abs(pixels - ground).sum(axis=2) > 60).any(axis=1)
    drawn = "#pictures canvas" if chart in ("globe", "map") else f"#{chart} .plot svg"
    # an SVG is drawn with two pixels to one of its own
    measure = "e => e.viewBox ? [2 * e.viewBox.baseVal.width, 2 * e.viewBox.baseVal.height] : [e.width, e.height]"
    size = page.locator(drawn).nth(int(chart == "map")).evaluate(measure)
    assert image.width == size[0]
    added = image.height - size[1]
    assert added >= 60
    scene = chart in ("globe", "map")
    line = 24 if scene else 48  # of the title and of the foot, with their space
    assert inked[:line].any()
    assert inked[-line:].any()
    if scene:
        colours = {
            tuple(int(c[k : k + 2], 16) for k in (1, 3, 5)) for c in (s.colour for s in STEPS)
        }
        below = {tuple(p) for p in pixels[-added:].reshape(-1, 3).tolist()}
        assert colours <= below


def test_a_csv_keeps_text_as_text(tab: Watched, small_report: str, tmp_path: Path) -> None:
    """Tables too: of deployments, of pairs, of figures, whose sources have commas."""
    page = tab.ready(small_report)
    for words, least in (("the table of deployments", 5), ("the table of pairs", 30), ("the table of figures", 10)):  # fmt: skip
        with page.expect_download() as download:
            page.get_by_role("button", name=f"Save {words} as CSV").click()
        path = tmp_path / "one.csv"
        download.value.save_as(path)
        head, *rows = csv.reader(io.StringIO(path.read_text("utf-8")))
        assert len(rows) >= least
        assert {len(row) for row in rows} == {len(head)}


def test_it_can_be_cited_and_shown_elsewhere(tab: Watched, report: str, europe: Assessment) -> None:  # fmt: skip
    """Title, version, year and hash, in words and for BibTeX; the embed line has this file's own name."""
    page = tab.ready(report)
    words, bibtex, embed = page.locator("#cite pre").all_inner_texts()
    year = page.evaluate("new Date(document.lastModified).getFullYear()")
    for text in (words, bibtex):
        for part in (europe.title, europe.reassure_version, europe.scenario_sha256, str(year)):
            assert part in text
    assert re.fullmatch(
        rf"@misc\{{reassure-the-european-phased-adaptive-[a-z0-9-]+-{europe.scenario_sha256[:8]},\n(  \w+ = \{{.*\}},?\n)+\}}",
        bibtex,
    )
    assert embed.startswith('<iframe src="for%20a%20colleague.html" title="The European phased')
    assert page.locator("#cite").get_by_role("button", name="Copy: BibTeX").count() == 1


def test_what_cannot_be_copied_is_selected(tab: Watched, small_report: str) -> None:
    """Where the browser has no clipboard for the page, and where it refuses; the button says so."""
    page = tab.ready(small_report)
    for clipboard in ("undefined", "{ writeText: () => Promise.reject(new Error('no')) }"):
        page.evaluate(
            f"Object.defineProperty(navigator, 'clipboard', {{ value: {clipboard}, configurable: true }})"
        )
        for name in ("#cite", "#again"):
            button = page.locator(name).get_by_role("button", name="Copy").first
            button.click()
            selected = page.evaluate("getSelection().toString()")
            assert selected == page.locator(f"{name} pre, {name} code").first.inner_text()
            # Named by what it copies, or by what is on it.
            said = page.locator(f"{name} button", has_text="Selected: copy it")
            assert said.count() == 1
            said.evaluate("e => { e.textContent = 'Copy'; }")


def test_a_hostile_title_stays_text_in_the_citation(tab: Watched, small_report: str) -> None:
    """Nothing of it ends the line that embeds the page, or TeX's braces."""
    page = tab.ready(small_report)
    _, bibtex, embed = page.locator("#cite pre").all_inner_texts()
    assert embed.count("<") == 2
    assert bibtex.count("{") == bibtex.count("}")


def test_paper_keeps_its_colours_and_has_no_controls(browser: Browser, report: str) -> None:
    """Swatches, canvases and charts as on the screen; buttons and fields gone; no picture parted between pages."""
    with watched(browser) as tab:
        page = tab.ready(report)
        page.emulate_media(media="print")
        for part in (".swatch", "canvas", ".plot svg", ".key.site"):
            exact = page.locator(part).first.evaluate("e => getComputedStyle(e).printColorAdjust")
            assert exact == "exact"
        for part in (".controls", ".fold", ".clock", ".downloads", ".theme", ".card button"):
            assert not page.locator(part).first.is_visible()
        for part in ("figure", ".plot", ".critical"):
            assert page.locator(part).first.evaluate("e => getComputedStyle(e).breakInside") == "avoid"  # fmt: skip
        assert page.locator("canvas").first.is_visible()


def test_names_of_countries_and_seas_are_drawn(tab: Watched, report: str) -> None:
    """As the SVG has them, which is drawn by the same code; none over another, and more of them nearer by."""
    page = tab.ready(report)

    def words() -> list[str]:
        text = page.evaluate("window.reassure.scenes[1].svg()")
        return [x.text or "" for x in ElementTree.fromstring(text).iter("{http://www.w3.org/2000/svg}text")]  # fmt: skip  # noqa: S314

    far = words()
    for name in ("North Pacific Ocean", "Russia", "United States", "Irkutsk"):
        assert name in far
    assert "Belarus" not in far
    page.evaluate(
        "(() => { const s = window.reassure.scenes[1]; Object.assign(s.eye, { latitude: 54, longitude: 24, zoom: 8 }); s.draw(); })()"
    )
    assert "Belarus" in words()


def test_one_deployment_alone_has_its_own_figures_as_before(tab: Watched, poland_report: str) -> None:  # fmt: skip
    """The chart of one deployment names the other by its name."""
    page = tab.ready(poland_report)
    page.locator(".deployments tbody button").nth(1).click()
    words = " ".join(page.locator("#delay text").all_text_contents())
    assert "6.30 km/s: this deployment" in words
    assert poland().deployment_names[0] in words
