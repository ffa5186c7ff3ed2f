"""Reading a scenario: from a file or a preset's name, with one clear line for whatever is wrong."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from reassure.errors import ScenarioError
from reassure.scenario.complaint import complain, located, printable, shown
from reassure.scenario.decoding import decoded
from reassure.scenario.model import FORMAT, Scenario, SensorTable
from reassure.scenario.resolve import resolve

__all__ = [
    "LARGEST_FILE",
    "contents",
    "fingerprint",
    "load",
    "parse",
    "preset_names",
    "presets",
    "table_in",
]

# The parser's limit on nesting does not count dotted keys: a.a.a.a... nests as deeply, and is slow to read. The
# possessive ++ and *+ never give back what they took, so that the search takes time in proportion to the file.
_LONG_KEY = re.compile(r"(?<![\w-])(?:[\w-]++[\"']?[ \t]*+\.[ \t]*+[\"']?){40}")

LARGEST_FILE = 1_000_000
"""Bytes. A scenario is written by a person; more than this is some other file."""


def preset_names() -> list[str]:
    """Names of the scenarios that come with the package, sorted."""
    folder = files("reassure.scenario").joinpath("presets")
    return sorted(
        f.name.removesuffix(".toml") for f in folder.iterdir() if f.name.endswith(".toml")
    )


def preset_text(name: str) -> str:
    """The file of a preset, comments and all. Raises ScenarioError where there is none of that name."""
    if name not in preset_names():
        raise ScenarioError(f"{printable(name)}: no preset; allowed: {', '.join(preset_names())}")
    return (
        files("reassure.scenario").joinpath("presets", f"{name}.toml").read_text(encoding="utf-8")
    )


@cache
def presets() -> dict[str, Scenario]:
    """The scenarios that come with the package, by name, each read and worked out once."""
    return {name: load(name) for name in preset_names()}


def load(source: str | Path) -> Scenario:
    """The scenario at a path, or the preset of that name.

    Raises ScenarioError where there is neither, or it cannot be used. The message is one line: file, place, value, what
    is allowed.
    """
    # A preset goes before a file of that name; "./NAME" or a Path means the file.
    if isinstance(source, str) and source in preset_names():
        return parse(preset_text(source).encode(), f"preset {source}")
    path = Path(source)
    missing = f"no such file, and no preset of that name; presets: {', '.join(preset_names())}"
    return parse(contents(path, "a scenario file", missing), printable(str(path)))


def parse(data: bytes, name: str) -> Scenario:
    """The scenario in the bytes of a TOML file; `name` stands for the file in errors.

    It is worked out as well, so that what comes back can be used. Raises ScenarioError, its message one line.
    """
    table, text = table_in(data, name, "a scenario file", FORMAT)
    try:
        scenario = Scenario.model_validate(table)
        resolve(scenario)  # and kept there for the question that follows
    except ValidationError as error:
        raise ScenarioError(complain(error, name, text)) from None
    except ScenarioError as error:
        raise ScenarioError(located(name, error.path, text, "", str(error)), error.path) from None
    except RecursionError:
        raise ScenarioError(f"{name}: nested too deeply; allowed: a scenario file") from None
    return scenario


def contents(path: Path, kind: str, missing: str, largest: int = LARGEST_FILE) -> bytes:
    """The bytes of a file that a person wrote, up to one more than the largest that is read.

    `kind`: what is allowed ("a scenario file"); `missing`: what to say where there is no such file. Raises
    ScenarioError, its message one line.
    """
    name = printable(str(path))
    try:
        if path.is_dir():
            raise ScenarioError(f"{name}: a folder; allowed: {kind}")
        with path.open("rb") as stream:
            # one byte more tells a file that is too large, and a pipe without an end does no harm
            return stream.read(largest + 1)
    except FileNotFoundError:
        raise ScenarioError(f"{name}: {missing}") from None
    # ValueError: a path with a zero byte in it
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ScenarioError(f"{name}: cannot be read: {reason}") from None


def table_in(
    data: bytes, name: str, kind: str, format_: str, largest: int = LARGEST_FILE
) -> tuple[dict[str, Any], str]:
    """The table in the bytes of a TOML file that names its format, and the file's text.

    `name` stands for the file in errors, `kind` is what is allowed ("a scenario file"), `format_` is what its key
    `format` has to say. Raises ScenarioError, its message one line.
    """
    if len(data) > largest:
        raise ScenarioError(f"{name}: larger than {largest} bytes; allowed: {kind}")
    try:
        text = decoded(data)
    except ValueError as error:
        raise ScenarioError(f"{name}: {error}; allowed: a TOML file") from None
    if _LONG_KEY.search(text):
        raise ScenarioError(f"{name}: a dotted key of more than 40 parts; allowed: {kind}")
    try:
        table = tomllib.loads(text)
    except RecursionError:
        raise ScenarioError(f"{name}: nested too deeply; allowed: {kind}") from None
    # TOMLDecodeError is one, and so is what int() says of a number of more than 4,300 digits
    except ValueError as error:
        raise ScenarioError(f"{name}: not TOML: {printable(str(error))}") from None
    if table.get("format") != format_:
        given = f"format = {shown(table['format'])}" if "format" in table else "no format line"
        raise ScenarioError(f'{name}: {given}; allowed: format = "{format_}"')
    return table, text


def fingerprint(scenario: Scenario) -> str:
    """SHA-256, hex, of the scenario's content: the same for the same figures, however laid out.

    Defaults count as if they were written. So a scenario with a default spelled out has the same fingerprint.
    """
    # JSON with sorted keys and no spaces, in ASCII: one text for one content, on every system
    content = scenario.model_dump(mode="json", by_alias=True)
    # Keys that version 0.1 did not have: a scenario without them keeps the fingerprint that it had.
    for tables, later in (
        ("deployment", ("name",)),
        ("force", ("name", "account_totals", "declaration")),
    ):
        for table in content[tables]:
            for key in later:
                if table[key] is None:
                    del table[key]
    for table in [a for f in content["force"] for a in f["aims"]] + content["region"]:
        if isinstance(table, dict) and not table.get("holes", True):
            del table["holes"]
    at_once = SensorTable.model_fields["report_delay_s"].default.model_dump(mode="json")
    for sensor in content["sensor"]:
        if sensor["report_delay_s"] == at_once:
            del sensor["report_delay_s"]
        if isinstance(sensor["radar"], dict) and sensor["radar"]["accuracy"] is None:
            del sensor["radar"]["accuracy"]
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()
