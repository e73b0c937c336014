"""What somebody may ask for of what is kept of them: to see it, and to have it erased."""
