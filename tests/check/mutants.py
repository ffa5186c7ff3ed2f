"""The checker with one line changed: what a test of a bound has to catch."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType


@contextmanager
def changed(name: str, *pairs: str) -> Iterator[ModuleType]:
    """The checker's module with pieces of its text exchanged, each for the next; the true one is back afterwards."""
    true = importlib.import_module(f"reassure_check.{name}")
    text = Path(true.__file__ or "").read_text(encoding="utf-8")
    for old, new in zip(pairs[::2], pairs[1::2], strict=True):
        assert text.count(old) == 1, (text.count(old), old)
        text = text.replace(old, new)
    module = ModuleType(true.__name__)
    module.__file__ = true.__file__
    sys.modules[true.__name__] = module
    try:
        exec(compile(text, str(true.__file__), "exec"), module.__dict__)  # noqa: S102
        yield module
    finally:
        sys.modules[true.__name__] = true
