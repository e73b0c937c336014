"""Stand-ins for what is not ours: lines, printers, screens."""
