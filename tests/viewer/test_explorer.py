"""The explorer over HTTP in a real browser: what a hand does, and what the page then says."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page

from reassure.questions.assess import assess
from reassure.report.verdict import verdict
from reassure.scenario import load
from reassure.web.move import Move, moved
from reassure.words.rounding import down
from tests.small import SMALL
from tests.viewer.browser import Watched, watched
from tests.viewer.cases import HOSTILE
from tests.web.conftest import Served, started


@pytest.fixture(scope="module")
def explorer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server with a scenario of hostile title, opened first, and the presets."""
    path = tmp_path_factory.mktemp("explorer") / "mine.toml"
    path.write_text(SMALL.replace("Small <b>&", HOSTILE))
    with started(str(path)) as served:
        yield served


def _answered(page: Page) -> None:
    page.wait_for_selector('.live[data-latency]:not([data-latency=""])')
    page.wait_for_timeout(400)


def _slide(page: Page, name: str, value: str) -> None:
    page.evaluate("document.querySelector('.live').dataset.latency = ''")
    page.get_by_role("slider", name=name).fill(value)
    _answered(page)


POLAND = "/#scenario=poland-2007-mda&deployment=gbi-6-3&from=kozelsk"


def test_sliders_change_the_answer_to_what_assess_says(tab: Watched, explorer: Served) -> None:
    """Speed, delay and booster moved: verdict and critical value are those of the scenario so changed."""
    page = tab.ready(explorer.address + POLAND)
    scenario = load("poland-2007-mda")
    _slide(page, "Burnout speed", "7")
    _slide(page, "Launch delay", "200")
    _slide(page, "Booster burnout", "150")
    _slide(page, "Interceptors", "48")
    move = Move(
        scenario="poland-2007-mda", deployment="gbi-6-3", base="kozelsk",
        burnout_speed_km_s=7, launch_delay_s=200, burnout_time_s=150, interceptors=48,
    )  # fmt: skip
    result = assess(moved(scenario, move))
    assert page.locator(".answer").inner_text() == verdict(result)
    assert page.locator("header .title").inner_text() == result.title
    assert "48 interceptors instead of 10" in result.title
    shown = page.locator(".critical .figure b").first.inner_text()
    assert shown == f"{down(result.critical(0)['burnout_speed_km_s'])} km/s"
    _slide(page, "Burnout speed", "4")
    assert page.locator(".answer").inner_text() == (
        "No: Two-stage ground-based interceptor at Redzikowo could reach none of the 54 flights."
    )
    page.get_by_role("button", name="As in the scenario").click()
    page.wait_for_timeout(1500)
    assert page.get_by_role("slider", name="Burnout speed").input_value() == "6.3"


@pytest.mark.long
def test_address_shows_a_colleague_the_same_picture(browser: Browser, explorer: Served) -> None:
    """Scenario, deployment, base, figures, place, eye and moment are all in the link."""
    with watched(browser) as first:
        page = first.ready(explorer.address + POLAND)
        _slide(page, "Burnout speed", "5.7")
        _slide(page, "Divert", "0.3")
        page.get_by_label("Site, latitude in degrees").fill("50")
        page.get_by_label("Site, latitude in degrees").press("Enter")
        page.wait_for_timeout(800)
        page.get_by_role("slider", name="Time after launch").fill("300")
        page.locator("canvas").first.focus()
        page.keyboard.press("ArrowLeft")
        page.wait_for_timeout(1200)
        link, seen = page.url, _seen(page)
    said = parse_qs(urlsplit(link).fragment)
    assert said["speed"] == ["5.7"]
    assert said["site"][0].startswith("50,17.1")
    with watched(browser) as second:
        again = _seen(second.ready(link))
    assert again == seen


def _seen(page: Page) -> object:
    return page.evaluate(
        "[...[...document.querySelectorAll('canvas')].map(c => c.toDataURL()), document.querySelector('.answer').innerText, document.querySelector('.card').innerText]"
    )


def test_the_site_can_be_dragged_on_the_globe(tab: Watched, explorer: Served) -> None:
    """The square follows the hand; the answer is of the new place; the fields show it."""
    page = tab.ready(explorer.address + POLAND)
    before = page.locator(".answer").inner_text(), page.locator(".critical").inner_text()
    globe = page.locator("canvas").first
    box = globe.bounding_box()
    assert box
    place = page.evaluate(
        "(() => { const s = window.reassure.scenes[0].projectPlace(54.479, 17.108); return [s.x, s.y]; })()"
    )
    page.evaluate("document.querySelector('.live').dataset.latency = ''")
    page.mouse.move(box["x"] + place[0], box["y"] + place[1])
    page.mouse.down()
    page.mouse.move(box["x"] + place[0] + 30, box["y"] + place[1] + 40, steps=6)
    page.mouse.up()
    _answered(page)
    page.wait_for_timeout(600)
    latitude = float(page.get_by_label("Site, latitude in degrees").input_value())
    assert latitude < 52
    assert (page.locator(".answer").inner_text(), page.locator(".critical").inner_text()) != before
    site = page.evaluate("window.reassure.scenes[0].app.view.raw.pairs.sites[0][0]")
    assert site[0] == pytest.approx(latitude, abs=0.006)


def test_text_of_the_scenario_is_text_here_too(tab: Watched, explorer: Served) -> None:
    """In the list and in the head; and the saved report says the same."""
    page = tab.ready(explorer.address + "/")
    assert page.evaluate("window.hacked") is None
    assert page.locator("header .title").inner_text() == HOSTILE
    options = page.get_by_label("Scenario", exact=True).locator("option").all_inner_texts()
    assert options[0] == " ".join(HOSTILE.split())
    assert len(options) >= 8


def test_scenarios_change_with_their_deployments_and_bases(tab: Watched, explorer: Served) -> None:
    """Another preset: its title, its deployments, its bases, and an answer."""
    page = tab.ready(explorer.address + "/")
    page.evaluate("document.querySelector('.live').dataset.latency = ''")
    page.get_by_label("Scenario", exact=True).select_option("europe-2012")
    _answered(page)
    assert page.get_by_label("Deployment", exact=True).locator("option").count() == 16
    page.evaluate("document.querySelector('.live').dataset.latency = ''")
    page.get_by_label("Deployment", exact=True).select_option("phase-3-redzikowo")
    _answered(page)
    assert "SM-3 IIA at Redzikowo" in page.locator(".answer").inner_text()
    # the flight that the page chose itself is the one that the critical value is of
    critical = page.locator(".critical .figure b").first.inner_text()
    assert f"needs {critical}" in page.locator(".card").inner_text()
    assert page.locator("header .title").inner_text() == load("europe-2012").title


def test_files_can_be_saved(
    tab: Watched, explorer: Served, tmp_path: Path, browser: Browser
) -> None:
    """The scenario as moved is one that assess takes; JSON, the full report and the page itself, which opens from disk."""
    page = tab.ready(explorer.address + POLAND)
    _slide(page, "Burnout speed", "7")
    kept = {}
    for name in ("Save scenario", "Save JSON", "Save page", "Save full report"):
        with page.expect_download() as download:
            page.get_by_role("button", name=name).click()
        kept[name] = tmp_path / f"{name.split()[1]}-{download.value.suggested_filename}"
        download.value.save_as(kept[name])
    again = assess(kept["Save scenario"])
    assert again.deployments[0].burnout_speed_km_s == 7
    assert json.loads(kept["Save JSON"].read_text())["scenario"]["sha256"] == again.scenario_sha256
    for name in ("Save page", "Save full report"):
        with watched(browser) as report:
            opened = report.ready(kept[name].as_uri())
            assert opened.locator(".answer").inner_text() == verdict(again)
            assert opened.locator("header .title").inner_text() == again.title


def test_flyouts_are_asked_of_the_server(tab: Watched, explorer: Served) -> None:
    """What needs Python: the best estimate of the figures as they are under the hand."""
    page = tab.ready(explorer.address + POLAND)
    _slide(page, "Burnout speed", "6.5")
    page.get_by_role("button", name="Fly the notional vehicle").click()
    for _ in range(240):
        # The page's policy allows no script of a test's own to wait in it.
        view = page.evaluate("window.reassure.scenes[0].app.view.raw")
        if view["estimate"] is not None:
            break
        page.wait_for_timeout(500)
    assert view["deployments"][0]["estimate"]["share_within_reach"] > 0.0
    assert "burnout speed 6.5 km/s instead of 6.3" in view["title"]


def test_figures_as_limits_are_asked_of_the_server(tab: Watched, explorer: Served) -> None:
    """What they guarantee, and what they cost, in words below the controls."""
    page = tab.ready(explorer.address + POLAND)
    _slide(page, "Burnout speed", "3")
    _slide(page, "Interceptors", "0")
    page.get_by_role("button", name="As limits: guarantee and cost").click()
    said = page.locator(".said")
    for _ in range(240):
        if "held to these figures" in said.inner_text():
            break
        page.wait_for_timeout(500)
    assert said.inner_text().startswith("Held to these figures it is proved out of reach of ")
    assert "With 0 interceptors, none of ".lower() in said.inner_text().lower()
    assert "What it could protect of Western Europe" in said.inner_text()


def test_a_number_of_interceptors_is_whole(tab: Watched, explorer: Served) -> None:
    """Half an interceptor is refused, by hand and in a link; the answer stands."""
    page = tab.ready(explorer.address + POLAND + "&number=1.5")
    said = page.locator(".said")
    assert said.inner_text() == "number 1.5; allowed: a whole number, 0 to 200"
    field = page.get_by_role("spinbutton", name="Interceptors")
    field.fill("2.5")
    field.press("Enter")
    assert said.inner_text() == "Interceptors 2.5; allowed: a whole number, 0 to 200"


def test_a_link_to_what_is_not_here_says_so(tab: Watched, explorer: Served) -> None:
    """Another scenario is shown, and a line says that it is another."""
    page = tab.ready(explorer.address + "/#scenario=europe-2O12&deployment=zzz")
    said = page.locator(".said").inner_text()
    assert said.startswith("no scenario europe-2O12 here; shown: file")
    assert "no deployment zzz here" in said


def test_a_figure_that_is_not_allowed_is_refused_in_words(tab: Watched, explorer: Served) -> None:
    """In the page, before it is sent; the answer stands."""
    page = tab.ready(explorer.address + POLAND)
    before = page.locator(".answer").inner_text()
    field = page.get_by_role("spinbutton", name="Burnout speed")
    field.fill("70")
    field.press("Enter")
    assert re.match(r"Burnout speed 70; allowed: 1 to \d+", page.locator(".said").inner_text())
    assert page.locator(".answer").inner_text() == before


@pytest.mark.long
def test_without_its_server_the_page_goes_on_answering(browser: Browser) -> None:
    """Figures move as before; what needs Python is told in one clear line."""
    with started("poland-2007-mda") as served, watched(browser) as tab:
        page = tab.ready(served.address + POLAND)
        served.process.kill()
        served.process.wait()
        _slide(page, "Burnout speed", "4")
        assert page.locator(".answer").inner_text().startswith("No: ")
        page.get_by_role("button", name="Save JSON").click()
        page.wait_for_selector(".said.bad")
        assert "server is gone" in page.locator(".said").inner_text()
        _slide(page, "Burnout speed", "7")
        assert page.locator(".said.bad").count() == 0
        tab.faults = [f for f in tab.faults if "ERR_CONNECTION_REFUSED" not in f]


def test_what_the_hand_changed_shows_everywhere(
    tab: Watched, explorer: Served, tmp_path: Path, browser: Browser
) -> None:
    """A site moved and a speed set: head, names in the picture's data, sources, saved files and the saved report say so;
    nothing calls the moved site by the name of where it was but to say that it was moved from there.
    """
    page = tab.ready(explorer.address + POLAND)
    _slide(page, "Burnout speed", "7")
    page.evaluate("document.querySelector('.live').dataset.latency = ''")
    page.get_by_label("Site, latitude in degrees").fill("51.5")
    page.get_by_label("Site, latitude in degrees").press("Enter")
    _answered(page)
    name = "51.5 N 17.1 E (moved from Redzikowo)"
    title = page.locator("header .title").inner_text()
    assert title.endswith(f"; changed by hand: burnout speed 7 km/s instead of 6.3, site {name}")
    assert page.locator(".live .hand").all_inner_texts() == [
        " by hand; scenario: 6.3", "", "", "", "", "", " by hand; scenario: Redzikowo",
    ]  # fmt: skip
    view = page.evaluate("window.reassure.scenes[0].app.view.raw")
    (deployment,) = view["deployments"]
    assert deployment["place"] == name
    assert deployment["id"] == "gbi-6-3-at-51-5-n-17-1-e"
    assert page.locator(".answer").inner_text().endswith("of the 54 flights.")
    assert deployment["name"] in page.locator(".answer").inner_text()
    assert "set by hand (the scenario has 6.3 km/s)" in page.locator(".sources").inner_text()
    assert "redzikowo" not in json.dumps([view["sources"], view["theatre"], view["deployments"]])
    with page.expect_download() as download:
        page.get_by_role("button", name="Save page").click()
    saved = tmp_path / download.value.suggested_filename
    download.value.save_as(saved)
    with page.expect_download() as download:
        page.get_by_role("button", name="Save scenario").click()
    toml = tmp_path / download.value.suggested_filename
    download.value.save_as(toml)
    assert load(toml).title == title
    with watched(browser) as report:
        opened = report.ready(saved.as_uri())
        assert opened.locator("header .title").inner_text() == title
        said = opened.locator(".again code").first.inner_text()
        assert said.split()[:3] == ["reassure", "assess", toml.name]
        with opened.expect_download() as download:
            opened.get_by_role("button", name=f"Save {toml.name}").click()
        assert download.value.suggested_filename == toml.name
        download.value.save_as(tmp_path / "again.toml")
    assert (tmp_path / "again.toml").read_bytes() == toml.read_bytes()


def test_a_link_to_a_moved_site_finds_its_deployment(browser: Browser, explorer: Served) -> None:
    """The address keeps the scenario's own id, whatever the answer calls it."""
    with watched(browser) as first:
        page = first.ready(explorer.address + POLAND + "&site=51.5,17.1")
        page.wait_for_timeout(900)
        said = parse_qs(urlsplit(page.url).fragment)
        assert said["deployment"] == ["gbi-6-3"]
        link, answer = page.url, page.locator(".answer").inner_text()
        assert "51.5 N 17.1 E (moved from Redzikowo)" in answer
    with watched(browser) as second:
        page = second.ready(link)
        assert page.locator(".answer").inner_text() == answer
        assert page.locator(".said").inner_text() == ""
