"""Notify's policy: whose inbox is whose, what a notice says, who is reminded when."""
