"""A hold sends what was made by itself or by who may approve, to whom an organiser chose; a stop outlives versions."""

from datetime import timedelta

import pytest
from flask import Flask

from tests.digests.scene import approve_and_post, meeting_now, organiser, simple_meeting, staff, subscribe
from workshop import clock
from workshop.accounts.models import Role
from workshop.digests.actions import approve_digest, make_digest, make_first_digest
from workshop.digests.due import Course, Stage, course_of
from workshop.digests.editing import save_edits
from workshop.digests.edits import Edits
from workshop.digests.files import Printing, printing
from workshop.digests.letters import write_letter
from workshop.digests.models import Recipients
from workshop.digests.posting import approve_held, choose_hold, send_now, stop_digest
from workshop.errors import NotNow

HOUR = timedelta(hours=1)


def test_what_was_stopped_stays_stopped_in_the_next_version(app: Flask) -> None:
    with app.app_context():
        first = make_first_digest(simple_meeting(), "fi")
        choose_hold(meeting_now(), 1, organiser())
        stop_digest(first)
        edited = save_edits(first, 0, Edits("Johdanto"), organiser())
        again = make_digest(meeting_now(), "fi", organiser())
        assert [course_of(one) for one in (edited, again)] == [Course(Stage.STOPPED)] * 2


def test_what_somebody_wrote_who_may_not_approve_is_read_first(app: Flask) -> None:
    with app.app_context():
        first = make_first_digest(simple_meeting(), "fi")
        choose_hold(meeting_now(), 1, organiser())
        edited = save_edits(first, 0, Edits("Johdanto"), staff("helper", Role.FACILITATOR))
        assert course_of(edited) == Course(Stage.TO_APPROVE)
        by_organiser = save_edits(edited, 0, Edits("Toinen"), organiser())
        assert course_of(by_organiser).stage is Stage.HELD


def test_a_hold_sends_to_those_to_whom_the_version_before_went(app: Flask) -> None:
    with app.app_context():
        meeting = simple_meeting()
        subscribe(meeting, "a@example.fi", "fi")
        approve_digest(make_first_digest(meeting, "fi"), organiser(), Recipients.PRESENT)
        choose_hold(meeting_now(), 1, organiser())
        again = make_digest(meeting_now(), "fi", organiser())
        with clock.at(clock.now() + 2 * HOUR):
            approve_held(again)
        assert again.sent_to is Recipients.PRESENT


def test_an_old_digest_has_its_pdf_printed_when_it_is_approved(app: Flask) -> None:
    with app.app_context():
        digest = make_first_digest(simple_meeting(), "fi")
        with clock.at(clock.now() + timedelta(days=20)):
            assert printing(digest)["pdf"] is Printing.ON_DEMAND
            approve_digest(digest, organiser())
            assert printing(digest)["pdf"] is Printing.WAITING
            assert printing(digest)["pptx"] is Printing.ON_DEMAND


def test_a_version_that_was_replaced_is_not_sent_now(app: Flask) -> None:
    with app.app_context():
        meeting = simple_meeting()
        old = make_first_digest(meeting, "fi")
        approve_digest(old, organiser(), leaves_at=clock.now() + HOUR)
        approve_digest(make_digest(meeting_now(), "fi"), organiser())
        with pytest.raises(NotNow):
            send_now(old, organiser())


def test_only_who_got_an_earlier_version_reads_of_a_supplement(app: Flask) -> None:
    with app.app_context():
        approve_and_post(make_first_digest(simple_meeting(), "fi"), Recipients.PRESENT)
        made = make_digest(meeting_now(), "fi")
        told = ["täydennetty" in write_letter(made, is_invited).text for is_invited in (False, True)]
        assert told == [True, False]
