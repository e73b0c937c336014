"""The voice of the hall: clips that are joined to calls, and the tool that makes them."""
