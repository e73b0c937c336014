"""Tests of the page of the live hall."""
