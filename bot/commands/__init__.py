"""The coordinators' and operators' commands: the same jobs as in the chat, for the terminal."""
