"""The files of answers read back, with one clear line for whatever is wrong with one."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from reassure.answers.document import Document
from reassure.answers.reading import checked, made
from reassure.errors import RegionError, ResultError
from reassure.scenario.complaint import complain, printable, shown
from reassure.scenario.decoding import decoded

__all__ = [
    "LARGEST_FILE",
    "ContradictionError",
    "help_of",
    "one_line",
    "read_answer",
    "table_of",
]

LARGEST_FILE = 1_000_000_000
"""Bytes; some ten million pairs."""

# Half of a surrogate pair. JSON lets one stand alone; no UTF-8 file could be written of it again.
_HALF = re.compile(r"\\u[dD][89a-fA-F]")

Answer = TypeVar("Answer", bound=Document)


class ContradictionError(Exception):
    """The parts of a file contradict one another; `one_line` makes a ResultError of it."""


def read_answer(kind: type[Answer], path: str | Path) -> Answer:
    """The answer in a file that `write_json` of that kind of answer wrote.

    Written again it gives the same bytes. What a file does not hold (contours, attached scenarios) is empty.

    Raises ResultError, its message one line: file, key, what is wrong, what is allowed.
    """
    name = printable(str(path))
    with one_line(kind, name):
        return made(kind, checked(kind, table_of(kind, path)))


@contextmanager
def one_line(kind: type[Document], name: str) -> Iterator[None]:
    """A context in which a file's content is checked and made into an answer.

    Whatever is wrong with it comes out as a ResultError of one line, which begins with the file's `name`.
    """
    try:
        yield
    except ContradictionError as error:
        raise ResultError(f"{name}: {printable(str(error))}; {help_of(kind)}") from None
    except ValidationError as error:
        raise ResultError(complain(error, name, "")) from None
    except RecursionError:
        raise ResultError(f"{name}: nested too deeply; {help_of(kind)}") from None
    # numbers that are right each by itself, and together no answer
    except (ValueError, OverflowError, RegionError) as error:
        said = printable(str(error))
        raise ResultError(f"{name}: not such a file: {said}; {help_of(kind)}") from None


def help_of(kind: type[Document]) -> str:
    """Which files are allowed, as the end of a message."""
    return f"allowed: a file that `{kind.COMMAND}` wrote"


def table_of(kind: type[Document], path: str | Path) -> dict[str, Any]:
    """What stands in a file, unchecked but for its key `format`: that of the kind of answer, or an older one.

    Raises ResultError where the file cannot be read, is no JSON, or its format is not that of the kind of answer.
    """
    name = printable(str(path))
    text = _text(path, name, help_of(kind))
    try:
        # Python's JSON would take NaN and Infinity, which the format has not
        data = json.loads(text, parse_constant=_refuse)
        known = (kind.FORMAT, *kind.OLDER)
        if not isinstance(data, dict) or data.get("format") not in known:
            given = shown(data.get("format")) if isinstance(data, dict) else "no table"
            allowed = " or ".join(f'"{each}"' for each in known)
            raise ResultError(f"{name}: format {given}; allowed: {allowed}")
        if _HALF.search(text):
            # raises UnicodeEncodeError, a ValueError, where a half does stand alone
            json.dumps(data, ensure_ascii=False).encode()
    # Python's JSON calls itself for each level
    except RecursionError:
        raise ResultError(f"{name}: nested too deeply; {help_of(kind)}") from None
    except (ValueError, OverflowError) as error:
        raise ResultError(f"{name}: not JSON: {printable(str(error))}; {help_of(kind)}") from None
    return data


def _text(path: str | Path, name: str, allowed: str) -> str:
    try:
        place = Path(path)
        if place.is_dir():
            raise ResultError(f"{name}: a folder; {allowed}")
        with place.open("rb") as stream:
            # one byte more than is allowed tells a larger file without reading all of it
            data = stream.read(LARGEST_FILE + 1)
        if len(data) > LARGEST_FILE:
            raise ResultError(f"{name}: larger than {LARGEST_FILE} bytes; allowed: a smaller file")
    except FileNotFoundError:
        raise ResultError(f"{name}: no such file; {allowed}") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ResultError(f"{name}: cannot be read: {printable(str(reason))}") from None
    try:
        return decoded(data)
    except ValueError as error:
        raise ResultError(f"{name}: {error}; {allowed}") from None


def _refuse(constant: str) -> float:
    raise ValueError(f"{constant} is no number")
