"""When sensors see a flight, and have tracked it."""
