"""A trade through a store: the options of `trade`, also after an interruption."""

from __future__ import annotations

from pathlib import Path

import pytest

from reassure.questions.trade import TradeQuestion, trade
from reassure.scenario.reader import parse
from reassure.sweep import digest
from reassure.sweep.trade import trade_through
from tests.called import called
from tests.questions.test_trade import SCENARIO

WHAT = {
    "protect": "italy", "against": "irbm-4000", "area": "36,5,60,25", "spacing_km": 2500.0,
    "raid": 12, "cells": 5,
}  # fmt: skip


@pytest.mark.long
def test_options_are_those_of_trade(tmp_path: Path) -> None:
    """The same options, planned ones and front; a block deleted and resumed gives the same bytes."""
    scenario = parse(SCENARIO.encode(), "s.toml")
    store = tmp_path / "t.zarr"
    made = trade_through(TradeQuestion(scenario, **WHAT), store, {"workers": 1})
    truth = trade(scenario, **WHAT)
    assert sorted(made.options, key=repr) == sorted(truth.options, key=repr)
    whole = digest(store)
    next((store / "protected_share").glob("1*")).unlink()
    again = trade_through(TradeQuestion(scenario, **WHAT), store, {"workers": 1, "resume": True})
    assert digest(store) == whole
    assert again == made


@pytest.mark.long
def test_command_goes_through_a_store(tmp_path: Path) -> None:
    """--store; a second run without --resume is refused in one line."""
    (tmp_path / "s.toml").write_text(SCENARIO)
    words = (
        "trade", "s.toml", "--protect", "italy", "--against", "irbm-4000", "--out", "t", "--area", "36,5,40,10",
        "--spacing", "5000", "--cells", "4", "--store", "t.zarr",
    )  # fmt: skip
    done = called(*words, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "could be protected" in done.stdout
    again = called(*words, cwd=tmp_path)
    assert again.returncode == 2
    assert again.stderr.count("\n") == 1
    assert called(*words, "--resume", cwd=tmp_path).returncode == 0
    lone = called(*words[:-2], "--resume", cwd=tmp_path)
    assert lone.returncode == 2
    assert "allowed: with --store" in lone.stderr
