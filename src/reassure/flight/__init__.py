"""What flies: ballistic arcs (Kepler, Lambert) and families of flights. Arrays in, arrays out, SI."""
