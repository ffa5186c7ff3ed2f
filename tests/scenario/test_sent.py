"""A scenario on its way to somebody else: the re-run line works where only the report is."""

from __future__ import annotations

import base64
import json
import re
import shlex
from html import unescape
from pathlib import Path

import pytest
from typer.testing import CliRunner

import reassure
from reassure.cli import app
from reassure.report.html.frame import frame
from reassure.scenario import load, presets
from reassure.scenario.reader import fingerprint, parse
from reassure.scenario.sent import sent, sent_all, written
from tests.scenario.files import WHOLE
from tests.small import SMALL, small


def _view(page: str) -> dict[str, object]:
    import gzip

    packed = re.search(r'<script id="reassure-view"[^>]*>([^<]+)</script>', page)
    assert packed
    out: dict[str, object] = json.loads(gzip.decompress(base64.b64decode(packed[1])))
    return out


def _saved(page: str) -> dict[str, str]:
    """Files that a page without a script carries."""
    links = re.findall(r'<a download="([^"]+)" href="data:[^,]+;base64,([^"]+)"', page)
    return {unescape(name): base64.b64decode(data).decode() for name, data in links}


def _run(*words: str | Path) -> None:
    done = CliRunner().invoke(app, [str(w) for w in words])
    assert done.exit_code == 0, done.output


def test_a_preset_goes_by_its_name_and_a_file_by_its_last_part(tmp_path: Path) -> None:
    """However it was given; a file that holds a preset is that preset; two files of one name are told apart."""
    for name, scenario in presets().items():
        (tmp_path / "copy.toml").write_text(written(scenario, "a copy"))
        assert sent(scenario, tmp_path / "copy.toml").word == name
        assert sent(scenario).word == name
    mine, other = parse(SMALL.encode(), "s"), parse(WHOLE.encode(), "w")
    paths = [tmp_path / "a" / "my plan.toml", tmp_path / "b" / "my plan.toml"]
    assert sent(mine, paths[0]).word == "my-plan.toml"
    assert [s.word for s in sent_all(paths, [mine, other])] == ["my-plan.toml", "my-plan-2.toml"]
    assert [s.word for s in sent_all(paths, [mine, mine])] == ["my-plan.toml", "my-plan.toml"]
    for scenario in (mine, other):
        again = parse(sent(scenario).file.text.encode(), "again")
        assert fingerprint(again) == fingerprint(scenario)


def test_the_report_can_be_made_again_from_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In an empty folder with what the page carries: the same numbers. No path of the sender is anywhere in it."""
    theirs, mine = tmp_path / "their secret folder", tmp_path / "mine"
    theirs.mkdir()
    mine.mkdir()
    (theirs / "plan.toml").write_text(SMALL)
    _run("assess", theirs / "plan.toml", "--report", theirs / "plan.html")
    page = (theirs / "plan.html").read_text()
    view = _view(page)
    assert "secret" not in page + json.dumps(view)
    words = shlex.split(str(view["command"]))
    assert words[:2] == ["reassure", "assess"]
    monkeypatch.chdir(mine)
    for file in view["files"]:  # type: ignore[attr-defined]
        (mine / file["name"]).write_text(file["text"])
    _run(*words[1:])
    again = _view((mine / "plan.html").read_text())
    assert again == view


@pytest.mark.parametrize("command", ["compare", "indicator"])
def test_other_pages_can_be_made_again_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    """Two files of one name from two folders; the same page again, without the folders' names."""
    text = SMALL.replace("site = { latitude_deg = -60, longitude_deg = 120 }", 'site = "deveselu"')
    for name, shown in (("left secret", text), ("right secret", text.replace("= 8", "= 7"))):
        (tmp_path / name).mkdir()
        (tmp_path / name / "plan.toml").write_text(shown)
    both = [tmp_path / "left secret" / "plan.toml", tmp_path / "right secret" / "plan.toml"]
    # certificates, where a page has links to them, lie beside it
    (tmp_path / "made").mkdir()
    monkeypatch.chdir(tmp_path / "made")
    _run(command, *both, "--report", "x.html", "--json", "x.json")
    page = Path("x.html").read_text()
    assert "secret" not in page + Path("x.json").read_text()
    said = re.search(r"<p><code>(reassure .*?)</code></p>", page)
    assert said
    (tmp_path / "mine").mkdir()
    monkeypatch.chdir(tmp_path / "mine")
    for name, content in _saved(page).items():
        Path(name).write_text(content)
    _run(*shlex.split(unescape(said[1]))[1:])
    assert Path("x.html").read_text() == page


def test_a_notebook_names_what_it_carries() -> None:
    """A preset by its name; another by the file inside; a result that was read back says which scenario it needs."""

    def view(result: reassure.Assessment) -> dict[str, object]:
        held = re.search(r'srcdoc="([^"]*)"', frame(result))
        assert held
        return _view(unescape(held[1]))

    shown = view(small())
    (file,) = shown["files"]  # type: ignore[misc]
    assert shown["command"] == f"reassure assess {file['name']} --report {file['name'][:-5]}.html"
    assert fingerprint(parse(file["text"].encode(), "again")) == small().scenario_sha256
    poland = view(reassure.assess(load("poland-2007-mda")))
    assert poland["command"] == "reassure assess poland-2007-mda --report poland-2007-mda.html"
