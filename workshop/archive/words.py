"""When archiving comes, in words."""

from flask_babel import ngettext


def after_its_end(months: int) -> str:
    """How long after its end something comes: in years where there are several whole ones."""
    years, rest = divmod(months, 12)
    if years > 1 and not rest:
        return ngettext("%(num)s year after it has ended", "%(num)s years after it has ended", years)
    return ngettext("%(num)s month after it has ended", "%(num)s months after it has ended", months)
