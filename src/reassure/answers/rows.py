"""Columns of an answer as the rows of a file, and the rows as columns again.

The class of a row says for each of its keys which columns its values stand in; no row is ever an object of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from reassure.words.document import (
    OMITTED,
    FieldMark,
    FileField,
    Stands,
    file_fields,
    lists,
    table_in,
)

__all__ = ["ColumnOf", "columns_of", "rows_of"]

Table = dict[str, Any]
Column = Callable[[str], Any]


@dataclass(frozen=True)
class ColumnOf(FieldMark):
    """The name of the column that a key's values stand in.

    A place has two: latitude and longitude. Of a table inside the row it is the column that says where there is a
    table; without the mark there is one in every row.
    """

    name: str
    second: str | None = None


def rows_of(kind: type[Any], column: Callable[[str], Any]) -> list[Table]:
    """n rows, as in a file, from columns of n values.

    `column`: the array of a column by its name; None where the answer has no such column, and then a key that may be
    left out is left out. A value that is not finite is None.
    """
    # column by column: rounding whole arrays is many times faster than rounding pair by pair
    names, cells = [], []
    for field in file_fields(kind):
        found = _cells(field, column)
        if found is not None:
            names.append(field.paths[0][0])
            cells.append(found)
    return [dict(zip(names, row, strict=True)) for row in zip(*cells, strict=True)]


def _cells(field: FileField, column: Callable[[str], Any]) -> list[Any] | None:
    mark, inside = field.mark(ColumnOf), table_in(field.hint)
    first = None if mark is None else column(mark.name)
    if first is None and field.has(OMITTED):
        return None
    if inside is not None:
        # a row for every pair, even where there is no table: those are dropped in the next lines
        tables = rows_of(inside, column)
        if first is None:
            return list(tables)
        return [t if there else None for t, there in zip(tables, first.tolist(), strict=True)]
    # rounded by the key's unit, with None for what is not finite
    values = lists(first, field.digits[0])
    if mark.second is not None:
        pairs = zip(values, lists(column(mark.second), field.digits[0]), strict=True)
        # a place is missing as a whole: its longitude is never missing alone
        return [None if a is None else [a, b] for a, b in pairs]
    if field.mark(Stands):
        return [field.in_file(v) for v in values]
    return values


def columns_of(kind: type[Any], tables: Sequence[Table | None]) -> dict[str, list[Any]]:
    """The reverse of `rows_of`: the values of rows by the name of their column.

    None where a row has no such value, or the table that it stands in is null. The column of a table inside the rows
    holds True where there is one.
    """
    found: dict[str, list[Any]] = {}
    for field in file_fields(kind):
        mark, key = field.mark(ColumnOf), field.paths[0][0]
        # `tables` has a None where the table around these keys is null
        values = [None if t is None else t.get(key) for t in tables]
        inside = table_in(field.hint)
        if inside is not None:
            if mark is not None:
                found[mark.name] = [v is not None for v in values]
            found |= columns_of(inside, values)
        elif mark.second is not None:
            found[mark.name] = [None if v is None else v[0] for v in values]
            found[mark.second] = [None if v is None else v[1] for v in values]
        elif field.mark(Stands):
            found[mark.name] = [
                None if t is None else field.from_file(v)
                for t, v in zip(tables, values, strict=True)
            ]
        else:
            found[mark.name] = values
    return found
