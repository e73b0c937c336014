"""Benchmarks: measured, printed beside a reference from the same run, never asserted."""
