"""Reading a claim from TOML or JSON, with one clear line for whatever is wrong."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from fractions import Fraction
from json import loads
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from reassure.claim.model import FIRST_FORMAT, FORMAT, SECOND_FORMAT, Claim
from reassure.errors import ClaimError
from reassure.scenario.complaint import complain, located, printable, shown
from reassure.scenario.decoding import decoded

__all__ = ["LARGEST_FILE", "LONGEST_NUMBER", "parse_claim", "read_claim"]

LARGEST_FILE: Final = 50_000_000
"""Bytes of a claim's file."""
LONGEST_NUMBER: Final = 40
"""Characters of a number (docs/certificate.md, section 1)."""

_DEEPEST = 8  # levels of tables and lists; a claim has four
# Plain decimals of so few digits that a float64 keeps all of them: no need to compare exactly.
_PLAIN = re.compile(r"-?[0-9.]{1,15}")
# Each part of a dotted key makes one more table in a table: more than 40 are refused before tomllib follows them.
_LONG_KEY = re.compile(r"(?<![\w-])(?:[\w-]++[\"']?[ \t]*+\.[ \t]*+[\"']?){40}")
_HELP = "allowed: a claim file, docs/certificate.md"

Path_ = tuple[str | int, ...]


class _Written(float):
    """A number that also knows the text that it was read from."""

    text: str


def _written(text: str) -> _Written:
    number = _Written(text)
    number.text = text
    return number


def read_claim(path: str | Path) -> Claim:
    """The claim in a TOML or JSON file.

    A name that ends in .toml or .json says which of the two it is. Otherwise it is JSON if the first character that is
    not a space is "{".

    Raises ClaimError, its message one line: file, key, value, what is allowed.
    """
    name = printable(str(path))
    try:
        place = Path(path)
        if place.is_dir():
            raise ClaimError(f"{name}: a folder; {_HELP}")
        with place.open("rb") as stream:
            data = stream.read(LARGEST_FILE + 1)
    except FileNotFoundError:
        raise ClaimError(f"{name}: no such file; {_HELP}") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ClaimError(f"{name}: cannot be read: {printable(str(reason))}") from None
    return parse_claim(data, name)


def parse_claim(data: bytes, name: str, json: bool = False) -> Claim:
    """The claim in the bytes of a file.

    `name`: the file's, for messages; its ending tells TOML from JSON, unless `json` says that it is JSON. Raises
    ClaimError as `read_claim` does.
    """
    if len(data) > LARGEST_FILE:
        raise ClaimError(f"{name}: larger than {LARGEST_FILE} bytes; {_HELP}")
    try:
        text = decoded(data)
    except ValueError as error:
        raise ClaimError(f"{name}: {error}; {_HELP}") from None
    try:
        table = _settled(_table(text, name, json), (), name, text)
        if not isinstance(table, dict):
            raise ClaimError(f"{name}: not a table; {_HELP}")
        if table.get("format") not in (FORMAT, SECOND_FORMAT, FIRST_FORMAT):
            given = f"format = {shown(table['format'])}" if "format" in table else "no format"
            raise ClaimError(f'{name}: {given}; allowed: format = "{FORMAT}"')
        return Claim.model_validate(table)
    except ValidationError as error:
        raise ClaimError(complain(error, name, text)) from None
    except RecursionError:
        raise ClaimError(f"{name}: nested too deeply; {_HELP}") from None


def _table(text: str, name: str, known: bool) -> Any:
    suffix = Path(name).suffix.lower()
    if known or suffix == ".json" or (suffix != ".toml" and text.lstrip()[:1] == "{"):
        try:
            return loads(
                text,
                parse_float=_written,
                parse_int=_written,
                # NaN and Infinity too, so that the message can say where they stand
                parse_constant=_written,
                object_pairs_hook=_each_key_once,
            )
        except ValueError as error:
            raise ClaimError(f"{name}: not JSON: {printable(str(error))}") from None
    if _LONG_KEY.search(text):
        raise ClaimError(f"{name}: a dotted key of more than 40 parts; {_HELP}")
    try:
        return tomllib.loads(text, parse_float=_written)
    except ValueError as error:
        raise ClaimError(f"{name}: not TOML: {printable(str(error))}") from None


def _each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    if len(table) < len(pairs):
        seen: set[str] = set()
        # `add` returns None, so the first key that is there already is found
        again = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise ValueError(f"key {shown(again)} is given twice")
    return table


def _settled(value: Any, path: Path_, name: str, text: str) -> Any:
    """What was read with every number a float64 whose shortest decimal is what was written."""
    if len(path) > _DEEPEST:
        raise RecursionError
    if isinstance(value, dict):
        return {key: _settled(item, (*path, key), name, text) for key, item in value.items()}
    if isinstance(value, list):
        return [_settled(item, (*path, i), name, text) for i, item in enumerate(value)]
    if isinstance(value, _Written):
        return _number(value.text, path, name, text)
    if isinstance(value, int) and not isinstance(value, bool):
        # tomllib reads whole numbers itself; str() of a very long one would be refused by Python
        return _number(str(value) if abs(value) < 10**50 else "9" * 50, path, name, text)
    return value


def _number(written: str, path: Sequence[str | int], name: str, text: str) -> float:
    """The float64 that a decimal denotes exactly, in its shortest form."""
    problem = ""
    number = float(written)
    if _PLAIN.fullmatch(written):  # 15 digits always survive a float64
        return number
    if len(written) > LONGEST_NUMBER:
        problem = f"a number of more than {LONGEST_NUMBER} characters; allowed: a shorter one"
    elif number - number != 0.0:
        problem = "allowed: a finite number"
    elif number == 0.0:
        if re.search("[1-9]", re.split("[eE]", written)[0]):
            problem = "nearer to 0 than a float64 can be; allowed: 0, or a greater number"
    elif Fraction(written.replace("_", "")) != Fraction(repr(number)):
        problem = (
            f"more digits than a float64 holds; allowed: {number!r}, or another shorter number"
        )
    if problem:
        raise ClaimError(located(name, path, text, printable(written)[:60], problem))
    return number
