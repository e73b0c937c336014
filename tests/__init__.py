"""The tests: sentences about what the product does."""
