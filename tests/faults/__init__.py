"""Faults on purpose: killed processes, killed servers, lost power, bad lines, races; then the invariants."""
