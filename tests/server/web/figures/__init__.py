"""Tests of the report page: its pure parts in Node, and the whole of it in a browser."""
