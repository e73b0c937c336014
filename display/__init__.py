"""The display: the screens and the voice of the hall."""
