"""Teams: several people of one organisation or place, the rounds they answer, and what comes of them."""
