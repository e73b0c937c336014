"""Every text in both languages: all catalogues of all rooms, and no words outside them."""
