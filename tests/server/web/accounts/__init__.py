"""Tests of the pages of accounts, of signing in, and of the first run."""
