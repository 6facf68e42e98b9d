"""What texts say: their languages and words, suggestions for coding them, what they have in common."""

from workshop.analysis.text.coder import Coder, Example, Said, Suggestion
from workshop.vocabulary.frames import Card, Frame, built_in_frames

__all__ = ["Card", "Coder", "Example", "Frame", "Said", "Suggestion", "built_in_frames"]
