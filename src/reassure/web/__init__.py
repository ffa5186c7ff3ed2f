"""The viewer over HTTP: a scenario with one deployment moved by hand, answered at once."""
