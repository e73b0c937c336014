"""A simulated month of bookings and walk-ins, with accounts of its own in plain Python."""
