"""Which logins may lead which meetings, as the live screens ask: the same as the pages say."""

import pytest
from flask import Flask

from tests.houses import BYSTANDER, LEADER, ORGANISER, build_house, meeting_of, new_login
from workshop.accounts.actions import end_login
from workshop.accounts.models import Role, User
from workshop.accounts.queries import user_by_email
from workshop.action import action
from workshop.errors import NotFound
from workshop.meetings.models import Meeting
from workshop.meetings.queries import access_meeting, led_by_logins


@action
def _give_role(user: User, role: Role) -> None:
    user.role = role


def may_see(user: User, meeting: Meeting) -> bool:
    try:
        return access_meeting(meeting.code, user) is meeting
    except NotFound:
        return False


@pytest.mark.parametrize("role", Role)
def test_a_login_leads_what_its_user_is_shown(app: Flask, role: Role) -> None:
    house = build_house(app, live=False)
    with app.app_context():
        meetings = {meeting_of(built).id: meeting_of(built) for built in (house.here, house.other)}
        users = {}
        for email in (LEADER, ORGANISER, BYSTANDER):
            user = user_by_email(email)
            _give_role(user, role)
            users[new_login(user)] = user
        seen = {
            (login, id_) for login, user in users.items() for id_, meeting in meetings.items() if may_see(user, meeting)
        }
        assert led_by_logins(users, meetings) == seen
        assert len(seen) == {Role.ADMIN: 6, Role.ORGANISER: 6, Role.FACILITATOR: 2, Role.SCRIBE: 0}[role]


def test_a_login_that_has_ended_leads_nothing(app: Flask) -> None:
    house = build_house(app, live=False)
    with app.app_context():
        meeting, leader = meeting_of(house.here), user_by_email(LEADER)
        ended, other = new_login(leader), new_login(leader)
        end_login(ended)
        assert led_by_logins([ended, other], [meeting.id]) == {(other, meeting.id)}
