"""Terminals of every width: whatever is printed on a wide one is printed on a narrow one, digit by digit."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console, RenderableType

from reassure.catalog import catalog
from reassure.claim import parse_claim
from reassure.proof.prove import certify
from reassure.proof.refute import attack
from reassure.questions.assess import assess
from reassure.questions.compare.ask import compare
from reassure.questions.footprint import footprint
from reassure.questions.frontier import frontier
from reassure.questions.indicator import indicator
from reassure.questions.number_limit import number_limit
from reassure.questions.trade import trade
from reassure.report.console import Column, Indented, Text, TextTable
from reassure.report.text.assess import assessment_text
from reassure.report.text.catalog import catalog_text, entry_text
from reassure.report.text.compare import comparison_text
from reassure.report.text.footprint import footprint_text
from reassure.report.text.frontier import frontier_text
from reassure.report.text.indicator import indicator_text
from reassure.report.text.number_limit import number_text
from reassure.report.text.proof import attacks_text, certificate_text, limits_text
from reassure.report.text.trade import trade_text
from reassure.scenario.reader import parse
from tests.amounts import mostly_long
from tests.claim.files import two_rows
from tests.questions.test_indicator import TEXT as PHASES
from tests.questions.test_number_limit import TEXT as NUMBERS
from tests.questions.test_trade import SCENARIO as COMPROMISE
from tests.small import SMALL, small

WIDE = 200
WIDTHS = mostly_long([160, 124, 120, 100, 80, 60, 40, 20], 120, 40)

LONG = """
[[deployment]]
id = "phase-3-of-the-approach-as-it-was-announced-in-the-autumn"
site = "redzikowo"
interceptor = { id = "an-interceptor-with-a-long-name", burnout_speed_km_s = { value = 6.125, low = 5.5, high = 6.5 }, vehicle = "notional-6-3" }
launch_delay_s = 161
interceptors = 24
from = 2018
"""


def printed(thing: RenderableType, width: int, whole: bool = True) -> str:
    """As the command prints it; or as a console that knows nothing of us does."""
    out = io.StringIO()
    console = Console(width=width, highlight=False, file=out, color_system=None)
    if whole:
        console.print(thing, overflow="ignore", crop=False)
    else:
        console.print(thing)
    return out.getvalue()


@cache
def uncertain() -> RenderableType:
    """With estimate and draws."""
    asked = parse((SMALL + LONG).encode(), "long.toml")
    return assessment_text(assess(asked, estimate=True, samples=64))


def _claim() -> Any:
    two = two_rows()
    two["interceptor"].append(
        {**two["interceptor"][0], "id": "interceptor-of-9.25-km/s", "burnout_speed_km_s": 9.25}
    )
    two["clause"].append({"interceptor": "interceptor-of-9.25-km/s", "flights": "kozelsk"})
    return parse_claim(json.dumps(two).encode(), "claim.json")


@cache
def texts() -> dict[str, RenderableType]:
    """What every command prints."""
    from reassure.answers.proof import Limit

    claim = _claim()
    entries = catalog().entries
    return {
        "assess": assessment_text(small(SMALL + LONG)),
        "catalog": catalog_text(catalog()),
        **{f"catalog {k}": entry_text(catalog().find(k)) for k in ("gbi-2-stage-mda", "notional-8-3", *list(entries)[::25])},
        "indicator": indicator_text(indicator(parse((PHASES + LONG).encode(), "i.toml"))),
        "limits --number": number_text(number_limit(parse((NUMBERS + LONG).encode(), "n.toml"), year=2018)),
        "limits --map": frontier_text(frontier(parse((SMALL + LONG).encode(), "s.toml"), "speed", area="40,0,60,40", degrees=10.0)),
        "compare": comparison_text(compare("poland-2007-mda", "poland-2007-postol")),
        "trade": trade_text(trade(parse(COMPROMISE.encode(), "t.toml"), protect="italy", against="mrbm-2000", spacing_km=1500.0, cells=4)),
        "footprint": footprint_text(footprint("europe-2012", deployment="phase-2-deveselu", against="mrbm-2000", cells=30)),
        "certify": certificate_text((made := certify(claim)).verdicts, made.claim.earth.keep_above_km, "/some/folder/with/a/long/name/of/the/certificate-2012.cert"),
        "certify --find-limit": limits_text((Limit("an-interceptor-of-the-first-phase", "flights-from-kozelsk/1.0", 4.25, 4.5),), "speed"),
        "refute": attacks_text(attack(claim, samples=2000)),
    }  # fmt: skip


def numbers(text: str) -> Counter[str]:
    """Whole numbers as they stand: a number that is cut or torn is another one."""
    return Counter(re.findall(r"[+-]?\d(?:[\d.,]*\d)?[†‡]?", text))


NAMES = [
    "assess", "catalog", "indicator", "limits --number", "limits --map", "compare", "trade", "footprint",
    "certify", "certify --find-limit", "refute",
]  # fmt: skip


def test_every_text_is_tried() -> None:
    """None is left out below."""
    assert {n for n in texts() if not n.startswith("catalog ")} == set(NAMES)


@pytest.mark.some(3)
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", [*NAMES, "assess --estimate --samples"])
def test_no_number_is_cut(name: str, width: int) -> None:
    """Those of a wide terminal are all there, and so is every word; heads are said again where rows are blocks."""
    thing = uncertain() if name.endswith("samples") else texts()[name]
    wide, narrow = printed(thing, WIDE), printed(thing, width)
    assert not numbers(wide) - numbers(narrow)
    if name != "footprint":  # its map is drawn smaller
        said = lambda text: set(re.findall(r"\w+", text.replace("-\n", "")))  # noqa: E731
        missing = {w for w in said(wide) if w not in said(narrow)}
        assert missing <= {"Guaran", "Un", "Deploy", "teed", "decided", "ments"}


@pytest.mark.parametrize("width", WIDTHS)
def test_no_entry_of_the_catalogue_is_cut(width: int) -> None:
    """Sources, addresses and dissent too."""
    for name, thing in texts().items():
        if name.startswith("catalog "):
            assert printed(thing, width).split() == printed(thing, WIDE).split() or not (
                numbers(printed(thing, WIDE)) - numbers(printed(thing, width))
            )


@pytest.mark.parametrize("width", WIDTHS)
def test_a_console_that_tears_long_words_loses_nothing(width: int) -> None:
    """Letter by letter, blanks aside."""
    for name, thing in texts().items():
        if name != "footprint":
            torn, whole = (re.sub(r"\s", "", printed(thing, width, w)) for w in (False, True))
            assert torn == whole, name


@pytest.mark.parametrize("width", [120, 100, 80, 60, 40])
def test_no_line_is_longer_than_the_terminal(width: int) -> None:
    """But for one long word alone, after what names it."""
    for thing in texts().values():
        for line in printed(thing, width).splitlines():
            assert len(line) <= width or max(map(len, line.split())) > width - 24, line


def test_rows_become_blocks_where_columns_have_no_room() -> None:
    """Each begins with its name, and every figure stands behind the head of its column."""
    grid = TextTable(
        Column("Deployment"),
        Column("Least\nmargin", right=True),
        Column("Guaran-\nteed"),
        Column("Note", least=9),
    )
    grid.add("north", "+1.25", "12 %\n10 to 14", "some words here")
    grid.add("south", "161", "", "none")
    assert [line.rstrip() for line in printed(grid, 40).splitlines()] == [
        "             Least  Guaran-",
        "Deployment  margin  teed      Note",
        "─" * 40,
        "north        +1.25  12 %      some words",
        "                    10 to 14  here",
        "south          161            none",
        "",
    ]
    assert printed(grid, 36).splitlines() == [
        "Deployment: north",
        "  Least margin: +1.25",
        "  Guaranteed: 12 %",
        "    10 to 14",
        "  Note: some words here",
        "Deployment: south",
        "  Least margin: 161",
        "  Note: none",
        "",
    ]
    with pytest.raises(ValueError, match="1 cells; allowed: 4"):
        grid.add("x")


def test_what_is_indented_stays_so() -> None:
    """In every line, and a word longer than the line stands alone."""
    text = Text("a figure booster.icbm-solid.burnout_height_km = 200")
    assert printed(Indented(text, 2, 4), 20).splitlines() == [
        "  a figure",
        "    booster.icbm-solid.burnout_height_km",
        "    = 200",
    ]


# -- the command, on terminals --------------------------------------------------------------------------


def _on_a_terminal(words: list[str], width: int, folder: Path) -> str:
    """Standard output of `reassure` on a terminal of that width."""
    import fcntl
    import pty
    import struct
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, width, 0, 0))
    kept = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "LINES", "NO_COLOR")}
    run = subprocess.Popen(
        [sys.executable, "-m", "reassure", *words], stdin=subprocess.DEVNULL, stdout=theirs, stderr=subprocess.DEVNULL, cwd=folder,
        env={**kept, "TERM": "xterm-256color"},
    )  # fmt: skip
    os.close(theirs)
    out = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:
            break
        if not piece:
            break
        out += piece
    os.close(ours)
    assert run.wait() == 0
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", out.decode()).replace("\r", "")


def _in_a_pipe(words: list[str], folder: Path, **variables: str) -> str:
    kept = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "NO_COLOR", "FORCE_COLOR")}
    done = subprocess.run(
        [sys.executable, "-m", "reassure", *words], capture_output=True, check=True, cwd=folder, env={**kept, **variables},
    )  # fmt: skip
    assert done.stderr == b""  # a bar that moves is for a terminal
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", done.stdout.decode())


_RUN = """
import os, sys
import reassure.cli, rich.console, rich.table, reassure.catalog
words, *streams = sys.argv[1:]
if words.startswith("assess"):
    import reassure.questions.assess, reassure.report.text.assess
for stream in streams:
    number, *variables = stream.split()
    if os.fork() == 0:
        # as a process begins: its streams, its environment, its arguments
        os.dup2(int(number), 1)
        os.closerange(3, 1024)
        os.environ.update(v.split("=") for v in variables)
        sys.stdout = sys.__stdout__ = open(1, "w", closefd=False)
        sys.argv = ["reassure", *words.split()]
        reassure.cli.main()
    os.close(int(number))
    if os.waitstatus_to_exitcode(os.wait()[1]):
        sys.exit(1)
"""
"""The command once for each stream, in a copy of a process that has imported the package."""


def _printed(words: list[str], folder: Path, streams: list[tuple[int | None, str]]) -> list[str]:
    """Standard output of `reassure` on terminals of some widths, or on pipes (None) with variables set."""
    import fcntl
    import pty
    import struct
    import termios

    ours, theirs, names = [], [], []
    for width, variables in streams:
        reads, writes = os.pipe() if width is None else pty.openpty()
        if width is not None:
            fcntl.ioctl(writes, termios.TIOCSWINSZ, struct.pack("HHHH", 50, width, 0, 0))
            variables += " TERM=xterm-256color"
        ours.append(reads)
        theirs.append(writes)
        names.append(f"{writes} {variables}")
    unset = ("COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR")
    run = subprocess.Popen(
        [sys.executable, "-c", _RUN, " ".join(words), *names], stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=folder,
        env={k: v for k, v in os.environ.items() if k not in unset}, pass_fds=theirs,
    )  # fmt: skip
    for writes in theirs:
        os.close(writes)
    texts = [_all(reads) for reads in ours]
    _, said = run.communicate()
    assert (run.returncode, said) == (0, b"")  # a bar that moves is for a terminal
    return [re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", t.decode()).replace("\r", "") for t in texts]


def _all(reads: int) -> bytes:
    """What is written to the other end until it is closed."""
    out = b""
    while True:
        try:
            piece = os.read(reads, 65536)
        except OSError:  # a terminal's other end is closed
            break
        if not piece:
            break
        out += piece
    os.close(reads)
    return out


@pytest.mark.parametrize("words", [["catalog", "notional-8-3"], *(pytest.param(w, marks=pytest.mark.long) for w in (["assess", "s.toml"], ["catalog"], ["presets"], ["certify", "--help"]))])  # fmt: skip
def test_no_terminal_cuts(words: list[str], tmp_path: Path) -> None:
    """Real ones of five widths, pipes, and pipes that are told to have colours."""
    (tmp_path / "s.toml").write_text(SMALL + LONG)
    streams = [
        *((width, "") for width in (WIDE, 120, 100, 80, 60, 40)),
        (None, ""),
        (None, "FORCE_COLOR=1"),
        (None, "FORCE_COLOR=1 COLUMNS=60"),
    ]
    wide, *rest = _printed(words, tmp_path, streams)
    for stream, text in zip(streams[1:], rest, strict=True):
        assert not numbers(wide) - numbers(text), stream
        assert "…" not in text


@pytest.mark.long
def test_a_terminal_of_its_own_is_as_wide(tmp_path: Path) -> None:
    """A fresh process says on a terminal what the copies do; and they see how wide theirs are."""
    (tmp_path / "s.toml").write_text(SMALL + LONG)
    narrow, wide = _printed(["assess", "s.toml"], tmp_path, [(60, ""), (120, "")])
    assert narrow.count("\n") > wide.count("\n") + 10
    assert _on_a_terminal(["assess", "s.toml"], 60, tmp_path) == narrow


@pytest.mark.long
def test_a_pipe_with_colours_is_as_wide_as_one_without(tmp_path: Path) -> None:
    """Unless it is told how wide it is."""
    (tmp_path / "s.toml").write_text(SMALL)
    plain = _in_a_pipe(["assess", "s.toml"], tmp_path)
    assert _in_a_pipe(["assess", "s.toml"], tmp_path, FORCE_COLOR="1") == plain
    narrow = _in_a_pipe(["assess", "s.toml"], tmp_path, FORCE_COLOR="1", COLUMNS="60")
    assert "  Delay s: 100\n" in narrow
