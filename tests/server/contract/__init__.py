"""Tests of the contract between the rooms."""
