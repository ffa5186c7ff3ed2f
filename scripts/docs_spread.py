"""For the API's reference: a function of one dataclass is shown with the dataclass's fields as its arguments.

An extension of griffe, named in mkdocs.yml. It does for readers of the source what `reassure.options.spread` does at run time.
"""

from __future__ import annotations

import re
from typing import Any

import griffe

__all__ = ["Spread"]

_OF = re.compile(r"\bspread\((\w+)\)")
_SAID = re.compile(r"\s*Takes the fields of \w+ as its arguments\.\s*")
_POSITIONAL, _KEYWORD = (
    griffe.ParameterKind.positional_or_keyword,
    griffe.ParameterKind.keyword_only,
)


class Spread(griffe.Extension):
    """Gives functions under `@spread(Question)` the arguments that they are called with."""

    def on_package(self, *, pkg: griffe.Module, **_: Any) -> None:
        """Once the whole package is read: a dataclass may stand anywhere in it."""
        self._within(pkg)

    def _within(self, module: griffe.Module) -> None:
        for member in list(module.members.values()):
            if isinstance(member, griffe.Module):
                self._within(member)
            elif isinstance(member, griffe.Function):
                self._spread(member, module)

    def _spread(self, function: griffe.Function, module: griffe.Module) -> None:
        found = [m for d in function.decorators if (m := _OF.search(str(d.value)))]
        if not found:
            return
        question = module[found[0][1]]
        parameters, kind = [], _POSITIONAL
        for name, field in question.members.items():
            if not field.is_attribute:
                continue
            if name == "_":
                kind = _KEYWORD
                continue
            parameters.append(griffe.Parameter(name, annotation=field.annotation, kind=kind, default=field.value))  # fmt: skip
        function.parameters = griffe.Parameters(*parameters)
        said = _SAID.sub("\n\n", function.docstring.value) if function.docstring else ""
        # the first line of a question's docstring repeats what the function says; what its fields mean comes after it
        _, _, means = question.docstring.value.partition("\n")
        function.docstring = griffe.Docstring(f"{said.strip()}\n\n{means.strip()}", parent=function)
