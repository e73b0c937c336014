"""Administration: the pages on which an office is set up, and its people and devices are looked after."""
