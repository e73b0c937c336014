"""Printers: how a kiosk learns what its printer can do, and how a ticket gets onto paper."""
