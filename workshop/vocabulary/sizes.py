"""Size classes of municipalities, by inhabitants on 31 December 2022.

There is no official list that fits: the usual statistical classes tell towns apart, and most municipalities here are
small. So the bounds are our own.
"""

from workshop.vocabulary.places import municipality

BOUNDS = (2_000, 5_000, 10_000, 50_000)
"""A class ends below its bound, and the next one begins with it."""
SIZE_CLASSES = ("under_2000", "from_2000", "from_5000", "from_10000", "from_50000")
"""Keys, from the smallest."""


def size_class_of(code: str) -> str:
    """The key of the size class of the municipality `code`. KeyError if unknown."""
    population = municipality(code).population_2022
    return SIZE_CLASSES[sum(population >= bound for bound in BOUNDS)]
