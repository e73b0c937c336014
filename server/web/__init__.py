"""The doors: HTTP and sockets, which only translate."""
