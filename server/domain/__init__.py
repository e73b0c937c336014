"""The rules of the line, pure: no clock, no database, no framework."""
