"""The counter: the page a clerk works with."""
