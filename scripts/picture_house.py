"""Draw docs/house.svg, the rooms of the package and who imports whom, and list every module in docs/house.md.

    python scripts/picture_house.py            makes both anew
    python scripts/picture_house.py --check    fails if what is there is not what the code now makes

The rooms stand in the order of import-linter's first contract.
The arrows are those that are left when every arrow goes that follows from others; nothing points upward.
"""

from __future__ import annotations

import ast
import sys
import tomllib
from html import escape
from pathlib import Path

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "reassure"
PICTURE, LIST = ROOT / "docs" / "house.svg", ROOT / "docs" / "house.md"

WIDTH, LEFT, ROOM_HEIGHT, GAP = 980, 150, 40, 24  # px
INK, FAINT, PAPER = "#22303c", "#9aa7b2", "#ffffff"
COLOURS = {"core": "#dcebf7", "plain": "#f1f3f5", "question": "#fdebd3"}
# The rooms of the kernels: numpy and numba alone (import-linter's contract on the core).
CORE = {"adversary", "earth", "flight", "guarantee", "numeric", "reach", "sensing", "tracking"}
# Rooms in the colour of what is asked and answered.
TOLD = {"questions", "proof", "answers"}


def layers() -> list[list[str]]:
    """The rooms from the top down, those of one layer side by side."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    contract = tomllib.loads(text)["tool"]["importlinter"]["contracts"][0]
    rows = [[name.strip() for name in row.split("|")] for row in contract["layers"]]
    return [row for row in rows if row != ["__main__"]]


def imports(rooms: list[str]) -> dict[str, set[str]]:
    """Which rooms a room imports, lazily too."""
    found: dict[str, set[str]] = {room: set() for room in rooms}
    for file in SOURCE.rglob("*.py"):
        room = file.relative_to(SOURCE).parts[0].removesuffix(".py")
        if room not in found:
            continue
        # Inside functions too, where imports are lazy.
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("reassure."):
                other = str(node.module).split(".")[1]
                if other in found and other != room:
                    found[room].add(other)
    return found


def reduced(graph: dict[str, set[str]]) -> list[tuple[str, str]]:
    """The arrows without those that follow from others."""

    def reach(room: str) -> set[str]:
        seen: set[str] = set()
        waiting = list(graph[room])
        while waiting:
            other = waiting.pop()
            if other not in seen:
                seen.add(other)
                waiting += graph[other]
        return seen

    below = {room: reach(room) for room in graph}
    return [
        (room, other)
        for room, others in graph.items()
        for other in sorted(others)
        # An arrow follows where another room that is imported reaches the same one.
        if not any(other in below[third] for third in others if third != other)
    ]


def sentence(room: str) -> tuple[str, int]:
    """What a room is, from its first line, and how many modules it has."""
    folder = SOURCE / room
    page = folder / "__init__.py" if folder.is_dir() else SOURCE / f"{room}.py"
    told = (ast.get_docstring(ast.parse(page.read_text(encoding="utf-8"))) or "").split("\n")[0]
    count = (
        sum(1 for f in folder.rglob("*.py") if f.name != "__init__.py") if folder.is_dir() else 1
    )
    return told, count


def picture() -> str:
    """The drawing as SVG."""
    rows = layers()
    rooms = [room for row in rows for room in row]
    place: dict[str, tuple[float, float, float]] = {}
    for k, row in enumerate(rows):
        wide = (WIDTH - LEFT - 20 - 16 * (len(row) - 1)) / len(row)
        for i, room in enumerate(row):
            place[room] = (LEFT + i * (wide + 16), 20 + k * (ROOM_HEIGHT + GAP), wide)
    height = 20 + len(rows) * (ROOM_HEIGHT + GAP)
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif">',
        '<defs><marker id="tip" markerWidth="7" markerHeight="7" refX="6" refY="3" orient="auto">'
        f'<path d="M0,0 L6,3 L0,6" fill="none" stroke="{FAINT}"/></marker></defs>',
        f'<rect width="{WIDTH}" height="{height}" fill="{PAPER}"/>',
    ]
    level = {room: k for k, row in enumerate(rows) for room in row}
    for n, (room, other) in enumerate(reduced(imports(rooms))):
        (x, y, w), (x2, y2, w2) = place[room], place[other]
        if level[other] == level[room] + 1:
            start, end = x + w / 2, x2 + w2 / 2
            # Straight down from the middle of the narrower of the two.
            if w > w2:
                start = end
            elif w2 > w:
                end = start
            path = f"M{start:.0f},{y + ROOM_HEIGHT} L{end:.0f},{y2 - 1}"
        else:  # round the left side, each in a lane of its own
            # Eleven lanes, 11 px apart, are all that fit beside the rooms.
            lane = LEFT - 14 - 11 * (n % 11)
            a, b = y + ROOM_HEIGHT - 8, y2 + 10
            path = f"M{x:.0f},{a} L{lane},{a} L{lane},{b} L{x2 - 1:.0f},{b}"
        out.append(f'<path d="{path}" fill="none" stroke="{FAINT}" marker-end="url(#tip)"/>')
    for room, (x, y, w) in place.items():
        told, count = sentence(room)
        colour = COLOURS["core" if room in CORE else "question" if room in TOLD else "plain"]
        # 5.4 px: a letter of 10.5 px type, on average.
        most = int((w - 20) / 5.4)
        short = told if len(told) <= most else told[: most - 1].rsplit(" ", 1)[0] + " …"
        modules = f"{count} module{'' if count == 1 else 's'}"
        out += [
            f'<rect x="{x:.0f}" y="{y}" width="{w:.0f}" height="{ROOM_HEIGHT}" rx="4" fill="{colour}" stroke="{INK}"/>',
            f'<text x="{x + 10:.0f}" y="{y + 16}" font-size="13" font-weight="bold" fill="{INK}">{room}</text>',
            f'<text x="{x + w - 10:.0f}" y="{y + 16}" font-size="10" text-anchor="end" fill="{INK}">{modules}</text>',
            f'<text x="{x + 10:.0f}" y="{y + 32}" font-size="10.5" fill="{INK}">{escape(short)}</text>',
        ]
    return "\n".join([*out, "</svg>", ""])


def listing() -> str:
    """Every module with its first sentence, room by room, in Markdown."""
    out = [
        "# The house, module by module",
        "",
        "Made by `python scripts/picture_house.py` from the first line of every module, the rooms from the top down as in",
        "[the picture](house.svg). [contributing.md](contributing.md) says what each room may import.",
    ]
    for room in (room for row in layers() for room in row):
        folder = SOURCE / room
        files = sorted(folder.rglob("*.py")) if folder.is_dir() else [SOURCE / f"{room}.py"]
        out += ["", f"## {room}", ""]
        for file in files:
            told = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
            first = " ".join(told.split("\n\n")[0].split())
            name = file.relative_to(SOURCE).as_posix()
            if file.name == "__init__.py":
                if file.parent != folder or name == f"{room}/__init__.py":
                    out += ["", f"**`{name.removesuffix('__init__.py')}`** {first}", ""]
            else:
                out.append(f"* `{name}` {first}")
    out += ["", "## reassure_check", ""]
    for file in sorted((SOURCE.parent / "reassure_check").glob("*.py")):
        told = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
        first = " ".join(told.split("\n\n")[0].split())
        out.append(f"* `reassure_check/{file.name}` {first}")
    return "\n".join(out) + "\n"


def main() -> None:
    """Make both, or compare."""
    made = {PICTURE: picture(), LIST: listing()}
    for path, text in made.items():
        if sys.argv[1:] != ["--check"]:
            path.write_text(text, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            raise SystemExit(
                f"{path.relative_to(ROOT)} is not the house as it stands; run: python scripts/picture_house.py"
            )


if __name__ == "__main__":
    main()
