"""The documentation as a site: every link leads somewhere, it opens from a disk, asks nobody, and can be searched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest
from playwright.sync_api import Browser, sync_playwright

import reassure
from tests.docs.built import build
from tests.docs.pages import DOCS
from tests.viewer.browser import launch


class Page(HTMLParser):
    """Where a page leads, and what in it can be led to."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.names: set[str] = set()
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Of each start of an element."""
        given = {key: value or "" for key, value in attrs}
        if "id" in given:
            self.names.add(given["id"])
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        elif "src" in given or (tag == "link" and "href" in given):
            self.loads.append(given.get("src", given.get("href", "")))


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[Path, Page]:
    """Every page of the site."""
    found = {path: Page(path) for path in site.rglob("*.html") if path.name != "404.html"}
    assert len(found) > 30
    return found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium."""
    with sync_playwright() as playwright:
        chromium = launch(playwright)
        yield chromium
        chromium.close()


@pytest.mark.long
def test_it_is_built_without_a_word(tmp_path: Path) -> None:
    """No warning. In every run `scripts/docs.py` builds it, which a warning fails."""
    assert build(tmp_path / "docs") == ""


def test_no_link_is_dead(pages: dict[Path, Page]) -> None:
    """Pages, files, and places within pages."""
    dead, seen = [], 0
    for path, page in pages.items():
        for link in page.links:
            where, place = urldefrag(link)
            if re.match(r"[a-z]+:", where):
                continue
            target = (path.parent / unquote(where)).resolve() if where else path
            seen += 1
            if not target.is_file() or (place and place not in pages[target].names):
                dead.append(f"{path.name} leads to {link}")
    assert dead == []
    assert seen > 1000


def test_nothing_is_loaded_from_elsewhere(site: Path, pages: dict[Path, Page]) -> None:
    """Scripts, styles, pictures and fonts lie in the folder."""
    for path, page in pages.items():
        for name in page.loads:
            assert not re.match(r"(?!data:)[a-z]*:|//", name), (path, name)
            if name and not name.startswith("data:"):
                assert (path.parent / unquote(urldefrag(name)[0])).resolve().is_file(), (path, name)
    for style in site.rglob("*.css"):
        assert not re.search(r"url\(\s*['\"]?(?:https?:)?//", style.read_text(encoding="utf-8"))


def test_every_page_is_found_from_the_first(site: Path, pages: dict[Path, Page]) -> None:
    """By its links alone, so by the menu."""
    reached, new = set(), {site / "index.html"}
    while new:
        reached |= new
        links = {(p.parent / unquote(urldefrag(link)[0])).resolve() for p in new for link in pages[p].links}  # fmt: skip
        new = {p for p in links if p in pages} - reached
    assert set(pages) - reached == set()


def test_it_opens_from_disk_and_can_be_searched(site: Path, browser: Browser) -> None:
    """Nothing is asked of another host, and nothing goes wrong."""
    page, faults = browser.new_page(), []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda m: faults.append(m.text) if m.type in ("error", "warning") else None)
    page.on("request", lambda r: None if r.url.startswith(("file:", "data:", "blob:", "about:")) else faults.append(r.url))  # fmt: skip
    page.goto((site / "index.html").as_uri())
    box = page.get_by_role("textbox", name="Search")
    box.click()
    box.press_sequentially("critical value")
    page.wait_for_selector(".md-search-result__item a", timeout=60_000)
    assert "critical value" in page.locator(".md-search-result__list").inner_text().lower()
    page.locator(".md-search-result__item a").first.click()
    page.wait_for_url(re.compile(r"\.html"))
    page.close()
    assert faults == []


def test_the_reference_has_every_public_name_once() -> None:
    """docs/api.md."""
    text = (DOCS / "api.md").read_text(encoding="utf-8")
    assert sorted({*re.findall(r"^::: reassure\.(\w+)$", text, re.M)} - {"sweep"}) == sorted(
        reassure.__all__
    )


def test_a_question_is_shown_with_its_arguments(site: Path) -> None:
    """And not with the one dataclass that its source has."""
    text = re.sub(r"<[^>]+>", "", (site / "api.html").read_text(encoding="utf-8"))
    part = text[text.index("assess(") :]
    assert part.index("estimate: bool = False") < part.index("-&gt; Assessment")
    assert "AssessQuestion" not in part[:1500]


def test_every_picture_of_the_gallery_has_a_command_above_it() -> None:
    """And exists, and is no larger than a page wants."""
    for section in re.split(r"^## ", (DOCS / "gallery.md").read_text(encoding="utf-8"), flags=re.M)[1:]:  # fmt: skip
        pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", section)
        assert pictures, section
        assert 0 <= section.find("```") < section.index("![")
        for picture in pictures:
            assert 5_000 < (DOCS / picture).stat().st_size < 400_000, picture
