"""The server: it issues the numbers, keeps the line, and remembers everything that happened."""
