"""An answer from its file: checked against the answer's own dataclasses by pydantic, then made of them again."""

from __future__ import annotations

import math
from collections.abc import Mapping
from enum import Enum
from functools import cache
from types import GenericAlias, UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, GetPydanticSchema, TypeAdapter
from pydantic_core import core_schema

from reassure.words.document import (
    LATER,
    OMITTED,
    OMITTED_IF_EMPTY,
    SPREAD,
    Before,
    FileField,
    Keys,
    arms_of,
    file_fields,
    is_table,
    table_in,
)

__all__ = ["array_of", "checked", "file_type", "made"]

Answer = TypeVar("Answer")
# A whole number does for a float, but no text for a number, and no NaN or infinity for anything.
_STRICT = core_schema.CoreConfig(strict=True, allow_inf_nan=False)


# -- what a file may hold -----------------------------------------------------------------------


def checked(kind: type[Any], data: Any) -> dict[str, Any]:
    """The table of a file, which has the keys that the class has in a file, and values of their types.

    Raises pydantic's ValidationError, with the path to what is wrong, where it has not.
    """
    asked: Any = kind
    table: dict[str, Any] = file_type(asked).validate_python(data)
    return table


@cache
def file_type(kind: Any) -> TypeAdapter[Any]:
    """The type of what a class is in a file, for pydantic."""
    return TypeAdapter(_table(kind))


@cache
def _table(kind: Any) -> Any:
    """A type for pydantic: a table that has the keys of a class, and no others."""
    keys: dict[str, Any] = {}
    if hasattr(kind, "FORMAT"):
        # of each key: its type, and whether it has to be there; a dict stands for a table inside
        keys["format"] = (Literal[kind.FORMAT], True)
    _add(kind, keys, True)
    return _of_keys(keys)


def _add(kind: Any, keys: dict[str, Any], needed: bool) -> None:
    for field in file_fields(kind):
        if field.has(SPREAD):
            # keys that are spread stand in this table, and may all be missing where the field may be None
            _add(_inside(field), keys, needed and not field.has(OMITTED))
            continue
        # keys that came later, or that are left out when there is nothing, may be missing
        must = needed and not (_may_be_missing(field) or field.has(OMITTED))
        for path, type_ in zip(field.paths, field.types, strict=True):
            place = keys
            for step in path[:-1]:
                # the path of a key such as "missile.id" makes a table on the way
                place = place.setdefault(step, {})
            place[path[-1]] = (_in_file(type_), must)


def _may_be_missing(field: FileField) -> bool:
    return field.has(LATER) or field.has(OMITTED_IF_EMPTY) or field.mark(Before) is not None


def _of_keys(keys: dict[str, Any]) -> Any:
    found = {
        key: (_of_keys(what), True) if isinstance(what, dict) else what
        for key, what in keys.items()
    }

    def schema(_: Any, handler: Any) -> core_schema.CoreSchema:
        return core_schema.typed_dict_schema(
            {
                key: core_schema.typed_dict_field(handler.generate_schema(type_), required=must)
                for key, (type_, must) in found.items()
            },
            extra_behavior="forbid",
            config=_STRICT,
        )

    return Annotated[dict[str, Any], GetPydanticSchema(schema)]


def _inside(field: FileField) -> type[Any]:
    kind = table_in(field.hint)
    assert kind is not None  # noqa: S101  (only a table has keys to spread)
    return kind


def _in_file(hint: Any) -> Any:
    """The type of what stands in a file for a value of a type: tables for classes, lists for tuples, values for
    enums.
    """
    if is_table(hint):
        return _table(hint)
    if isinstance(hint, type) and issubclass(hint, Enum):
        # a file has the enum's values; which they may be is then in pydantic's message
        return Literal[tuple(member.value for member in hint)]
    origin, parts = get_origin(hint), get_args(hint)
    if origin is Annotated:
        # what pydantic is to check besides stays with the type
        return Annotated[(_in_file(parts[0]), *parts[1:])]
    if origin in (Union, UnionType):
        return Union[tuple(_in_file(part) for part in parts)]  # noqa: UP007
    if origin in (list, tuple):  # a tuple's parts are all of one type
        many = GenericAlias(list, (_in_file(parts[0]),))
        if origin is list or parts[-1] is Ellipsis:
            return many
        # a tuple of fixed length is a list of that length in a file
        return Annotated[many, Field(min_length=len(parts), max_length=len(parts))]
    return hint


# -- an answer of it ----------------------------------------------------------------------------


def made(kind: type[Answer], table: Mapping[str, Any], **ready: Any) -> Answer:
    """An object of a class, made from a table that was checked against it.

    `ready`: values of fields that are not to be read from the table. Raises what the class itself raises.
    """
    # a class has `from_file` where a field follows from several keys
    from_several = getattr(kind, "from_file", None)
    if from_several is not None:
        ready |= from_several(table)
    for field in file_fields(kind):
        if field.stored and field.name not in ready:
            if field.has(SPREAD):
                ready[field.name] = made(_inside(field), table)
                continue
            there, value = _found(field, table)
            if there:
                ready[field.name] = value
    return kind(**ready)


def _found(field: FileField, table: Mapping[str, Any]) -> tuple[bool, Any]:
    """Whether a file has something for a field, and what; False leaves the field to its default."""
    parts = []
    for path in field.paths:
        place: Any = table
        for step in path[:-1]:
            place = place[step]
        if path[-1] not in place:
            # the file is older than the key, or the key was left out because it was None
            before = field.mark(Before)
            if before is None and field.has(OMITTED):
                return True, None
            return before is not None, None if before is None else before.value
        parts.append(place[path[-1]])
    if field.mark(Keys):
        # null as the last of several keys is no upper end: infinite
        open_ended = field.mark(Keys).open_ended and parts[-1] is None
        return True, tuple([*parts[:-1], math.inf] if open_ended else parts)
    # a mark may say what a value in the file stands for; else its type does
    value = field.from_file(parts[0])
    return True, value if value is not parts[0] else _value(field.hint, value)


def _value(hint: Any, value: Any) -> Any:
    """The value, of a type, that something in a file stands for; None for null, whatever the type."""
    if value is None:
        return None
    # of a union with None, the type that is left
    hint = next(arm for arm in arms_of(hint) if arm is not type(None))
    if get_origin(hint) is Annotated:
        return _value(get_args(hint)[0], value)
    if is_table(hint):
        return made(hint, value)
    # enums stand in a file as their values
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint(value)
    origin, parts = get_origin(hint), get_args(hint)
    if origin is tuple:
        return tuple(_value(parts[0], part) for part in value)
    # NDArray[T]: an alias with a name of its own from numpy 2.5 on, ndarray[shape, dtype[T]] before
    if origin is NDArray:
        return array_of(value, parts[0])
    if origin is np.ndarray:
        return array_of(value, get_args(parts[1])[0])
    return value


def array_of(values: list[Any], kind: Any = np.float64) -> Any:
    """An array of the same shape as the lists in a file, of one type; NaN where they have null.

    Texts are as long as the longest needs.
    """
    if issubclass(kind, np.str_):
        return np.array(values)
    return np.array(values, kind)
