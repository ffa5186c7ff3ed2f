"""A trade in words: the front of the compromise, the deployments as planned beside it, and its files."""

from __future__ import annotations

from pathlib import Path

from rich.console import Group, RenderableType

from reassure.answers.trade import Option, Trade
from reassure.machine.files import make_folder
from reassure.report.console import Column, Text, TextTable
from reassure.report.wording import latitude_longitude, percent_down
from reassure.words.bands import bands_in_words
from reassure.words.rounding import nearest, signed

__all__ = ["FILES", "trade_text", "write_trade"]

FILES = ("trade.json", "trade.csv", "trade.png", "trade.svg")
_MOST_ROWS = 24
"""Rows of the front that are printed: a screen."""


def trade_text(trade: Trade) -> RenderableType:
    """The sentence, the front of the compromise, and what is planned."""
    raid = "one missile at a time" if trade.raid == 1 else f"a raid of {trade.raid} missiles"
    head = f"{trade.protect} protected against {trade.missile} ({raid}), beside the least margin to the force"
    front = trade.front
    parts: list[RenderableType] = [
        Text(trade.title, style="bold"),
        Text(head),
        Text(_sentence(trade)),
        Text(),
        _table("On the front: nothing protects more without coming nearer", front[:_MOST_ROWS]),
    ]
    if len(front) > _MOST_ROWS:
        parts.append(Text(f"... and {len(front) - _MOST_ROWS} more in the files", style="dim"))
    if trade.planned:
        parts.append(_table("As planned", trade.planned))
    parts += [Text(line) for line in bands_in_words(trade.heights)]
    return Group(*parts)


def _sentence(trade: Trade) -> str:
    best = trade.best_out_of_reach()
    most = max((o.protected_share for o in trade.options), default=0.0)
    if best is None:
        return f"Nothing that protects any of it leaves every flight out of reach; at most {percent_down(most)} could be protected."
    at = latitude_longitude([best.latitude_deg, best.longitude_deg])
    margin = (
        "no arc meets any flight"
        if best.least_margin_km_s is None
        else f"a margin of {signed(best.least_margin_km_s)} km/s"
    )
    return (
        f"With every flight out of the ideal interceptor's reach, {percent_down(best.protected_share)} could be protected: "
        f"{best.interceptor} ({best.burnout_speed_km_s:g} km/s) at {at}, {margin}. Without that condition: {percent_down(most)}."
    )


def _table(title: str, options: tuple[Option, ...]) -> TextTable:
    words = ("Deployment", "Place", "Interceptor")
    numbers = ("Delay s", "Number", "Protected", "Margin km/s", "Engaged", "Proved")
    table = TextTable(
        *(Column(head) for head in words),
        *(Column(head, right=True) for head in numbers),
        title=title,
    )
    for o in options:
        table.add(
            o.planned or "",
            latitude_longitude([o.latitude_deg, o.longitude_deg]),
            f"{o.interceptor} {o.burnout_speed_km_s:g}",
            _launch(o),
            str(o.interceptors),
            percent_down(o.protected_share),
            "no arc" if o.least_margin_km_s is None else signed(o.least_margin_km_s),
            str(o.flights_engaged),
            _proved(o),
        )
    return table


def _proved(o: Option) -> str:
    """What stands under "Proved": "yes" and "no" where a proof was looked for, else why none was."""
    if o.certified is not None:
        return "yes" if o.certified else "no"
    reached = o.least_margin_km_s is not None and o.least_margin_km_s <= 0.0
    return "in reach" if reached else "not tried"


def write_trade(trade: Trade, folder: Path) -> list[Path]:
    """Write all FILES into a folder, the numbers first, and return their paths. Raises OutputError.
    The folder is made where it is missing.
    """
    make_folder(folder)
    paths = [folder / name for name in FILES]
    trade.write_json(paths[0])
    trade.write_csv(paths[1])
    from reassure.report.plots.engine import save
    from reassure.report.plots.trade import trade_figure

    save(paths[2:], lambda: trade_figure(trade))
    return paths


def _launch(option: Option) -> str:
    """When it is launched: after a delay (s), or on what sensors see, under a scheme or none."""
    if option.launch_delay_s is not None:
        return nearest(option.launch_delay_s)
    return f"sensed, {option.scheme}" if option.scheme else "sensed"
