"""The demo: a whole office with people in it, on one machine."""
