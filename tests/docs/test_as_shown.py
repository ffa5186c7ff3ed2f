"""What the pages show can be run: scenario snippets are read, commands exist, names of files are real."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.main import get_command

import reassure
from reassure.cli import app
from reassure.scenario.reader import parse

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
FORCE = '[[force]]\nbases = ["kozelsk"]\naims = ["conus"]\nbooster = "icbm-solid"\n'
DEPLOYMENT = (
    '[[deployment]]\nid = "d"\nsite = "redzikowo"\ninterceptor = "sm3-iia"\nlaunch_delay_s = 90\n'
)


def _blocks(page: str) -> list[str]:
    return re.findall(r"```toml\n(.*?)```", (ROOT / "docs" / page).read_text(), re.S)


def test_the_whole_format_is_read_as_shown() -> None:
    """docs/scenario.md, the first block."""
    scenario = parse(_blocks("scenario.md")[0].encode(), "scenario.md")
    assert scenario.deployment[0].id == "phase-3-redzikowo"


def test_accounts_are_read_as_shown() -> None:
    """docs/scenario.md, the second block."""
    text = f'format = "reassure-scenario/1"\ntitle = "t"\n{_blocks("scenario.md")[1]}{DEPLOYMENT}'
    accounts = parse(text.encode(), "s").force[0].accounts
    assert [a.base for a in accounts] == ["kozelsk", "uzhur"]
    assert accounts[1].some_empty


def test_sensors_are_read_as_shown() -> None:
    """docs/scenario.md, the third block, its deployment completed."""
    block = _blocks("scenario.md")[2].replace(
        "# ...", 'id = "d"\nsite = "redzikowo"\ninterceptor = "sm3-iia"'
    )
    text = f'format = "reassure-scenario/1"\ntitle = "t"\n{FORCE}{block}'
    assert len(parse(text.encode(), "s").sensor) == 2


def test_missiles_and_regions_are_read_as_shown() -> None:
    """docs/footprint.md; and a footprint can be drawn of them."""
    text = f'format = "reassure-scenario/1"\ntitle = "t"\n{FORCE}{DEPLOYMENT}{_blocks("footprint.md")[0]}'
    scenario = parse(text.encode(), "s")
    found = reassure.footprint(
        scenario, deployment="d", against="regional", protect="mine", cells=4
    )
    assert found.missile == "regional"


def test_distributions_are_read_as_shown() -> None:
    """docs/uncertainty.md: three lines, each where it belongs."""
    speed, time, delay = _blocks("uncertainty.md")[0].strip().splitlines()
    text = f"""
format = "reassure-scenario/1"
title = "t"
[[force]]
bases = ["kozelsk"]
aims = ["conus"]
[force.booster]
id = "b"
{time}
burnout_height_km = 200
downrange_km = 500
[[deployment]]
id = "d"
site = "redzikowo"
{delay}
[deployment.interceptor]
id = "i"
{speed}
"""
    scenario = parse(text.encode(), "s")
    assert scenario.force[0].booster.burnout_time_s.distribution == "triangular"


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_commands_and_files_exist(page: Path) -> None:
    """Every `reassure COMMAND --option` of the page, every preset it names there, every script."""
    text = page.read_text()
    commands = get_command(app).commands
    for line in re.findall(r"^ {4}(?:\.venv/bin/)?reassure (.*)$", text, re.M):
        words = line.split("#")[0].split()
        assert words[0] in commands, line
        known = {option for p in commands[words[0]].params for option in p.opts}
        assert {w for w in words if w.startswith("--")} <= known, line
    for name in re.findall(r"`((?:design|scripts|benchmarks|tests|docs)/[\w/.]+\.\w+)`", text):
        assert (ROOT / name).is_file(), name
    for name in re.findall(r"\]\(((?!http)[\w/.]+)\)", text):
        assert (page.parent / name).exists(), name
