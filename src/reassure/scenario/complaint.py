"""One clear line for what is wrong in a scenario: file, line, key, value, what is allowed."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from reassure.scenario.parts import ALTERNATIVES

__all__ = ["complain", "located", "printable", "shown", "written"]

# What to say for pydantic's types of error; {names} are those of the error's own context. What is not here has a
# message of its own, made by a validator.
_ALLOWED = {
    "missing": "missing; this key is needed",
    "string_type": "allowed: text",
    "string_pattern_mismatch": "allowed: an id of lower-case letters, digits and hyphens, at most 63",
    "string_too_long": "allowed: at most {max_length} characters",
    "string_too_short": "allowed: text that is not empty",
    "float_type": "allowed: a number",
    "int_type": "allowed: a whole number",
    "bool_type": "allowed: true or false",
    "finite_number": "allowed: a finite number",
    "list_type": "allowed: a list",
    "greater_than_equal": "allowed: {ge:g} or more",
    "less_than_equal": "allowed: {le:g} or less",
    "greater_than": "allowed: more than {gt:g}",
    "less_than": "allowed: less than {lt:g}",
    "too_short": "empty; allowed: at least {min_length}",
    "too_long": "too many; allowed: at most {max_length}",
    "literal_error": "allowed: {expected}",
    "dict_type": "allowed: a table",
    "model_type": "allowed: a table",
    "extra_forbidden": "unknown key",
}


def complain(error: ValidationError, name: str, text: str) -> str:
    """The first thing wrong, in one line; how many more there are, if any. `name` stands for the file, `text` is what
    it says.
    """
    problems = error.errors(include_url=False)
    first = problems[0]
    # the value of a key that is missing is the table around it, and may be long
    value = "" if first["type"] in {"missing", "unknown_key"} else shown(first["input"])
    message = _message(first) + (f" (and {len(problems) - 1} more)" if len(problems) > 1 else "")
    return located(name, _path(first), text, value, message)


def located(name: str, path: Sequence[str | int], text: str, value: str, message: str) -> str:
    """One line: file, line where it can be told, key, value, message.

    `name` stands for the file, `text` is what it says. `path`: the key, outermost table first, places in lists counted
    from 0; empty where no key is at fault. `value`: as shown, or empty.
    """
    line = _line_of(path, text)
    key = written(path)
    said = f"{key} = {value}: " if key and value else f"{key}: " if key else ""
    return f"{name}{f', line {line}' if line else ''}: {said}{message}"


def _path(problem: ErrorDetails) -> list[str | int]:
    """Where in the file, without the names of the alternatives tried on the way."""
    path = [step for step in problem["loc"] if step not in ALTERNATIVES]
    # a validator of the whole table finds an unknown key, so pydantic's location ends at the table
    if problem["type"] == "unknown_key":
        path.append(str(problem.get("ctx", {}).get("key", "")))
    return path


def written(path: Sequence[str | int]) -> str:
    """A key in words, places counted from one as a reader of the file counts: "deployment #2, launch_delay_s". Empty
    for an empty path.
    """
    out = ""
    for step in path:
        if isinstance(step, int):
            out += f" #{step + 1}"
        else:
            # a key may be any quoted text in TOML; an odd one is shown as a string, cut
            name = step if re.fullmatch(r"[A-Za-z0-9_-]{1,60}", step) else shown(step)
            out += f", {name}" if out else name
    return out


def shown(value: Any) -> str:
    """A value as JSON on one line in ASCII, cut at 60 characters."""
    try:
        text = json.dumps(value, default=str, ensure_ascii=True)
    except (RecursionError, ValueError):
        text = "a value nested too deeply to show"
    return text if len(text) <= 60 else text[:57] + "..."


def _message(problem: ErrorDetails) -> str:
    template = _ALLOWED.get(problem["type"])
    if template is None:
        # it may quote what the file says, control characters and all
        return printable(problem["msg"])
    return template.format(**problem.get("ctx", {}))


def _line_of(path: Sequence[str | int], text: str) -> int | None:
    """The line on which the key stands, where it can be told: [[table]] headers and plain keys."""
    # A string of several lines may hold lines that look like keys, so no line is told at all.
    if '"""' in text or "'''" in text or not path or not isinstance(path[0], str):
        return None
    lines = text.splitlines()
    start, rest = 0, path
    if len(path) >= 2 and isinstance(path[1], int):
        headers = [
            i
            for i, line in enumerate(lines)
            if re.match(rf"\s*\[\[\s*{re.escape(path[0])}\s*\]\]", line)
        ]
        if len(headers) <= path[1]:
            return None
        # the index of the line after the header is the header's number, counted from 1
        start, rest = headers[path[1]] + 1, path[2:]
        if not rest:
            return start
    key = rest[0]
    if not isinstance(key, str):
        return None
    for number in range(start, len(lines)):
        if re.match(r"\s*\[\[?\s*[A-Za-z]", lines[number]):
            break  # the next table
        if re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=", lines[number]):
            return number + 1
    # the key is not written out on a line of its own: its table's header, if it has one
    return start or None


def printable(text: str) -> str:
    """The text in one line, a "?" for each character that cannot be printed, cut at 300 characters."""
    return "".join(c if c.isprintable() else "?" for c in text)[:300]
