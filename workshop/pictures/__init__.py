"""Pictures of the staff's own: read with care, kept once, never changed."""
