"""Draws a procedure from its table: as a picture (SVG), as Mermaid text, and as the table itself in Markdown."""

from kit.procedure.diagram.svg import as_svg
from kit.procedure.diagram.text import as_mermaid, as_table

__all__ = ["as_mermaid", "as_svg", "as_table"]
