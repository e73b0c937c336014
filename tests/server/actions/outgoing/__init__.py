"""What goes out of the house: messages to citizens, events to partner systems."""
