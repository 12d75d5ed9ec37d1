"""Who talks: channels, the way in, the way out, screens and words. The only folder that touches the world."""

import os

# python-telegram-bot then gives waiting times as timedelta and does not warn at every "429".
os.environ.setdefault("PTB_TIMEDELTA", "true")
