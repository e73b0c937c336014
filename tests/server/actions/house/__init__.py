"""The house: what it is set up with, who works in it, and which devices stand there."""
