"""Boards: prompts as columns, notes, likes; the scribe's block is a board that only the scribe writes on."""
