"""Tests of server/demo."""
