"""Outward: messages leave the house through channels, which are plug-ins, outside any transaction."""
