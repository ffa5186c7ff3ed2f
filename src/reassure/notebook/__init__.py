"""What a notebook shows: figures of a result, and the report in a frame."""
