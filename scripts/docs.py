"""Install if need be, then build the documentation as a site: `python3 scripts/docs.py [mkdocs build's options]`.

The site lies in the package (`src/reassure/report/docs`), opens from disk, and goes along with `reassure site`. A link that leads
nowhere fails the build. `python3 scripts/docs.py serve` shows the site while it is written.
"""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent
SITE = _ROOT / "src/reassure/report/docs"
STAMP = _ROOT / ".venv/docs-made-from"
"""What the site was made from, once it is whole."""


def state() -> str:
    """A hash over all that the site is made from: the documents, the docstrings and how they are put together."""
    files = [_ROOT / "mkdocs.yml", _ROOT / "constraints.txt", *(_ROOT / "scripts").glob("docs*.py")]
    for folder, ends in (("docs", "*"), ("src", "*.py"), ("src", "*.pyi")):
        files += (p for p in (_ROOT / folder).rglob(ends) if p.is_file() and SITE not in p.parents and "__pycache__" not in p.parts)  # fmt: skip
    parts = (f"{p.relative_to(_ROOT)}\n".encode() + p.read_bytes() for p in sorted(files))
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()


if __name__ == "__main__":
    from _venv import environment, run

    python = environment("docs")
    # It would tell on every run that another program is to follow it.
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    asked = sys.argv[1:] if sys.argv[1:2] == ["serve"] else ["build", "--quiet", *sys.argv[1:]]
    whole = asked == ["build", "--quiet"]
    made_from = state()
    if whole:
        STAMP.unlink(missing_ok=True)
    status = run([str(python), "-m", "mkdocs", *asked])
    if status == 0 and whole:
        STAMP.write_text(made_from)
        print(f"Open {SITE / 'index.html'}")
    sys.exit(status)
