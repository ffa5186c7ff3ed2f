"""The Earth: constants with their decree, frames, gravity. Arrays in, arrays out, SI, no I/O."""
