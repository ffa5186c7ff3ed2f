"""A page of the site around text that needs no script: head, policy, style."""

from __future__ import annotations

from html import escape

from reassure.report.html.page import asset, hashed
from reassure.report.html.plain import dark_by_itself

__all__ = ["framed"]

_MORE = """
main{max-width:960px}a{color:var(--accent)}nav{display:flex;flex-wrap:wrap;gap:6px 18px;margin:6px 0 14px}
.said{font-size:1.08rem;margin:4px 0 8px}.entry{border-top:1px solid var(--line);padding:14px 0}
.entry ul{margin:4px 0;padding-left:1.3em}.entry+h2,p+h2{margin-top:1.4em}.entry h3{margin:0 0 4px;font-size:1.1rem}article h1{font-size:1.5rem}article h2{margin:1.4em 0 .4em}
article pre{overflow-x:auto;background:var(--panel);padding:10px 12px;border-radius:6px}
article table{display:block;overflow-x:auto}article td,article th{vertical-align:top;white-space:normal;text-align:left}
article img{max-width:100%;height:auto}article p,article li{max-width:46em}
"""


def framed(title: str, program: str, links: str, body: str) -> str:
    """A whole page as text. `title` and `program` (the version) are text; `links` and `body` are HTML."""
    css = f"{asset('viewer.css')}{dark_by_itself()}{_MORE}"
    policy = (
        f"default-src 'none'; style-src '{hashed(css)}'; img-src data:; base-uri 'none'; "
        "form-action 'none'"
    )
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="reassure {escape(program)}">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<title>{escape(title)} · Reassure</title>
<link rel="icon" href="data:,">
<style>{css}</style>
</head>
<body>
<main>
<header><span class="brand">Reassure</span><p class="title">{escape(title)}</p></header>
<nav>{links}</nav>
{body}
</main>
</body>
</html>
"""
