"""How the conversation goes: the machine, the pure step, typed words. No Telegram, no database, no clock."""
