"""Who talks: channels, the way in, the way out, screens and words. The only folder that touches the world."""
