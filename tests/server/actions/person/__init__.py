"""What somebody may ask for of what is kept of them."""
