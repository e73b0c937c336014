"""The kiosk: the program on the machine that citizens touch."""
