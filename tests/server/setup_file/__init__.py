"""Tests of the set-up file: reading, checking, comparing, writing."""
