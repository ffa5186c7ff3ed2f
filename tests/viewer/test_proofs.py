"""A page that proves itself: certificates inside it and certificates chosen from a file, true ones, false ones and hostile ones."""

from __future__ import annotations

import base64
import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from reassure.proof.checker import said_of
from reassure.questions.assess import assess
from reassure.report.html.page import MOST_INSIDE, write_page
from reassure.report.html.sheet import Sheet
from reassure.scenario.sent import Attachment
from reassure_check.claim import parse
from tests.check.certificates import CLAIM, LEAVES, STAY, TREES, certificate, changed
from tests.viewer.browser import Watched, watched
from tests.viewer.cases import HOSTILE, poland


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("proofs")


def text_of(*body: str, text: str = "") -> str:
    """A certificate as its file has it."""
    return "".join(f"{line}\n" for line in certificate(*body, text=text))


def page_with(folder: Path, name: str, *texts: str) -> str:
    """The address of a report that holds some certificates."""
    files = []
    for k, text in enumerate(texts):
        path = folder / f"{name}-{k}.cert"
        path.write_text(text)
        files.append(path)
    path = folder / f"{name}.html"
    sheet = Sheet(
        "reassure assess poland-2007-mda --report poland.html",
        certificates=[Attachment(f.name, f.read_text()) for f in files],
        proofs=[said_of(f) for f in files],
    )
    write_page(poland(), sheet, path)
    return path.as_uri()


def told(page: Page, seconds: float = 30.0) -> str:
    """What the top of the page says of its certificates once it is done."""
    line = page.locator(".proved-line")
    for _ in range(int(seconds * 10)):
        words = line.inner_text()
        if "just now" in words or "Not proved" in words:
            return words
        page.wait_for_timeout(100)
    raise AssertionError(line.inner_text())


@pytest.fixture
def offline(browser: Browser) -> Iterator[Watched]:
    """A page with the network cut."""
    with watched(browser, color_scheme="light", offline=True) as tab:
        yield tab


def test_a_page_proves_its_certificate_again(offline: Watched, folder: Path) -> None:
    """With the network cut: leaves and seconds, the claim in plain words made from the claim, each pair proved."""
    page = offline.ready(page_with(folder, "good", text_of()))
    assert re.match(rf"Proved on your machine just now: {LEAVES} leaves in \d+\.\d s", told(page))
    held = page.locator("#certificates .certificate")
    assert held.locator("progress").is_hidden()
    assert "No interceptor that keeps to its limits" in held.locator(".claimed").inner_text()
    assert held.locator("td b.out").all_inner_texts() == ["proved"]
    held.get_by_text("What exactly is claimed").click()
    words = held.inner_text()
    for part in (
        "44.07",
        "24.42",
        "at most 4 km/s",
        "500 to 600 km",
        parse(changed(lambda c: None)).digest,
    ):
        assert part in words, part


def test_a_leaf_is_opened_with_its_box_and_both_sides(offline: Watched, folder: Path) -> None:
    """Every leaf has its fourteen intervals; the inequality holds as it is shown; the box lies over the pictures."""
    page = offline.ready(page_with(folder, "leaf", text_of()))
    told(page)
    before = page.locator("canvas").first.evaluate("c => c.toDataURL()")
    page.get_by_text("Open a leaf").click()
    leaf = page.locator(".leaf")
    leaf.wait_for()  # it is drawn once the browser says that it is open
    assert leaf.locator(".box tr").count() == 14
    kinds = set[str]()
    count = int(page.get_by_label("Leaf", exact=True).get_attribute("max") or 0)
    for _ in range(count):
        words = leaf.locator("p").first.inner_text()
        assert words.startswith("This leaf holds."), words
        kinds.add(words.removeprefix("This leaf holds. ").split(":")[0])
        if leaf.locator(".sides").count():
            assert leaf.locator(".sides .sign").inner_text() == "<"
        following = page.get_by_role("button", name="Next leaf")
        if following.is_disabled():
            break
        following.click()
    assert {"The straight line", "The energy", "A reference arc"} <= kinds
    page.wait_for_timeout(300)
    assert page.locator("canvas").first.evaluate("c => c.toDataURL()") != before
    page.get_by_text("Open a leaf").click()
    page.wait_for_timeout(400)
    assert page.evaluate("window.reassure.scenes[0].app.overlay") is None


def test_what_does_not_hold_is_said_in_red(offline: Watched, folder: Path) -> None:
    """A claim of a greater speed with the old trees: no word of a proof, and why."""
    fast = changed(lambda c: c["interceptor"][0].update(burnout_speed_km_s=7.5))
    page = offline.ready(page_with(folder, "bad", text_of(text=fast)))
    assert told(page).startswith("Not proved.")
    line = page.locator(".proved-line")
    assert "wrong" in (line.get_attribute("class") or "")
    assert "Proved on your machine" not in page.locator("#certificates").inner_text()
    assert page.locator("#certificates .status .wrong").inner_text().startswith("Not proved.")


def test_a_part_is_no_more_than_a_part(offline: Watched, folder: Path) -> None:
    """Two clauses of which one has no proof: one of two pairs, and never the whole."""

    def two(claim: dict) -> None:  # type: ignore[type-arg]
        claim["flights"].append({**claim["flights"][0], "id": "other"})
        claim["clause"].append({"interceptor": "deveselu", "flights": "other"})

    rows = [f"proof 0 {aim} {' '.join(trees)}" for aim, trees in enumerate(TREES)]
    body = [STAY, *rows, 'undecided 1 {"reason": "<b>none</b>"}', "end 4"]
    page = offline.ready(page_with(folder, "part", text_of(*body, text=changed(two))))
    told(page)
    status = page.locator("#certificates .status").inner_text()
    assert status.startswith("Proved on your machine just now, 1 of 2 pairs")
    assert page.locator("#certificates td").all_inner_texts() == ["proved", "undecided, it says"]


def test_of_two_certificates_one_that_fails_is_told(offline: Watched, folder: Path) -> None:
    """However good the other is."""
    rows = [f"proof 0 {aim} {' '.join(trees)}" for aim, trees in enumerate(TREES)]
    rows[1] = rows[1].replace("4114766", "4114767").replace("-1416430", "-416430")
    page = offline.ready(page_with(folder, "two", text_of(), text_of(STAY, *rows, "end 3")))
    assert told(page).startswith("Not proved.")


HOSTILE_FILES = {
    "brackets": b"[" * 3_000_000,
    "claim of brackets": b"reassure-certificate/3\n" + b"[" * 3_000_000 + b"\n",
    "zeros": b"\0" * 1_000_000,
    "version 2": b"reassure-certificate/2\n{}\n",
    "empty": b"",
    "cut": text_of().encode()[:-40],
    "nan": text_of().replace('"burnout_speed_km_s": 4.0', '"burnout_speed_km_s": NaN').encode(),
    "two numbers": text_of().replace("end 3", "end 3\nend 3").encode(),
    "a deep tree": text_of(STAY, "proof 0 0 " + "0" * 3_000_000 + " L", "end 2").encode(),
}


@pytest.mark.some(3)
@pytest.mark.parametrize("kind", HOSTILE_FILES)
def test_a_hostile_file_ends_in_one_line(
    tab: Watched, folder: Path, kind: str, poland_report: str
) -> None:
    """Chosen by hand: never proved, one line that says why, and the page goes on."""
    path = folder / "hostile.cert"
    path.write_bytes(HOSTILE_FILES[kind])
    page = tab.ready(poland_report)
    page.get_by_label("A certificate").set_input_files(path)
    page.wait_for_selector("#certificates .status .wrong", timeout=30_000)
    said = page.locator("#certificates .status").inner_text()
    assert said.startswith("Not proved")
    assert "\n" not in said
    assert len(said) < 400
    # And a true one after it.
    good = folder / "good-after.cert"
    good.write_text(text_of())
    page.get_by_label("A certificate").set_input_files(good)
    page.wait_for_selector("#certificates .status .out", timeout=30_000)


def test_a_gigabyte_of_brackets_is_refused_at_once(
    tab: Watched, tmp_path: Path, poland_report: str
) -> None:
    """Read as a stream: the first line is no head of a certificate, and nothing more is read."""
    path = tmp_path / "huge.cert"
    with path.open("wb") as file:
        file.truncate(0)
        block = b"[" * 1_000_000
        for _ in range(1000):
            file.write(block)
    page = tab.ready(poland_report)
    page.get_by_label("A certificate").set_input_files(path)
    page.wait_for_selector("#certificates .status .wrong", timeout=20_000)
    assert "line 1" in page.locator("#certificates .status").inner_text()
    path.unlink()


def test_texts_of_a_claim_are_text(tab: Watched, folder: Path) -> None:
    """A title that would be a script, ids of signs that are allowed: shown, never run."""
    text = changed(lambda c: c.update(title=HOSTILE))
    page = tab.ready(page_with(folder, "hostile", text_of(text=text)))
    told(page)
    page.get_by_text("What exactly is claimed").click()
    assert page.evaluate("[window.hacked, document.querySelectorAll('#certificates script, #certificates img').length]") == [None, 0]  # fmt: skip


def test_a_certificate_that_is_too_large_goes_beside(folder: Path) -> None:
    """The page names it, and does not hold it; small ones after it are held."""
    import secrets

    large = secrets.token_hex(MOST_INSIDE)  # does not pack to less than half
    path = folder / "beside.html"
    proofs = [said_of(_written(folder / "small.cert", text_of()))]
    sheet = Sheet(
        "c",
        certificates=[Attachment("large.cert", large), Attachment("small.cert", text_of())],
        proofs=[proofs[0].__class__("large.cert", "PROVED", True), proofs[0]],
        beside="certificates",
    )
    write_page(poland(), sheet, path)
    text = path.read_text()
    assert 'id="reassure-certificate-0"' not in text
    (held,) = re.findall(r'id="reassure-certificate-1"[^>]*>([^<]+)<', text)
    assert gzip.decompress(base64.b64decode(held)).decode() == text_of()
    assert len(text) < 4_000_000


def _written(path: Path, text: str) -> Path:
    path.write_text(text)
    return path


def test_the_page_of_a_result_that_forgot_its_scenario_has_no_hand(
    tab: Watched, folder: Path
) -> None:
    """Read from a file: the report is whole, and no figure can be moved."""
    import reassure

    result = assess("poland-2007-mda")
    result.write_json(folder / "r.json")
    path = folder / "forgot.html"
    write_page(reassure.read_assessment(folder / "r.json"), Sheet("c"), path)
    page = tab.ready(path.as_uri())
    assert page.get_by_role("button", name="Change a figure").count() == 0
    assert CLAIM["format"] == "reassure-claim/3"
