"""What treaties count and limit."""
