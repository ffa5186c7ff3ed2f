"""Write the viewer's types from the classes of the view: `python3 scripts/viewer_types.py`.

With `--check` it writes nothing, and fails where the file is not what it would write.
"""

from __future__ import annotations

import argparse
import importlib.util
import inspect
import json
import re
import sys
from enum import Enum
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin

ROOT = Path(__file__).resolve().parent.parent
FILE = ROOT / "viewer/src/types.ts"
HEAD = """\
// Made by scripts/viewer_types.py from src/reassure/report/html/view.py: change it there, and run the script.
"""
_PLAIN = {str: "string", int: "number", float: "number", bool: "boolean", type(None): "null"}
Keys = dict[str, Any]
Known = dict[Any, str]
"""What stands in the file, by what it is made from."""


def types_of(kind: type[Any]) -> str:
    """A file of TypeScript: an interface for a class of the view, and for each class in it."""
    known: Known = {}
    _interface(kind, known)
    return "\n".join([HEAD, *known.values()])


def _interface(kind: type[Any], known: Known) -> str:
    """Note the interface of a class, after those that it needs; its name."""
    from reassure.words.document import file_fields
    from reassure.words.told import field_texts

    if kind in known:
        return kind.__name__
    known[kind] = ""  # keeps its place among those that ask for it
    told = field_texts(kind)
    keys: Keys = {}
    if hasattr(kind, "FORMAT"):
        keys["format"] = (json.dumps(kind.FORMAT), False, "")
    for field in file_fields(kind):
        may_be_missing = _may_be_missing(field)
        text = _line(told.get(field.name, ""))
        for path, hint in zip(field.paths, field.types, strict=True):
            place = keys
            for step in path[:-1]:
                place = place.setdefault(step, {})
            place[path[-1]] = (_type(hint, known), may_be_missing, text)
            text = ""  # said once, of a field that has several keys
    # Put in again at the end, after the classes that it needs.
    del known[kind]
    doc = _line(inspect.cleandoc(kind.__doc__ or "").split("\n\n")[0])
    known[kind] = f"/** {doc} */\nexport interface {kind.__name__} {{\n{_lines(keys, '  ')}}}\n"
    return kind.__name__


def _may_be_missing(field: Any) -> bool:
    from reassure.words.document import OMITTED, OMITTED_IF_EMPTY

    return bool(field.has(OMITTED) or field.has(OMITTED_IF_EMPTY))


def _lines(keys: Keys, indent: str) -> str:
    text = ""
    for key, what in keys.items():
        if isinstance(what, dict):
            text += f"{indent}{key}: {{\n{_lines(what, indent + '  ')}{indent}}};\n"
            continue
        type_, may_be_missing, told = what
        # A key that is left out where there is nothing is `undefined` in TypeScript, and never null.
        if may_be_missing:
            type_ = type_.removesuffix(" | null")
        comment = f" // {told}" if told else ""
        text += f"{indent}{key}{'?' if may_be_missing else ''}: {type_};{comment}\n"
    return text


def _type(hint: Any, known: Known, *, inside: bool = False) -> str:
    """A Python type in TypeScript, as JSON carries it."""
    from reassure.report.html.view import Packed
    from reassure.words.document import arms_of, is_table

    hint = type(None) if hint is None else hint
    if hint in _PLAIN:
        return _PLAIN[hint]
    # A name in TypeScript too, as it stands in a dozen places.
    if hint == Packed and not inside:
        told = "A number for each flight; one number, or null, where all are the same."
        known[Packed] = f"/** {told} */\nexport type Packed = {_type(hint, known, inside=True)};\n"
        return "Packed"
    if is_table(hint):
        return _interface(hint, known)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return " | ".join(json.dumps(member.value) for member in hint)
    if len(arms_of(hint)) > 1:
        arms = dict.fromkeys(_type(arm, known) for arm in arms_of(hint))
        return " | ".join(sorted(arms, key=lambda arm: arm == "null"))  # null last
    origin, parts = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _type(parts[0], known)
    if origin is Literal:
        return " | ".join(json.dumps(value) for value in parts)
    if origin is tuple and parts[-1] is not Ellipsis:
        return f"[{', '.join(_type(part, known) for part in parts)}]"
    if origin is dict:
        return f"Record<{_type(parts[0], known)}, {_type(parts[1], known)}>"
    if origin in (list, tuple):
        item = _type(parts[0], known)
        several = len(arms_of(parts[0])) > 1 or get_origin(parts[0]) is Literal
        return f"({item})[]" if several and " | " in item else f"{item}[]"
    raise TypeError(f"{hint}: no such type in TypeScript; add it to scripts/viewer_types.py")


def _line(text: str) -> str:
    """A text in one line, in the words of TypeScript."""
    return re.sub(r"\bNone\b", "null", " ".join(text.split()).replace("`", ""))


def main(arguments: list[str]) -> int:
    """Write the file, or say whether it is up to date; the exit code."""
    from reassure.report.html.view import View

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail if it differs")
    parser.add_argument("file", nargs="?", type=Path, default=FILE)
    given = parser.parse_args(arguments)
    text = types_of(View)
    if not given.check:
        given.file.write_text(text)
        return 0
    if given.file.is_file() and given.file.read_text() == text:
        return 0
    print(f"{given.file}: not what scripts/viewer_types.py makes of the view; run it")
    return 1


if __name__ == "__main__":
    # Run by a Python without the package: the lint environment's has it.
    if importlib.util.find_spec("reassure") is None:
        from _venv import environment, run

        sys.exit(run([str(environment("lint")), __file__, *sys.argv[1:]]))
    sys.exit(main(sys.argv[1:]))
