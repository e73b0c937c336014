"""The kiosk: its screens, its paper, its printer, and its ways to the server."""
