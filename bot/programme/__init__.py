"""What coordinators get and send outside the chat: lists read in, files written out, letters on their way."""
