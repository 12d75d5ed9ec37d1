"""The doors to the world outside: Telegram by polling or webhook, and a terminal."""
