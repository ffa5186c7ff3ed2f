"""How an answer stands in a file: each field under its key, each number to the digits of its unit.

The frozen dataclasses of an answer are the schema of its file. A field stands under its own name, in the order in
which it is declared; `FILE`, where a class has it, names fields and properties in the order of the file instead, and
`PREFIX` is put before all its keys.
Whatever is not so is said in the field's annotation, by the marks below.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from types import UnionType
from typing import (
    Annotated,
    Any,
    Final,
    Literal,
    Optional,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

import numpy as np

from reassure.words.rounding import NEAREST, kept, steps_of

__all__ = [
    "AS_IS", "BY_UNIT", "GIVEN", "LATER", "OMITTED", "OMITTED_IF_EMPTY", "PLAIN", "SPREAD", "UNWRITTEN", "Before",
    "Digits", "FieldMark", "FileField", "FileType", "Key", "Keys", "Stands", "arms_of", "file_fields", "is_table",
    "lists", "plain", "table_in",
]  # fmt: skip


PLAIN: Final = 2
"""Beside the ways of `words.rounding`: Python's own `round`, halves to the even digit, and what is small may be zero."""


class FieldMark:
    """What may stand in the annotation of a field."""


@dataclass(frozen=True)
class Digits(FieldMark):
    """Of a number in a file: how many after the point, and which way it is rounded (`words.rounding`, or PLAIN)."""

    count: int
    way: int = NEAREST


_LARGEST = 9e12
"""Millionths of what is larger do not fit into 64 bits."""

GIVEN: Final = Digits(17)
"""A figure that somebody gave keeps the digits that it was given with."""

BY_UNIT: Final[Mapping[str, Digits]] = {
    "_km_s": Digits(6),
    "_s": Digits(2),
    "_deg": Digits(5),
    "_km": Digits(3),
    "_m": Digits(3),
}
"""By the end of a key. A class whose numbers are written to other digits has its own table `DIGITS`, which goes first;
one field of it, `Digits` in its annotation. The longest end that fits counts; a number without a unit is as given.
"""


@dataclass(frozen=True)
class Key(FieldMark):
    """The key of a field, where it is not its name; "missile.id": in a table of its own."""

    path: str


@dataclass(frozen=True)
class Keys(FieldMark):
    """The keys of a tuple's parts, each beside the others. `open_ended`: the last part may be infinite."""

    paths: tuple[str, ...]
    open_ended: bool = False


@dataclass(frozen=True)
class Stands(FieldMark):
    """What stands in a file for a value; there may be several of them."""

    in_file: Any
    value: Any


@dataclass(frozen=True)
class FileType(FieldMark):
    """The type of what stands in a file, where it is not that of the value: of an array, say, a list."""

    type: Any


@dataclass(frozen=True)
class Before(FieldMark):
    """What a file says that was written before there was this key."""

    value: Any


class Mark(FieldMark, Enum):
    """What else may be said of a field."""

    SPREAD = "its own keys stand beside those of the table that it is in"
    OMITTED = "no key where it is None"
    OMITTED_IF_EMPTY = "no key where there is nothing in it"
    UNWRITTEN = "not in the file"
    AS_IS = "plain data already"
    LATER = "not in files of version 0.1.0"


SPREAD, OMITTED, OMITTED_IF_EMPTY = Mark.SPREAD, Mark.OMITTED, Mark.OMITTED_IF_EMPTY
UNWRITTEN, LATER, AS_IS = Mark.UNWRITTEN, Mark.LATER, Mark.AS_IS


@dataclass(frozen=True, eq=False)
class FileField:
    """A field or a property as it stands in a file."""

    name: str
    hint: Any
    """Its type, with what pydantic is to check."""
    marks: tuple[Any, ...]
    stored: bool
    """A field of the class; else a property, worked out from fields."""
    paths: tuple[tuple[str, ...], ...]
    """The way to each of its keys; more than one where it is a tuple that is taken apart."""
    digits: tuple[Digits, ...]
    """One for each key."""
    flags: frozenset[Mark]
    """Those of the marks that say yes or no."""

    @property
    def types(self) -> tuple[Any, ...]:
        """The type of what stands under each of its keys."""
        mark, keys = self.mark(FileType), self.mark(Keys)
        if mark is not None:
            return (mark.type,)
        if keys is None:
            return (self._standing,)
        hint = next(arm for arm in arms_of(self.hint) if arm is not type(None))
        parts = get_args(hint)
        return (*parts[:-1], Optional[parts[-1]]) if keys.open_ended else parts  # noqa: UP045

    @property
    def _standing(self) -> Any:
        """The type of a value, or of what stands for it."""
        stands = [m for m in self.marks if isinstance(m, Stands)]
        arms = list(arms_of(self.hint))
        if stands and (self.hint is bool or any(m.value is None for m in stands)):
            arms = [arm for arm in arms if arm not in (bool, type(None))]
        words = tuple(m.in_file for m in stands if m.in_file is not None)
        nothing = [None] if any(m.in_file is None for m in stands) else []
        return Union[(*arms, *([Literal[words]] if words else []), *nothing)]

    def mark(self, kind: type[Any]) -> Any:
        """The mark of a kind; None where it has none."""
        return next((m for m in self.marks if isinstance(m, kind)), None)

    def has(self, mark: Mark) -> bool:
        """Is it marked so?"""
        return mark in self.flags

    def in_file(self, value: Any) -> Any:
        """What stands in the file for a value that is not written as it is."""
        for mark in self.marks:
            if isinstance(mark, Stands) and type(value) is type(mark.value) and value == mark.value:
                return mark.in_file
        return value

    def from_file(self, value: Any) -> Any:
        """The value that something in a file stands for."""
        for mark in self.marks:
            if isinstance(mark, Stands) and type(value) is type(mark.in_file) and value == mark.in_file:  # fmt: skip
                return mark.value
        return value

    def put(self, value: Any, table: dict[str, Any]) -> None:
        """Write a value into the table of a file."""
        if not self.marks:
            table[self.paths[0][0]] = plain(value, self.digits[0])
            return
        if self.flags:
            if value is None and OMITTED in self.flags:
                return
            if OMITTED_IF_EMPTY in self.flags and not value:
                return
            if SPREAD in self.flags:
                table |= plain(value)
                return
            if AS_IS in self.flags:
                table[self.paths[0][0]] = value
                return
        written = self.in_file(value)
        parts = (written,) if len(self.paths) == 1 else written
        for path, part, digits in zip(self.paths, parts, self.digits, strict=True):
            place = table
            for step in path[:-1]:
                place = place.setdefault(step, {})
            place[path[-1]] = plain(part, digits)


def is_table(kind: Any) -> bool:
    """Is it a class whose values are tables in a file: a dataclass or a named tuple?"""
    return isinstance(kind, type) and (dataclasses.is_dataclass(kind) or hasattr(kind, "_fields"))


def arms_of(hint: Any) -> tuple[Any, ...]:
    """The types of a union; a type by itself, where it is none."""
    return get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)


def table_in(hint: Any) -> type[Any] | None:
    """The class of a table that a type is, or that it is if it is not None; None of any other type."""
    for arm in arms_of(hint):
        if is_table(arm):
            found: type[Any] = arm
            return found
    return None


def file_fields(kind: Any) -> tuple[FileField, ...]:
    """What a class has in a file, in the order of the file."""
    return _file_fields(kind)


@cache
def _file_fields(kind: Any) -> tuple[FileField, ...]:
    hints = get_type_hints(kind, include_extras=True)
    if hasattr(kind, "_fields"):
        stored = list(kind._fields)
    else:
        stored = [f.name for f in dataclasses.fields(kind)]
    found = []
    for name in getattr(kind, "FILE", stored):
        if name in stored:
            hint = hints[name]
        else:
            hint = get_type_hints(getattr(kind, name).fget, include_extras=True)["return"]
        bare, marks = _apart(hint)
        if UNWRITTEN in marks:
            continue
        prefix = getattr(kind, "PREFIX", "")
        keys = tuple(f"{prefix}{key}" for key in _keys(name, marks))
        digits = tuple(_digits(kind, key, marks) for key in keys)
        paths = tuple(tuple(key.split(".")) for key in keys)
        flags = frozenset(m for m in marks if isinstance(m, Mark))
        found.append(FileField(name, bare, marks, name in stored, paths, digits, flags))
    return tuple(found)


def _apart(hint: Any) -> tuple[Any, tuple[Any, ...]]:
    """A type, and the marks in its annotation, the outermost first; what is not a mark stays with the type."""
    if get_origin(hint) in (Union, UnionType):
        arms = [_apart(arm) for arm in get_args(hint)]
        return Union[tuple(arm for arm, _ in arms)], tuple(m for _, marks in arms for m in marks)  # noqa: UP007
    if get_origin(hint) is not Annotated:
        return hint, ()
    bare, *extras = get_args(hint)
    bare, inner = _apart(bare)
    marks = tuple(e for e in reversed(extras) if isinstance(e, FieldMark))
    rest = tuple(e for e in extras if not isinstance(e, FieldMark))
    return Annotated[(bare, *rest)] if rest else bare, (*marks, *inner)


def _keys(name: str, marks: tuple[Any, ...]) -> tuple[str, ...]:
    for mark in marks:
        if isinstance(mark, Keys):
            return mark.paths
        if isinstance(mark, Key):
            return (mark.path,)
    return (name,)


def _digits(kind: type[Any], key: str, marks: tuple[Any, ...]) -> Digits:
    for mark in marks:
        if isinstance(mark, Digits):
            return mark
    for table in (getattr(kind, "DIGITS", {}), BY_UNIT):
        ends = [end for end in table if key.endswith(end)]
        if ends:
            found: Digits = table[max(ends, key=len)]
            return found
    return GIVEN


def plain(value: Any, digits: Digits = GIVEN) -> Any:
    """A value as plain data, as in a JSON file. A number that is not finite is None; there is no other NaN or infinity."""
    if isinstance(value, float):
        return _number(value, digits)
    if value is None or isinstance(value, (str, int)):
        return value.value if isinstance(value, Enum) else value
    kind = type(value)
    if kind is tuple or kind is list:
        return [plain(part, digits) for part in value]
    if is_table(kind):
        table: dict[str, Any] = {"format": kind.FORMAT} if hasattr(kind, "FORMAT") else {}
        for field in file_fields(kind):
            field.put(getattr(value, field.name), table)
        return table
    if isinstance(value, np.ndarray):
        return lists(value, digits)
    if isinstance(value, Mapping):
        return {key: plain(part, digits) for key, part in value.items()}
    if isinstance(value, np.generic):
        return plain(value.item(), digits)
    return [plain(part, digits) for part in value]


def _number(value: float, digits: Digits) -> float | None:
    if not math.isfinite(value):
        return None
    if digits is GIVEN:
        return float(value)
    if digits.way == PLAIN:
        return round(float(value), digits.count)
    return kept(value, digits.count, digits.way)


def lists(values: Any, digits: Digits = GIVEN) -> list[Any]:
    """An array as lists in lists: the same numbers as one at a time."""
    if values.dtype.kind != "f":
        whole: list[Any] = values.tolist()
        return whole
    finite = np.isfinite(values)
    together = np.abs(values[finite]).max(initial=0.0) < _LARGEST
    if digits is GIVEN and finite.all():
        as_given: list[Any] = values.tolist()
        return as_given
    if digits is GIVEN or digits.way == PLAIN or not together:
        found: list[Any] = _one_by_one(values.tolist(), digits)
        return found
    out = np.zeros(values.shape)
    out[finite] = steps_of(values[finite], digits.count, digits.way) / 10**digits.count
    if not finite.all():
        out = out.astype(object)
        out[~finite] = None
    held: list[Any] = out.tolist()
    return held


def _one_by_one(values: list[Any], digits: Digits) -> list[Any]:
    return [_one_by_one(v, digits) if isinstance(v, list) else _number(v, digits) for v in values]
