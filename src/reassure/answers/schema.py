"""The JSON schema of an answer: its keys, their types, and what the source says of each."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, get_args

from reassure.answers.reading import file_type
from reassure.words.document import SPREAD, file_fields, table_in
from reassure.words.told import class_text, field_texts

__all__ = ["answer_schema"]


@cache
def answer_schema(kind: Any) -> dict[str, Any]:
    """The JSON schema of what a class of an answer is in a file. Where its source is not at hand, without descriptions."""
    schema: dict[str, Any] = _without_titles(file_type(kind).json_schema())
    _describe(schema, kind)
    return schema


def _without_titles(part: Any) -> Any:
    """Without the titles that pydantic makes of keys; a key may be called `title`."""
    if isinstance(part, list):
        return [_without_titles(item) for item in part]
    if not isinstance(part, dict):
        return part
    return {k: _without_titles(v) for k, v in part.items() if k != "title" or isinstance(v, dict)}


def _describe(schema: dict[str, Any], kind: Any) -> None:
    """Put what the source says of a class and its fields beside their keys."""
    try:
        texts, whole = field_texts(kind), class_text(kind)
    except OSError:  # a package without its source
        texts, whole = {}, ""
    if whole:
        schema["description"] = _null(whole)
    for field in file_fields(kind):
        if field.has(SPREAD):
            _describe(schema, table_in(field.hint))
            continue
        for path in field.paths:
            place = schema
            for step in path:
                place = place["properties"][step]
            inside = _class_in(field.hint)
            if inside is not None:
                _describe(_table_of(place), inside)
            if texts.get(field.name):
                place["description"] = _null(texts[field.name])


def _class_in(hint: Any) -> type[Any] | None:
    """The class of the tables that a type holds, however deep; None where it holds none."""
    found = table_in(hint)
    return found or next(filter(None, map(_class_in, get_args(hint))), None)


def _table_of(schema: dict[str, Any]) -> dict[str, Any]:
    """The one table that stands in a schema, in a list or beside null."""
    if "properties" in schema:
        return schema
    inside = [*schema.get("anyOf", ()), schema.get("items"), schema.get("additionalProperties")]
    found = [_table_of(part) for part in inside if isinstance(part, dict)]
    return next((part for part in found if part), {})


def _null(text: str) -> str:
    """In the words of JSON."""
    return re.sub(r"\bNone\b", "null", text)
