"""Answers as text: a file for each question."""
