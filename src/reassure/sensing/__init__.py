"""What sees a flight and when: radars, horizon, infrared, and the timeline to a launch. SI, arrays."""
