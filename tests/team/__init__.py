"""Teams: inviting, closing, meeting, agreeing, and the attacks a small group has to stand."""
