"""What the source says of a class and its fields, for descriptions that are made of it."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Iterator
from typing import Any

__all__ = ["class_text", "field_texts"]


def class_text(kind: type[Any]) -> str:
    """The first paragraph of a class's docstring in one line; empty where there is none, or the one that dataclasses make."""
    text = inspect.cleandoc(kind.__doc__ or "").split("\n\n")[0]
    return "" if text.startswith(f"{kind.__name__}(") else _line(text)


def field_texts(kind: type[Any]) -> dict[str, str]:
    """The text below each field of a class, and the docstring of each property, in one line, by its name: of the class and those
    that it is made from.
    """
    found: dict[str, str] = {}
    for each in reversed(kind.__mro__):
        if each.__module__ != "builtins":
            tree = ast.parse(textwrap.dedent(inspect.getsource(each)))
            found |= dict(_texts(tree.body[0]))
    return found


def _texts(node: Any) -> Iterator[tuple[str, str]]:
    # A field, and right below it a text.
    for field, text in zip(node.body, node.body[1:], strict=False):
        if isinstance(field, ast.AnnAssign) and isinstance(text, ast.Expr):
            yield ast.unparse(field.target), _line(ast.literal_eval(text.value))
    for part in node.body:
        if isinstance(part, ast.FunctionDef) and (told := ast.get_docstring(part)):
            yield part.name, _line(told)


def _line(text: str) -> str:
    """In one line, without the marks of names."""
    return " ".join(text.split()).replace("`", "")
