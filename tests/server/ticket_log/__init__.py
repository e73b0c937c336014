"""Logs of any machine, read with exact errors."""
