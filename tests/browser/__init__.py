"""The web page as people use it: Debian's Chromium against a whole embedded house."""
