"""The kinds of questions: a module for each, and the one table that knows them all.

A new kind is a new module here with a subclass of `kind.Kind`, its member of QuestionKind, its line in KINDS and its
tests; the builder's form, the phone's page, the receipt and the rules then know it.
"""

from workshop.surveys.kinds.kind import Kind
from workshop.surveys.kinds.long_text import LongText
from workshop.surveys.kinds.multiple import Multiple
from workshop.surveys.kinds.scale import Scale
from workshop.surveys.kinds.single import Single
from workshop.surveys.models import QuestionKind

KINDS: dict[QuestionKind, Kind] = {kind.kind: kind for kind in (Single(), Multiple(), Scale(), LongText())}
