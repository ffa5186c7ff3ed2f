"""What comes back: one frozen answer for each question, and its file. Nothing is computed here."""
