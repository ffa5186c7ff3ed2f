"""Every command with its question answered by hand: options that reach it, exits, order of work, and one line for
each refusal.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import reassure.cli
from reassure.cli import main
from reassure.cli.app import app
from reassure.errors import ReassureError, RegionError, ScenarioError, SweepError
from tests.report.made import assessment
from tests.report.text.test_comparison import comparison
from tests.report.text.test_footprint import ALL, footprint
from tests.report.text.test_frontier import frontier
from tests.report.text.test_indicator import indicator
from tests.report.text.test_number_limit import limit
from tests.report.text.test_proof import ATTACK
from tests.report.text.test_trade import trade
from tests.small import SMALL

Ask = Callable[..., list[Any]]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a scenario, to work in."""
    (tmp_path / "s.toml").write_text(SMALL)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Ask:
    """Puts an answer, or a fault, in the place of a question, and gives what it was asked."""

    def put(module: str, name: str, answer: Any) -> list[Any]:
        seen: list[Any] = []

        def question(*given: Any, **options: Any) -> Any:
            seen.append((given, {k: v for k, v in options.items() if not k.startswith("progress")}))
            if isinstance(answer, BaseException):
                raise answer
            return answer

        monkeypatch.setattr(import_module(f"reassure.{module}"), name, question)
        return seen

    return put


def run(words: str, monkeypatch: pytest.MonkeyPatch) -> int:
    """The exit code of a command in this process."""
    monkeypatch.setattr(sys, "argv", ["reassure", *words.split()])
    with pytest.raises(SystemExit) as stop:
        main()
    return int(stop.value.code or 0)


# -- what is refused before any work --------------------------------------------------------------------

REFUSED = [
    ("assess s.toml --certificate a.cert", "--certificate, --footprint and --compliance; allowed: with --report only"),
    ("assess s.toml --compliance kept.json", "--certificate, --footprint and --compliance; allowed: with --report only"),
    ("assess s.toml --footprint a:b", "--certificate, --footprint and --compliance; allowed: with --report only"),
    ("certify s.toml --out a.cert --find-limit mass", "--find-limit mass; allowed: speed, delay"),
    ("certify s.toml --out a.cert --find-limit speed --resume", "--resume with --find-limit; allowed: one of the two"),
    ("export r.json a.kml --format pdf", "--format pdf; allowed: kml, czml, geojson, oem, netcdf, csv"),
    ("export r.json a.geojson --format geojson --epoch 2012-03-14T00:00:00Z", "--epoch with --format geojson, which has no dates; allowed: kml, czml, oem, netcdf"),
    ("export r.json a.czml --format czml --epoch yesterday", "--epoch yesterday; allowed: UTC between 1958 and 2100"),
    ("export r.json a.csv --format csv --all-flights", "a choice of flights with --format csv; allowed: none, it has all"),
    ("export r.json a.csv --format csv --flight 0", "a choice of flights with --format csv"),
    ("export r.json a.kml --format kml --flight 0 --all-flights", "--all-flights with --flight; allowed: one of the two"),
    ("export r.json r.json --format geojson", "r.json: is the input or another output"),
    ("indicator s.toml --no-proofs --deployment fast", "--deployment with --no-proofs; allowed: one of the two"),
    ("limits s.toml", "allowed: one of --map speed, --map delay, --number"),
    ("limits s.toml --map speed --number", "allowed: one of --map speed, --map delay, --number"),
    ("limits s.toml --map height --out m", "--map height; allowed: speed, delay"),
    ("limits s.toml --map speed", "--map without --out; allowed: --out FOLDER"),
    ("limits s.toml --map delay --out m --certified", "--certified with --map delay; allowed: --map speed"),
    ("limits s.toml --map speed --out m --deployment a --deployment b", "--map with several deployments; allowed: one"),
    ("limits s.toml --map speed --out m --spacing 1 --degrees 1", "--spacing with --degrees; allowed: one of the two"),
    ("limits s.toml --map speed --out s.toml", "s.toml: no place for files"),
    ("sweep s.toml --scheduler tcp://a:1 --workers 1", "--scheduler with --workers; allowed: one of the two"),
    ("trade s.toml --protect x --against y --out t --resume", "--scheduler and --resume; allowed: with --store"),
    ("trade s.toml --protect x --against y --out t --scheduler tcp://a:1", "--scheduler and --resume; allowed: with --store"),
    ("trade s.toml --protect x --against y --out t --store t", "t: is the input or another output"),
    ("catalog nothing-like-it", "nothing-like-it"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "said"), REFUSED)
def test_what_cannot_be_is_one_line_and_exit_2(
    words: str, said: str, here: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    """On standard error, with nothing printed and nothing made."""
    (here / "r.json").write_text("{}")
    assert run(words, monkeypatch) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("error: ")
    assert said in err
    assert err.count("\n") == 1
    assert sorted(p.name for p in here.iterdir()) == ["r.json", "s.toml"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["1.5"], "1.5; allowed: a whole number"), (["-1"], "-1; allowed: a whole number"), (["12345678"], "12345678; allowed: a whole"),
        (["a=x"], "a=x; allowed: a whole number"), (["a=1", "a=2"], "a=2; allowed: DEPLOYMENT=N once for each"),
        (["1", "2"], "1; allowed: DEPLOYMENT=N once for each, or one N for all"), (["a=1", "2"], "2; allowed: DEPLOYMENT=N"),
        (["a="], "a=; allowed: a whole number"), (["٣"], "٣; allowed: a whole number"),
    ],
)  # fmt: skip
def test_numbers_of_interceptors_that_are_none(
    given: list[str], said: str, here: Path, asked: Ask, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:  # fmt: skip
    """Before the question is asked; digits of other scripts are none."""
    seen = asked("questions.number_limit", "number_limit", limit())
    words = " ".join(f"--interceptors {text}" for text in given)
    assert run(f"limits s.toml --number {words}", monkeypatch) == 2
    assert f"--interceptors {said}" in capsys.readouterr().err
    assert seen == []


@pytest.mark.parametrize(
    ("given", "numbers"),
    [("", None), ("--interceptors 0", 0), ("--interceptors 1234567", 1234567), ("--interceptors a=0", {"a": 0}),
     ("--interceptors a=1 --interceptors b=2", {"a": 1, "b": 2})],
)  # fmt: skip
def test_numbers_of_interceptors(
    given: str, numbers: Any, here: Path, asked: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One for all, or some by name; none given is the scenario's own."""
    seen = asked("questions.number_limit", "number_limit", limit())
    assert run(f"limits s.toml --number {given} --year 2018 --deployment fast", monkeypatch) == 0
    ((name,), options) = seen[0]
    assert name == "s.toml"
    assert options == {
        "per_flight": 1, "deployments": ["fast"], "interceptors": numbers, "year": 2018, "weigh": None, "on": None,
    }  # fmt: skip


# -- options reach the question, and files are written --------------------------------------------------


def test_assess_asks_for_what_it_is_told(
    here: Path, asked: Ask, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    """Curves for a report alone; files, then text."""
    seen = asked("questions.assess", "assess", assessment())
    assert run("assess s.toml", monkeypatch) == 0
    assert seen[0][1] == {
        "estimate": False, "samples": None, "seed": 1, "tolerance": 0.01, "curves": False, "weigh": None, "on": None,
    }  # fmt: skip
    words = "assess s.toml --weigh warheads --on 2012-03-14 --estimate --samples 5 --seed 2 --tolerance 0.5 --json a --csv b --report c"
    assert run(words, monkeypatch) == 0
    assert seen[1][1] == {
        "estimate": True, "samples": 5, "seed": 2, "tolerance": 0.5, "curves": True, "weigh": "warheads", "on": "2012-03-14",
    }  # fmt: skip
    assert json.loads((here / "a").read_text())["format"] == "reassure-assessment/2"
    assert (here / "b").read_text().startswith("# By hand")
    assert (here / "c").read_text().startswith("<!doctype html>")
    assert capsys.readouterr().out.count("In plain words") == 2


def test_compare_footprint_and_indicator_ask_and_write(
    here: Path, asked: Ask, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    """Each its own options."""
    compared = asked("questions.compare.ask", "compare", comparison())
    assert run("compare s.toml europe-2012 --json a.json --report a.html", monkeypatch) == 0
    assert compared == [(("s.toml", "europe-2012"), {})]
    assert "reassure compare a.toml b.toml --report a.html" in (here / "a.html").read_text()
    covered = asked("questions.footprint", "footprint", footprint(ALL))
    words = (
        "footprint s.toml --deployment fast --against m --protect p --denied --cells 7 --csv f.csv"
    )
    assert run(words, monkeypatch) == 0
    assert covered[0][1] == {
        "deployment": "fast", "against": "m", "protect": "p", "denied": True, "cells": 7, "not_over": ()
    }  # fmt: skip
    assert (here / "f.csv").read_text().count("\n") == 2 + 8
    told = asked("questions.indicator", "indicator", indicator())
    words = "indicator s.toml --certificates p --deployment fast --weigh warheads --report i.html"
    assert run(words, monkeypatch) == 0
    options = {"certify": True, "certificates": Path("p"), "only": ["fast"], "weigh": "warheads", "on": None}  # fmt: skip
    assert told == [(("s.toml",), options)]
    page = (here / "i.html").read_text()
    assert "indicator by-hand.toml --certificates certificates --deployment fast --weigh warheads --report i.html" in page  # fmt: skip
    assert "The two sides differ because of one figure" in capsys.readouterr().out


def test_maps_and_trades_are_written_into_their_folder(
    here: Path, asked: Ask, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    """And say what is written."""
    seen = asked("questions.frontier", "mapped", frontier())
    words = "limits s.toml --map speed --out m --area 0,0,1,1 --degrees 2 --launch-delay-s 5 --deployment fast"
    assert run(words, monkeypatch) == 0
    (what,) = seen[0][0]
    told = {k: v for k, v in vars(what).items() if k not in ("scenario", "progress")}
    assert told == {
        "kind": "speed", "deployment": "fast", "launch_delay_s": 5.0, "burnout_speed_km_s": None, "area": "0,0,1,1",
        "spacing_km": None, "degrees": 2.0,
    }  # fmt: skip
    assert "written: m/frontier.json, m/frontier.csv" in capsys.readouterr().out
    asked("questions.trade", "searched", trade())
    assert run("trade s.toml --protect x --against y --out t", monkeypatch) == 0
    assert "written: t/trade.json, t/trade.csv, t/trade.png, t/trade.svg" in capsys.readouterr().out


@pytest.mark.parametrize(("gets_in", "code"), [(False, 0), (True, 1)])
def test_a_claim_that_is_broken_is_exit_1(
    gets_in: bool, code: int, here: Path, asked: Ask, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    """After its text; no other ending says so."""
    from dataclasses import replace

    asked("proof.refute", "claim_in", SimpleNamespace())
    seen = asked("proof.refute", "attack", (replace(ATTACK, gets_in=gets_in),))
    assert run("refute s.toml --samples 2000 --seed 3", monkeypatch) == code
    assert seen[0][1] == {"samples": 2000, "seed": 3}
    assert ("GETS IN" in capsys.readouterr().out) is gets_in


def test_interrupted_work_that_is_kept_says_where(
    here: Path, asked: Ask, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    """130; with --no-proofs there is nothing to keep."""
    asked("questions.indicator", "indicator", KeyboardInterrupt())
    assert run("indicator s.toml --certificates p", monkeypatch) == 130
    assert capsys.readouterr().err == "stopped; what is proved is kept in p: run again to go on\n"
    assert run("indicator s.toml --no-proofs", monkeypatch) == 130
    assert capsys.readouterr().err == "stopped\n"
    asked("claim.from_scenario", "claim_with_refused", (SimpleNamespace(), ()))
    asked("proof.prove", "certify", KeyboardInterrupt())
    assert run("certify s.toml --out a.cert", monkeypatch) == 130
    assert capsys.readouterr().err == (
        "stopped; what is proved is kept in a.cert.part: go on with --resume\n"
    )
    asked("sweep.study_run", "job_in", SimpleNamespace())
    asked("sweep", "run", KeyboardInterrupt())
    assert run("sweep s.toml --out s.zarr", monkeypatch) == 130
    assert capsys.readouterr().err == "stopped; nothing kept in s.zarr: go on with --resume\n"


@pytest.mark.parametrize(
    ("words", "module", "name", "fault"),
    [
        ("assess s.toml", "questions.assess", "assess", ScenarioError("no flight")),
        ("footprint s.toml --deployment a --against b", "questions.footprint", "footprint", ScenarioError("no flight")),
        ("limits s.toml --map speed --out m", "questions.frontier", "mapped", RegionError("no flight")),
        ("limits s.toml --number", "questions.number_limit", "number_limit", ScenarioError("no flight")),
        ("limits s.toml --number", "questions.number_limit", "number_limit", ScenarioError("s.toml: no flight")),
        ("trade s.toml --protect x --against y --out t", "questions.trade", "searched", RegionError("no flight")),
    ],
)  # fmt: skip
def test_a_fault_of_the_scenario_names_its_file(
    words: str, module: str, name: str, fault: Exception, here: Path, asked: Ask,
    monkeypatch: pytest.MonkeyPatch, capsys: Any,
) -> None:  # fmt: skip
    """Once."""
    asked(module, name, fault)
    assert run(words, monkeypatch) == 2
    assert capsys.readouterr().err == "error: s.toml: no flight\n"


# -- the command itself ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fault", "code", "said"),
    [
        (SweepError("a"), 2, "error: a\n"), (ReassureError("b"), 2, "error: b\n"), (OSError(28, "No room", "f"), 2, "error: f: No room\n"),
        (OSError(28, "No room"), 2, "error: No room\n"), (OSError("odd"), 2, "error: odd\n"), (SystemExit(7), 7, ""),
        (SystemExit(None), 0, ""),
    ],
)  # fmt: skip
def test_how_a_command_ends(
    fault: BaseException, code: int, said: str, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    """Faults on purpose and of the system are one line and 2; an exit is its own."""

    def fails() -> None:
        raise fault

    monkeypatch.setattr(reassure.cli, "app", fails)
    with pytest.raises(SystemExit) as stop:
        main()
    assert stop.value.code == code
    assert capsys.readouterr().err == said


def test_a_fault_of_this_program_is_not_dressed_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor is an exit that says something else than a number."""
    for fault in (ValueError("x"), SystemExit("x")):
        monkeypatch.setattr(reassure.cli, "app", lambda fault=fault: (_ for _ in ()).throw(fault))
        with pytest.raises(type(fault)) as caught:
            main()
        assert caught.value is fault


def test_help_names_every_command_in_the_order_of_use(
    monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    """With its whole first sentence, also on a narrow terminal."""
    monkeypatch.setenv("COLUMNS", "40")
    assert run("--help", monkeypatch) == 0
    text = capsys.readouterr().out
    names = [line.split()[0] for line in text.partition("Commands:")[2].splitlines() if line[2:3].strip()]  # fmt: skip
    assert names == [
        "assess", "footprint", "compare", "explore", "export", "indicator", "limits", "accounts", "agree", "measure", "comply", "sensors", "fly", "joint", "catalog", "presets", "agreements",
        "certify", "refute", "site", "sweep", "trade",
    ]  # fmt: skip
    said = " ".join(text.split())
    assert all(" ".join((c.callback.__doc__ or "").split()) in said for c in app.registered_commands if c.callback)  # fmt: skip
    assert len(app.registered_commands) == len(names)
