"""An answer from its file: checked against the answer's own dataclasses by pydantic, then made of them again."""

from __future__ import annotations

import math
from collections.abc import Mapping
from enum import Enum
from functools import cache
from types import GenericAlias, UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

import numpy as np
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

__all__ = ["array_of", "checked", "made"]

Answer = TypeVar("Answer")
_STRICT = core_schema.CoreConfig(strict=True, allow_inf_nan=False)


# -- what a file may hold -----------------------------------------------------------------------


def checked(kind: type[Any], data: Any) -> dict[str, Any]:
    """The table of a file, if it has the keys that the class has, and values of their types; pydantic's
    ValidationError, with the way to what is wrong, if not.
    """
    asked: Any = kind
    table: dict[str, Any] = _adapter(asked).validate_python(data)
    return table


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(_table(kind))


@cache
def _table(kind: Any) -> Any:
    """The type of a table that has the keys of a class, and no others."""
    keys: dict[str, Any] = {}
    if hasattr(kind, "FORMAT"):
        keys["format"] = (Literal[kind.FORMAT], True)
    _add(kind, keys, True)
    return _of_keys(keys)


def _add(kind: Any, keys: dict[str, Any], needed: bool) -> None:
    for field in file_fields(kind):
        if field.has(SPREAD):
            _add(_inside(field), keys, needed and not field.has(OMITTED))
            continue
        must = needed and not (_may_be_missing(field) or field.has(OMITTED))
        for path, type_ in zip(field.paths, field.types, strict=True):
            place = keys
            for step in path[:-1]:
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
    """The type of what stands in a file for a value of a type."""
    if is_table(hint):
        return _table(hint)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return Literal[tuple(member.value for member in hint)]
    origin, parts = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return Annotated[(_in_file(parts[0]), *parts[1:])]
    if origin in (Union, UnionType):
        return Union[tuple(_in_file(part) for part in parts)]  # noqa: UP007
    if origin in (list, tuple):  # a tuple's parts are all of one type
        many = GenericAlias(list, (_in_file(parts[0]),))
        if origin is list or parts[-1] is Ellipsis:
            return many
        return Annotated[many, Field(min_length=len(parts), max_length=len(parts))]
    return hint


# -- an answer of it ----------------------------------------------------------------------------


def made(kind: type[Answer], table: Mapping[str, Any], **ready: Any) -> Answer:
    """An object of a class, of a table that was checked against it. `ready`: fields that are not read from it."""
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
    """Whether a file has something for a field, and what."""
    parts = []
    for path in field.paths:
        place: Any = table
        for step in path[:-1]:
            place = place[step]
        if path[-1] not in place:
            before = field.mark(Before)
            if before is None and field.has(OMITTED):
                return True, None
            return before is not None, None if before is None else before.value
        parts.append(place[path[-1]])
    if field.mark(Keys):
        open_ended = field.mark(Keys).open_ended and parts[-1] is None
        return True, tuple([*parts[:-1], math.inf] if open_ended else parts)
    value = field.from_file(parts[0])
    return True, value if value is not parts[0] else _value(field.hint, value)


def _value(hint: Any, value: Any) -> Any:
    """The value of a type that something in a file is of."""
    if value is None:
        return None
    hint = next(arm for arm in arms_of(hint) if arm is not type(None))
    if get_origin(hint) is Annotated:
        return _value(get_args(hint)[0], value)
    if is_table(hint):
        return made(hint, value)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint(value)
    origin, parts = get_origin(hint), get_args(hint)
    if origin is tuple:
        return tuple(_value(parts[0], part) for part in value)
    if origin is np.ndarray:
        return array_of(value, get_args(parts[1])[0])
    return value


def array_of(values: list[Any], kind: Any = np.float64) -> Any:
    """An array of a list in a file, of one type (texts as long as they need be); NaN where it has null."""
    if issubclass(kind, np.str_):
        return np.array(values)
    return np.array(values, kind)
