"""The house itself: what its rooms are called, and that a name stands for one thing."""

import ast
from collections import defaultdict
from pathlib import Path

import reassure

SOURCE = Path(reassure.__file__).parent


def test_each_public_class_name_stands_for_one_class() -> None:
    """In the whole package: a reader who meets a name need not ask which one."""
    where = defaultdict(list)
    for file in SOURCE.rglob("*.py"):
        for node in ast.parse(file.read_text()).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                where[node.name].append(str(file.relative_to(SOURCE)))
    assert not {name: files for name, files in where.items() if len(files) > 1}


def test_three_modules_at_most_stand_outside_the_rooms() -> None:
    """Beside the package's face and `python -m reassure`."""
    outside = {f.stem for f in SOURCE.glob("*.py")} - {"__init__", "__main__"}
    assert outside == {"errors", "options", "typing"}


def test_every_module_says_what_it_is() -> None:
    """In its first line, as a sentence."""
    for file in SOURCE.rglob("*.py"):
        told = ast.get_docstring(ast.parse(file.read_text()))
        assert told, file
        assert not told.startswith("TODO"), file
        assert told.split("\n\n")[0].rstrip().endswith((".", "?", ":", "`")), file
