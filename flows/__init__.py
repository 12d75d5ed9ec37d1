"""How the conversation goes: the machine, the pure step, what typed words mean. No Telegram, database or clock."""
