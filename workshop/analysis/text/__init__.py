"""What texts say: their languages and words, suggestions for coding them, what they have in common."""

from workshop.analysis.text.coder import Coder, Example, Suggestion
from workshop.analysis.text.groups import Group, gather, quotes
from workshop.analysis.text.said import Said
from workshop.analysis.text.terms import Term, frequent_terms
from workshop.vocabulary.frames import Card, Frame, built_in_frames

__all__ = [
    "Card",
    "Coder",
    "Example",
    "Frame",
    "Group",
    "Said",
    "Suggestion",
    "Term",
    "built_in_frames",
    "frequent_terms",
    "gather",
    "quotes",
]
