"""Figures: kept up to the latest event, made anew, asked for, and brought in from elsewhere."""
