"""Finished work is not lost: numbers are written before pictures, and what would fail at the end is refused first."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from reassure.cli import main
from reassure.questions.frontier import frontier
from reassure.report.exports import FORMATS
from reassure.report.text.frontier import FILES, write_frontier
from reassure.report.text.trade import FILES as TRADE_FILES
from reassure.scenario.reader import parse
from tests.amounts import mostly_long
from tests.forces import LONG_WAY
from tests.small import SMALL, small

MAP = [
    "limits",
    "s.toml",
    "--map",
    "speed",
    "--out",
    "map",
    "--area",
    "50,14,56,26",
    "--degrees",
    "3",
]
TRADE = [
    "trade", "s.toml", "--protect", "italy", "--against", "irbm-4000", "--out", "traded", "--interceptor", "sm3-ib",
    "--area", "50,14,56,26", "--spacing", "600", "--cells", "4",
]  # fmt: skip


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a scenario, to work in."""
    (tmp_path / "s.toml").write_text(SMALL)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def command(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "reassure", *words],
        capture_output=True, text=True, check=False, env={**os.environ, **environment},
    )  # fmt: skip


def run(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    """The exit code of a command in this process."""
    monkeypatch.setattr(sys, "argv", ["reassure", *words])
    with pytest.raises(SystemExit) as stop:
        main()
    return int(stop.value.code or 0)


@pytest.mark.parametrize(
    "backend",
    ["nosuch", *(pytest.param(b, marks=pytest.mark.long) for b in ("module://no.such", "TkAgg"))],
)
def test_an_inherited_backend(here: Path, backend: str) -> None:
    """Pictures have their own, whatever windows the environment is set up for."""
    done = command(*MAP, MPLBACKEND=backend)
    assert (done.returncode, done.stderr) == (0, "")
    assert sorted(p.name for p in (here / "map").iterdir()) == sorted(FILES)


@pytest.mark.long
def test_an_inherited_style(here: Path) -> None:
    """A matplotlibrc in the folder: pictures are the house's, and need no TeX."""
    write_frontier(_map(), here / "plain")
    (here / "matplotlibrc").write_text("backend: nosuch\ntext.usetex: True\nsavefig.dpi: 10\n")
    done = command(*MAP)
    assert done.returncode == 0, done.stderr
    sizes = [(here / folder / "frontier.png").read_bytes()[16:24] for folder in ("plain", "map")]
    assert sizes[0] == sizes[1]


@pytest.mark.long
def test_a_figure_of_a_result_whatever_the_backend(here: Path) -> None:
    """`result.plot`: and the name is there again for what else the process draws, if matplotlib knows it."""
    code = (
        "import os; from tests.small import small; small().plot.margins().savefig('m.svg', format='svg')\n"
        "import matplotlib; print(os.environ['MPLBACKEND'], matplotlib.rcParams._get('backend'))"
    )
    for backend, kept in (("nosuch", "None"), ("TkAgg", "TkAgg")):
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=False,
            env={**os.environ, "MPLBACKEND": backend, "PYTHONPATH": os.pathsep.join(sys.path)},
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        said = done.stdout.split()
        assert said[0] == backend
        assert said[1] == kept or kept == "None"
        assert (here / "m.svg").stat().st_size


def test_a_figure_that_cannot_be_is_refused_before_ways_are_flown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A width that is none."""
    from reassure.errors import ResultError

    monkeypatch.setattr("reassure.engagement.ephemeris.ephemerides", None)
    for draw in (small().plot.map, small().plot.side):
        with pytest.raises(ResultError, match="columns 3; allowed: 1, 2"):
            draw(columns=3)


@pytest.mark.some(3)
@pytest.mark.parametrize("words", [MAP, TRADE])
@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("raise ModuleNotFoundError('No module named matplotlib')", "figures need matplotlib; allowed: pip install"),
        ("raise OSError(28, 'no room')", "figures need matplotlib, which does not load: OSError"),
    ],
)  # fmt: skip
def test_without_matplotlib_the_work_is_not_begun(
    here: Path, words: list[str], fault: str, said: str
) -> None:
    """One line, exit 2, nothing made."""
    (here / "other" / "matplotlib").mkdir(parents=True)
    (here / "other" / "matplotlib" / "__init__.py").write_text(fault)
    path = os.pathsep.join([str(here / "other"), *sys.path])
    done = command(*words, PYTHONPATH=path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"error: {said}")
    assert done.stderr.count("\n") == 1
    assert sorted(p.name for p in here.iterdir()) == ["other", "s.toml"]


def test_a_map_is_kept_where_its_picture_fails(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The numbers are there, and one line says what is not."""

    def fails(*_: object) -> None:
        raise RuntimeError("no\nfont")

    monkeypatch.setattr("reassure.report.plots.frontier.frontier_figure", fails)
    assert run(monkeypatch, *MAP) == 2
    said = capsys.readouterr().err
    assert said.endswith(
        "frontier.png: cannot be drawn: RuntimeError: no font; the numbers are written\n"
    )
    assert sorted(p.name for p in (here / "map").iterdir()) == sorted(FILES[:4])


def test_a_map_is_kept_where_its_proofs_are_stopped(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is written before they begin."""

    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("reassure.questions.certified_frontier.check_provable", lambda *_: None)
    monkeypatch.setattr("reassure.questions.certified_frontier.certified", stopped)
    assert run(monkeypatch, *MAP, "--certified") == 130
    assert {p.name for p in (here / "map").iterdir()} == {*FILES[:4], "certificates"}
    assert capsys.readouterr().err == "stopped\n"


@pytest.mark.parametrize("words", [MAP, TRADE])
def test_what_cannot_be_proved_is_refused_before_work(
    here: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
) -> None:
    """Flights that go the long way round: nothing is computed."""
    monkeypatch.setattr(import_module("reassure.questions.frontier"), "frontier", None)
    monkeypatch.setattr(import_module("reassure.questions.trade_work").OptionWork, "at", None)
    (here / "far.toml").write_text(LONG_WAY)
    assert run(monkeypatch, words[0], "far.toml", *words[2:], "--certified") == 2
    assert "allowed in a claim: the short way round" in capsys.readouterr().err
    assert sorted(p.name for p in here.iterdir()) == ["far.toml", "s.toml"]


@pytest.mark.parametrize(
    ("words", "function"),
    [
        (["assess", "s.toml", "--json", "a.json", "--csv", "a.csv", "--report", "a.html"], "reassure.report.html.page.write_page"),
        (["compare", "s.toml", "t.toml", "--json", "a.json", "--report", "a.html"], "reassure.report.html.compare.comparison_page"),
        pytest.param(
            ["indicator", "guarantee-2012", "--json", "a.json", "--csv", "a.csv", "--report", "a.html"],
            "reassure.report.html.indicator.write_indicator_page", marks=pytest.mark.long,
        ),
    ],
)  # fmt: skip
def test_numbers_are_written_before_a_page(
    here: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], function: str
) -> None:
    """So that they are there if the page fails."""
    (here / "t.toml").write_text(SMALL.replace("launch_delay_s = 100", "launch_delay_s = 200"))
    monkeypatch.setattr(function, None)
    monkeypatch.setattr(sys, "argv", ["reassure", *words])
    with pytest.raises(TypeError):
        main()
    json.loads((here / "a.json").read_text())
    assert ("--csv" in words) == (here / "a.csv").exists()
    assert not (here / "a.html").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--certificate", "no-such.cert"], "no-such.cert: no such file"),
        (["--certificate", "s.toml"], "s.toml: MALFORMED"),
        (["--footprint", "slow"], "--footprint slow; allowed: DEPLOYMENT:MISSILE"),
        (["--footprint", "none:irbm-4000"], "none"),
    ],
)
def test_what_a_page_shows_beside_the_result_comes_first(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:  # fmt: skip
    """Bad certificates and footprints are refused before anything is assessed."""
    monkeypatch.setattr("reassure.questions.assess.assess", None)
    assert run(monkeypatch, "assess", "s.toml", "--report", "a.html", *words) == 2
    assert said in capsys.readouterr().err
    assert sorted(p.name for p in here.iterdir()) == ["s.toml"]


def test_a_page_without_a_viewer_is_refused_first(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In a source tree where nobody has built it."""

    def missing(name: str) -> str:
        raise FileNotFoundError(name)

    monkeypatch.setattr("reassure.report.html.page.asset", missing)
    for words in (["assess", "s.toml"], ["compare", "s.toml", "s.toml"], ["indicator", "s.toml"]):
        assert run(monkeypatch, *words, "--report", "a.html") == 2
        assert "the viewer is not built into this package" in capsys.readouterr().err
    assert run(monkeypatch, "site", "out", "--scenario", "s.toml") == 2
    assert "the viewer is not built into this package" in capsys.readouterr().err
    assert not (here / "out").exists()


def test_a_name_that_a_format_cannot_have_is_refused_first(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Several flights in one ephemeris message: before any is flown."""
    small().write_json(here / "a.json")
    monkeypatch.setattr("reassure.engagement.ephemeris._flight", None)
    assert run(monkeypatch, "export", "a.json", "a.oem", "--format", "oem") == 2
    assert "allowed: a name that ends in .zip" in capsys.readouterr().err


@pytest.mark.parametrize("format_", mostly_long([f.name for f in FORMATS], "netcdf", "csv"))
def test_a_full_disk_is_one_line(here: Path, format_: str) -> None:
    """In every format, and nothing is left of the file."""
    small().write_json(here / "a.json")
    out = "a.zip" if format_ == "oem" else "a"
    room = 1000 if format_ == "bibtex" else 4000
    done = subprocess.run(
        [sys.executable, "-B", "-m", "reassure", "export", "a.json", out, "--format", format_],
        capture_output=True, text=True, check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (room, room)),
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"error: {out}: cannot be written: File too large\n"
    assert sorted(p.name for p in here.iterdir()) == ["a.json", "s.toml"]


@pytest.mark.parametrize("words", [MAP, TRADE])
def test_a_folder_that_cannot_take_the_files_is_refused_first(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:  # fmt: skip
    """One of them is read-only, or a folder, or is the scenario."""
    monkeypatch.setattr(import_module("reassure.questions.frontier"), "frontier", None)
    monkeypatch.setattr(import_module("reassure.questions.trade"), "trade", None)
    folder = here / words[words.index("--out") + 1]
    folder.mkdir()
    last = folder / (FILES if words is MAP else TRADE_FILES)[-1]
    last.write_text("")
    last.chmod(0o444)
    assert run(monkeypatch, *words) == 2
    assert f"{last.name}: read-only" in capsys.readouterr().err
    last.unlink()
    last.mkdir()
    assert run(monkeypatch, *words) == 2
    assert f"{last.name}: a folder" in capsys.readouterr().err
    last.rmdir()
    last.hardlink_to(here / "s.toml")
    assert run(monkeypatch, *words) == 2
    assert f"{last.name}: is the input or another output" in capsys.readouterr().err


def test_proofs_have_a_place_before_they_are_looked_for(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Also the file that keeps them on the way, however long the certificate's name is."""
    monkeypatch.setattr("reassure.proof.prove.certify", None)
    (here / "a.cert.part").mkdir()
    assert run(monkeypatch, "certify", "s.toml", "--out", "a.cert") == 2
    assert "a.cert.part: a folder" in capsys.readouterr().err


def _map():
    return frontier(parse(SMALL.encode(), "s.toml"), "speed", area="50,14,56,26", degrees=3.0)
