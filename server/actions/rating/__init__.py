"""What people do about satisfaction: design forms, answer them once per visit, read what it comes to."""
