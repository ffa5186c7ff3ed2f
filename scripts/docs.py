"""Install if need be, then build the documentation as a site: `python3 scripts/docs.py [mkdocs build's options]`.

The site lies in the package (`src/reassure/report/docs`), opens from disk, and goes along with `reassure site`. A link that leads
nowhere fails the build. `python3 scripts/docs.py serve` shows the site while it is written.
"""

from __future__ import annotations

import os
import sys

from _venv import ROOT, environment, run

if __name__ == "__main__":
    python = environment("docs")
    # It would tell on every run that another program is to follow it.
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    asked = sys.argv[1:] if sys.argv[1:2] == ["serve"] else ["build", "--quiet", *sys.argv[1:]]
    status = run([str(python), "-m", "mkdocs", *asked])
    if status == 0 and asked[0] == "build" and len(asked) == 2:
        print(f"Open {ROOT / 'src/reassure/report/docs/index.html'}")
    sys.exit(status)
