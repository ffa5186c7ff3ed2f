"""A site of files: pages that any web host or USB stick can carry, with nothing to fetch from anywhere."""
