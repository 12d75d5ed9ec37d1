"""The bot as real processes over real HTTP: killed, stopped, cut off from its database and from Telegram."""
