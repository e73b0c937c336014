"""The commands of `dunghen`, one module each."""
