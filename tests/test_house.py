"""The house itself: what its rooms are called, and that a name stands for one thing."""

import ast
import sys
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


def imported(file: Path, known: set[str]) -> set[str]:
    """The modules of the package that a file imports, lazily too."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            names = {f"{node.module}.{a.name}" for a in node.names} & known
            found |= names or ({node.module} & known)
    return found


def test_no_module_imports_itself_by_a_detour() -> None:
    """Within a room too, where no contract looks."""
    files = {
        ".".join(f.relative_to(SOURCE.parent).with_suffix("").parts).removesuffix(".__init__"): f
        for f in SOURCE.rglob("*.py")
    }
    graph = {name: imported(file, set(files)) - {name} for name, file in files.items()}
    free = True
    while free:
        free = {name for name, others in graph.items() if not others}
        graph = {name: others - free for name, others in graph.items() if name not in free}
    assert not graph, f"a circle among {sorted(graph)}"


def test_no_name_of_another_module_is_private() -> None:
    """What one module takes from another is public there."""
    for file in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("reassure"):
                assert not [a.name for a in node.names if a.name.startswith("_")], file


def test_no_function_is_too_long_or_asks_too_much() -> None:
    """Sixty lines and eight arguments at most."""
    for file in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            a = node.args
            taken = [*a.posonlyargs, *a.args, *a.kwonlyargs, *(x for x in (a.vararg, a.kwarg) if x)]
            count = len([x for x in taken if x.arg not in ("self", "cls")])
            where = str(file.relative_to(SOURCE))
            assert count <= 8, f"{where}: {node.name} has {count} arguments"
            long = (node.end_lineno or 0) - node.lineno + 1
            assert long <= 60, f"{where}: {node.name}: {long}"


def test_what_a_bare_python_runs_asks_for_nothing_else() -> None:
    """The README's commands make the environment: before that there is nothing but the standard library."""
    scripts = SOURCE.parents[1] / "scripts"
    for name in ("_venv", "kernels", "run", "test", "check", "picture_house"):
        for node in ast.walk(ast.parse((scripts / f"{name}.py").read_text())):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            for module in names:
                assert module.partition(".")[0] in {*sys.stdlib_module_names, "_venv", "kernels"}, (
                    name
                )
