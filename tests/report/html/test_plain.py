"""Pages without a script, and the frame of pages with one: everything inside, everything escaped, nothing fetched."""

from __future__ import annotations

import base64
import gzip
import html
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from reassure.errors import OutputError
from reassure.report.html import shell
from reassure.report.html.frame import frame
from reassure.report.html.page import ATLASES, check_built, live_page, page, write_page
from reassure.report.html.plain import plain_page, sources_section, table
from reassure.report.html.sheet import Sheet
from reassure.report.html.shell import asset
from reassure.scenario import load
from reassure.scenario.reader import fingerprint
from reassure.scenario.sent import Attachment
from tests.report.made import assessment, estimates, figure
from tests.report.text.test_uncertainty import drawn

BAD = "</title><script>alert(1)</script>&\"'"


def carried(text: str, name: str = "reassure-view") -> str:
    """What a page holds under a name, unpacked."""
    found = re.search(
        rf'<script id="{name}" type="application/octet-stream" data-bytes="\d*">([^<]*)<', text
    )
    assert found
    return gzip.decompress(base64.b64decode(found[1])).decode()


def test_text_of_a_plain_page_is_text() -> None:
    """Title, version, answer, heads, command and names of files; only the sections are HTML."""
    text = plain_page(
        BAD, BAD, BAD, [(BAD, "<p>as it is</p>")], BAD, [Attachment(f"{BAD}.toml", "x")]
    )
    assert "<script" not in text
    assert text.count("&lt;script&gt;") == 12
    assert "<p>as it is</p>" in text


def test_a_plain_page_loads_nothing_and_is_light_on_paper() -> None:
    """No script is allowed; the dark theme is for screens alone."""
    text = plain_page("t", "0.9", "a", [], "c")
    assert re.search(
        r"content=\"default-src 'none'; style-src 'sha256-[^']+'; img-src data:;", text
    )
    assert "unsafe-inline" not in text
    assert "script-src" not in text
    assert "@media screen and (prefers-color-scheme: dark){:root{" in text
    assert "download=" not in text


def test_a_file_in_a_page_is_saved_as_it_was() -> None:
    """Letters of any script, by its own name."""
    content = 'title = "Кёльн 漢字 🚀"\n'
    text = plain_page("t", "0.9", "a", [], "c", [Attachment("s.toml", content)])
    found = re.search(
        r'<a download="s\.toml" href="data:application/octet-stream;base64,([^"]+)">', text
    )
    assert found
    assert base64.b64decode(found[1]).decode() == content


def test_a_table_escapes_its_heads_and_not_its_cells() -> None:
    """Numbers to the right: in the head as in every row."""
    text = table(("<a>", "n"), [("<b>x</b>", "1"), ("y", "2")], (1,))
    assert "<th>&lt;a&gt;</th>" in text
    assert '<th class="number">n</th>' in text
    assert "<td><b>x</b></td>" in text
    assert re.findall(r'<td class="number">(\d)</td>', text) == ["1", "2"]


def test_a_figure_has_interval_source_and_who_differs() -> None:
    """An interval only where it has one; each who differs in a line."""
    text = sources_section(
        [
            figure("a<b", 4.5, low=4.0, high=5.0, source="<book>", dissent=((8.3, "A & B", ""), (5.4, "C", "x"))),
            figure("c", 1e6, "assumed"),
        ]
    )  # fmt: skip
    rows = text.split("<tr>")[2:]
    assert rows[0].startswith(
        '<td>a&lt;b</td><td class="number">4.5</td><td>4 to 5</td><td>found</td>'
        "<td><p>&lt;book&gt;</p><p>8.3: A &amp; B</p><p>5.4: C <small>(x)</small></p></td>"
    )
    assert '<td class="number">1e+06</td><td></td><td>assumed</td>' in rows[1]


def test_a_style_without_a_dark_theme_is_a_fault_of_the_build(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Not a page with half a style."""
    monkeypatch.setattr("reassure.report.html.shell.asset", lambda name: "body{}")
    with pytest.raises(AssertionError, match="no dark theme"):
        plain_page("t", "0.9", "a", [], "c")


# -- pages that draw themselves -------------------------------------------------------------------------


def test_a_page_carries_the_answer_and_the_coasts() -> None:
    """Whole, so that nothing is asked for; the same answer makes the same file."""
    result = assessment(title=BAD)
    sheet = Sheet("reassure assess x")
    text = page(result, sheet)
    assert json.loads(carried(text))["title"] == BAD
    for name in ATLASES:
        assert json.loads(carried(text, f"reassure-{name}"))["type"] == "Topology"
    assert "<title>&lt;/title&gt;&lt;script&gt;" in text
    assert "alert(1)</script>" not in text
    assert "connect-src" not in text.partition("</head>")[0]
    assert page(result, sheet) == text


def test_a_live_page_may_ask_its_own_server_and_no_other() -> None:
    """It carries no answer; the name that it opens with is text."""
    text = live_page('a"><b')
    assert "connect-src 'self'" in text
    assert '<meta name="reassure-live" content="a&quot;&gt;&lt;b">' in text
    assert 'id="reassure-view"' not in text


def test_a_page_is_written_whole(tmp_path: Path) -> None:
    """As text."""
    write_page(assessment(), Sheet("x"), tmp_path / "a.html")
    assert (tmp_path / "a.html").read_text("utf-8") == page(assessment(), Sheet("x"))


@pytest.mark.parametrize("text", ["a</script>b", "a</SCRIPT >b", "x</style>"])
def test_an_asset_that_would_end_its_element_is_refused(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In any letters."""
    (tmp_path / "viewer").mkdir()
    (tmp_path / "viewer" / "viewer.js").write_text(text)
    monkeypatch.setattr(shell, "files", lambda name: tmp_path)
    with pytest.raises(AssertionError, match=r"viewer\.js would end the element"):
        asset("viewer.js")


@pytest.mark.parametrize(
    "missing",
    ["viewer.js", "worker.js", "check.mjs", "viewer.css", "atlas-coarse.json", "atlas.json"],
)
def test_a_package_without_one_of_its_assets_is_not_built(
    missing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Said before any work."""
    check_built()

    def without(name: str) -> str:
        if name == missing:
            raise FileNotFoundError(name)
        return ""

    monkeypatch.setattr("reassure.report.html.page.asset", without)
    with pytest.raises(OutputError, match="no page: the viewer is not built into this package"):
        check_built()


# -- in a notebook --------------------------------------------------------------------------------------


def held(text: str) -> dict[str, object]:
    """The view inside a frame."""
    found = re.search(r'srcdoc="([^"]*)"', text)
    assert found
    view: dict[str, object] = json.loads(carried(html.unescape(found[1])))
    return view


def test_a_frame_holds_the_page_and_may_not_leave_it() -> None:
    """A sandbox without the notebook's origin; the title is text."""
    text = frame(assessment(title=BAD))
    assert text.startswith('<iframe srcdoc="')
    assert 'sandbox="allow-scripts allow-downloads"' in text
    assert "allow-same-origin" not in text
    assert text.endswith('style="width:100%;height:900px;border:0"></iframe>')
    assert "<script>alert" not in text
    assert held(text)["title"] == BAD


def test_a_result_that_knows_no_scenario_names_its_hash() -> None:
    """The command cannot be made; nothing goes along."""
    view = held(frame(assessment()))
    assert (
        view["command"]
        == "reassure assess SCENARIO --report FILE.html, with the scenario of this hash"
    )
    assert view["files"] == []
    assert view["seed"] is None


def test_a_result_of_a_presets_hash_names_the_preset() -> None:
    """Though it was read from a file."""
    sha = fingerprint(load("poland-2007-mda"))
    view = held(frame(assessment(scenario_sha256=sha)))
    assert view["command"] == "reassure assess poland-2007-mda --report poland-2007-mda.html"
    assert view["files"] == []


def test_a_result_that_knows_its_scenario_carries_it() -> None:
    """With the word by which the command names it, and all that was asked besides."""
    asked = load("poland-2007-mda").model_copy(update={"title": "Mine"})
    held_in = assessment(
        scenario=asked,
        asked_as="some/where/my scenario.toml",
        estimates=estimates([[True] * 3, [False] * 3]),
        uncertainty=drawn(most_draws=500, draws=400, seed=3, tolerance=0.02),
    )
    view = held(frame(held_in))
    assert view["command"] == (
        "reassure assess my-scenario.toml --report my-scenario.html --estimate "
        "--samples 500 --seed 3 --tolerance 0.02"
    )
    assert view["seed"] == 3
    (file,) = view["files"]  # type: ignore[misc]
    assert file["name"] == "my-scenario.toml"
    assert 'title = "Mine"' in file["text"]


def test_a_result_without_draws_says_nothing_of_a_seed() -> None:
    """Nor of an estimate that was not made."""
    asked = load("poland-2007-mda")
    view = held(frame(replace(assessment(), scenario=asked, asked_as="poland-2007-mda")))
    assert view["command"] == "reassure assess poland-2007-mda --report poland-2007-mda.html"
    assert [f["name"] for f in view["files"]] == ["poland-2007-mda.toml"]  # type: ignore[attr-defined]
