"""Tests of the commands of `dunghen`."""
