"""How well a radar's looks fix a free flight: arcs with partial derivatives, looks, least squares."""
