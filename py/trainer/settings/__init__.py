"""Settings: what a run is made from, read and checked."""
