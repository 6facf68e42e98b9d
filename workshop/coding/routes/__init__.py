"""The room's doors: frames and their codes, and the page where contributions are coded."""

from workshop.coding.doors import bp
from workshop.coding.routes import contributions, frames

__all__ = ["bp", "contributions", "frames"]
