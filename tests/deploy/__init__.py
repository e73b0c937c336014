"""Tests of what is deployed: launchers, units, backups."""
