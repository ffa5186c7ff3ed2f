"""Flyouts of notional vehicles: fans, arrivals, engagement windows, witnesses, footprints. Arrays
in SI.
"""
