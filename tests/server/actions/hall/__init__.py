"""The day in the hall: numbers are issued, called and served, counters open and close."""
