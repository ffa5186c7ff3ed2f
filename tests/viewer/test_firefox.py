"""The page in Firefox: it proves its certificate again, and answers under the hand as the package does."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from reassure.proof.checker import said_of
from reassure.report.html.page import write_page
from reassure.report.html.sheet import Sheet
from reassure.report.verdict import verdict
from reassure.scenario.reader import load
from reassure.scenario.sent import Attachment
from reassure.web.answer import answer
from reassure.web.move import Move
from tests.check.certificates import certificate
from tests.viewer.cases import poland
from tests.viewer.firefox import Firefox, firefox

pytestmark = pytest.mark.long  # CI's machine has Chromium alone


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    """A report with a certificate, opened from disk."""
    folder = tmp_path_factory.mktemp("firefox")
    held = folder / "one.cert"
    held.write_text("".join(f"{line}\n" for line in certificate()))
    path = folder / "poland.html"
    sheet = Sheet(
        "reassure assess poland-2007-mda --report poland.html",
        certificates=[Attachment(held.name, held.read_text())],
        proofs=[said_of(held)],
    )
    write_page(poland(), sheet, path)
    with firefox(folder / "profile") as window:
        window.open(path.as_uri())
        window.until("return document.documentElement.dataset.ready !== undefined")
        yield window


def test_proves_its_certificate_again(page: Firefox) -> None:
    words = page.until(
        "const t = document.querySelector('.proved-line').textContent;"
        "return /just now|Not proved/.test(t) && t"
    )
    assert words.startswith("Proved on your machine just now:")


def test_answers_under_the_hand_as_the_package_does(page: Firefox) -> None:
    assert page.run("return document.querySelector('.answer').textContent") == verdict(poland())
    page.run("document.querySelector('button.turn').click()")
    page.until("return document.querySelector('section.live') !== null")
    page.run(
        "const live = document.querySelector('section.live'); live.dataset.latency = '';"
        "const field = live.querySelector('input[aria-label=\"Burnout speed, km/s\"]');"
        "field.value = '7'; field.dispatchEvent(new Event('change'))"
    )
    page.until("return document.querySelector('section.live').dataset.latency")
    told = page.run(
        "return ['.answer', 'header .title'].map((s) => document.querySelector(s).textContent)"
    )
    deployment, base = page.run(
        "return [...document.querySelectorAll('.live > .controls select')].map((s) => s.value)"
    )
    name = "poland-2007-mda"
    move = Move(scenario=name, deployment=deployment, base=base or None, burnout_speed_km_s=7)
    view = json.loads(answer(load(name), move).text)
    assert told == [view["verdict"], view["title"]]
