"""Answers as one HTML file, and as a frame in a notebook."""
