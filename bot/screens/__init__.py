"""From a saved conversation to a screen. Pure: the same conversation always gives the same screen."""
