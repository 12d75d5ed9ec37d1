"""What teams get outside the chat: letters on their rounds, and results of several people."""
