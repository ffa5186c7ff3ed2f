"""What can reach what, ideally and by flyouts."""
