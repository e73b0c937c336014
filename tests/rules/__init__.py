"""Tests of the rules that no linter knows."""
