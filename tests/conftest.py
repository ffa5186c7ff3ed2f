"""What all tests share: the command's tree of options is built once in a process."""

from __future__ import annotations

from functools import cache

import typer.main
import typer.testing

# typer builds it anew at each call: 30 ms, in which nothing of the package is computed. Click keeps what is parsed in
# a context for each call, and changes nothing in the tree.
typer.main.get_command = typer.testing._get_command = cache(typer.main.get_command)
