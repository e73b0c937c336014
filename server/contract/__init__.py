"""What the rooms say to each other: messages, events, and a client to say them with."""
