"""The kinds of questions: a module for each, and the one table that knows them all.

A new kind is a new module here with a subclass of `kind.Kind`, its member of QuestionKind, its line in KINDS and its
tests; the builder's form, the phone's page, the receipt and the rules then know it.
"""

from workshop.surveys.kinds.date import Date
from workshop.surveys.kinds.drop_down import DropDown
from workshop.surveys.kinds.grid import Grid
from workshop.surveys.kinds.group import StakeholderGroup
from workshop.surveys.kinds.information import Information
from workshop.surveys.kinds.kind import Kind
from workshop.surveys.kinds.long_text import LongText
from workshop.surveys.kinds.matrix import Matrix
from workshop.surveys.kinds.multiple import Multiple
from workshop.surveys.kinds.municipality import Municipality
from workshop.surveys.kinds.number import Number
from workshop.surveys.kinds.parts import Several
from workshop.surveys.kinds.ranking import Ranking
from workshop.surveys.kinds.scale import Scale
from workshop.surveys.kinds.short_text import ShortText
from workshop.surveys.kinds.single import Single
from workshop.surveys.models import QuestionKind

KINDS: dict[QuestionKind, Kind] = {
    kind.kind: kind
    for kind in (
        Single(),
        Multiple(),
        DropDown(),
        Scale(),
        Matrix(),
        Ranking(),
        ShortText(),
        LongText(),
        Number(),
        Date(),
        Several(),
        Grid(),
        Municipality(),
        StakeholderGroup(),
        Information(),
    )
}
"""In the order in which builders are offered them."""
