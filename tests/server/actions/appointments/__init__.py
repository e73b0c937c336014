"""Appointments: slots are held and booked, moved, cancelled and checked in."""
