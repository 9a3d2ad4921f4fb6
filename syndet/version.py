"""The version, on the ground floor, so that a result can carry it and the build can read it."""

__version__ = "0.1.0"
