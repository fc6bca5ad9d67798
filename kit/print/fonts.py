"""The fonts that forms are printed in."""


class MissingGlyphs(ValueError):
    """A text has characters that no font of ours can draw; nothing is printed rather than printed with gaps."""
