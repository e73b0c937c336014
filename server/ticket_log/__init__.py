"""Ticket logs: files of ended tickets, of this product or of other machines, read with exact errors."""
