"""The papers, and what makes those of them that the code itself tells."""
