"""Who may do what, and when: one row for every deed of the live features' doors. Read by test_rights.py."""

from dataclasses import dataclass, field
from enum import StrEnum

from tests.houses import new_key
from workshop.meetings.models import State


class Role(StrEnum):
    ANONYMOUS = "anonymous"
    STRANGER = "guest of another meeting"
    GUEST = "guest"
    BYSTANDER = "facilitator who does not lead it"
    LEADER = "leader"
    ORGANISER = "organiser"


OUTSIDE = {Role.ANONYMOUS, Role.STRANGER, Role.GUEST}
"""Those who are not logged in."""


class Door(StrEnum):
    LED = "for those who lead the meeting"
    MAIL = "for organisers among them, who send letters"
    STAFF = "for all of the staff"
    ORGANISERS = "for organisers"
    GUESTS = "for those who have joined"
    OPEN = "for everybody"


TO_LOGIN, TO_THE_DOOR, FORBIDDEN, HIDDEN = 302, 303, 403, 404

ALWAYS = "200 200 200 200 200"
DONE_ALWAYS = "303 303 303 303 303"
EDIT = "303 303 409 409 409"
LEAD = "409 409 303 409 409"
BUILD = "303 303 303 409 409"
MODERATE = "409 409 303 303 303"
CONTRIBUTE = SCRIBE = "409 409 303 303 409"
COME = "409 303 303 303 409"
JOIN = "404 {0} {0} {0} 404"
"""What those get who may, in draft, open, live, afterwards, closed."""


@dataclass(frozen=True)
class Row:
    endpoint: str
    method: str
    path: str
    door: Door
    told: str
    form: dict[str, str] = field(default_factory=dict)
    guest_told: str = ""
    """What a participant gets instead, at doors that are open to all."""

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"

    def expected(self, role: Role, state: State) -> int:
        """The status that the role gets in the state."""
        if self.door in (Door.LED, Door.MAIL, Door.STAFF, Door.ORGANISERS) and role in OUTSIDE:
            return TO_LOGIN
        if self.door in (Door.LED, Door.MAIL) and role is Role.BYSTANDER:
            return HIDDEN
        if self.door in (Door.MAIL, Door.ORGANISERS) and role is not Role.ORGANISER:
            return FORBIDDEN
        if self.door is Door.GUESTS and role is not Role.GUEST:
            return TO_THE_DOOR
        told = self.guest_told if self.guest_told and role is Role.GUEST else self.told
        return int(told.split()[list(State).index(state)])

    def address(self, names: dict[str, object]) -> str:
        return self.path.format(**names)

    def filled(self, names: dict[str, object]) -> dict[str, str]:
        """The form, with the numbers of what stands in the house."""
        return {field.format(**names): value.format(**names) for field, value in self.form.items()}


def led(endpoint: str, method: str, path: str, told: str, **form: str) -> Row:
    return Row(
        endpoint, method, "/meetings/{code}" + path, Door.LED, told, {k.replace("_", "-"): form[k] for k in form}
    )


def coding(endpoint: str, method: str, path: str, told: str, **form: str) -> Row:
    return Row(endpoint, method, "/rounds/values/coding" + path, Door.LED, told, form)


def joined(endpoint: str, method: str, path: str, told: str, **form: str) -> Row:
    return Row(endpoint, method, "/j/{code}" + path, Door.GUESTS, told, form)


FACTS = {
    "title-fi": "Uusi otsikko", "event_type": "other", "day": "2022-02-01", "starts": "13:00", "ends": "15:00",
    "area": "", "languages": "fi", "afterwards_days": "7",
}  # fmt: skip
FROM_TEMPLATE = {**FACTS, "template": "strategy", "title": "Uusi tilaisuus", "event_type": ""}
_SURVEY = "/exercises/{survey}/survey"
_NEW = "/rounds/values/meetings/new"

TABLE = [
    Row("meetings.index", "GET", "/meetings", Door.STAFF, ALWAYS),
    Row("meetings.round_page", "GET", "/rounds/values", Door.STAFF, ALWAYS),
    Row("meetings.new", "GET", _NEW, Door.STAFF, ALWAYS),
    Row("meetings.new", "POST", _NEW, Door.STAFF, DONE_ALWAYS, FACTS),
    led("meetings.plan", "GET", "", ALWAYS),
    led("meetings.edit", "GET", "/edit", "200 200 409 409 409"),
    Row("meetings.edit", "POST", "/meetings/{code}/edit", Door.LED, EDIT, FACTS),
    Row("meetings.recording", "POST", "/meetings/{code}/recording", Door.LED, DONE_ALWAYS, {"recording_url": ""}),
    Row("meetings.heads", "POST", "/meetings/{code}/heads", Door.LED, MODERATE, {"heads": "24"}),
    led("meetings.leaders", "GET", "/leaders", ALWAYS),
    led("meetings.leaders", "POST", "/leaders", DONE_ALWAYS, email="bystander@example.org"),
    led("meetings.remove_leader", "POST", "/leaders/{leader}/remove", DONE_ALWAYS),
    led("meetings.change_state", "POST", "/open", "303 409 409 409 409"),
    led("meetings.change_state", "POST", "/draft", "409 303 409 409 409"),
    led("meetings.change_state", "POST", "/live", "409 303 409 409 409"),
    led("meetings.change_state", "POST", "/end", "409 409 303 409 409"),
    led("meetings.change_state", "POST", "/close", "409 409 409 303 409"),
    led("meetings.add_exercise", "POST", "/exercises", EDIT, kind="board", title_fi="Uusi"),
    led("meetings.edit_exercise", "GET", "/exercises/{board}/edit", ALWAYS),
    led("meetings.edit_exercise", "POST", "/exercises/{board}/edit", EDIT, title_fi="Uusi"),
    led("meetings.arrange_exercise", "POST", "/exercises/{survey}/earlier", EDIT),
    led("meetings.arrange_exercise", "POST", "/exercises/{survey}/later", EDIT),
    led("meetings.arrange_exercise", "POST", "/exercises/{survey}/remove", EDIT),
    led("meetings.deeds", "GET", "/deeds", ALWAYS),
    led("meetings.qr", "GET", "/qr.svg", ALWAYS),
    led("boards.columns", "GET", "/exercises/{board}/board", ALWAYS),
    led("boards.add_prompt", "POST", "/exercises/{board}/board", EDIT, text_fi="Uusi", topic="values"),
    led("boards.edit_prompt", "GET", "/prompts/{prompt}", ALWAYS),
    led("boards.edit_prompt", "POST", "/prompts/{prompt}", EDIT, text_fi="Uusi", topic="values"),
    led("boards.arrange_prompt", "POST", "/prompts/{prompt}/earlier", EDIT),
    led("boards.arrange_prompt", "POST", "/prompts/{prompt}/later", EDIT),
    led("boards.arrange_prompt", "POST", "/prompts/{prompt}/remove", EDIT),
    led("boards.rules", "GET", "/exercises/{board}/rules", ALWAYS),
    Row("boards.rules", "POST", "/meetings/{code}/exercises/{board}/rules", Door.LED, DONE_ALWAYS,
        {"marking": "votes", "votes_each": "3", "showing": "at_once"}),
    led("boards.led_note", "GET", "/notes/{note}", ALWAYS),
    led("boards.moderate", "POST", "/notes/{note}/hide", MODERATE),
    led("boards.moderate", "POST", "/notes/{note}/show", MODERATE),
    led("boards.moderate", "POST", "/notes/{note}/unstack", MODERATE),
    led("boards.moderate", "POST", "/notes/{note}/dismiss", MODERATE),
    led("boards.place_note", "POST", "/notes/{note}/place", MODERATE, prompt="{prompt}"),
    led("boards.stack_note", "POST", "/notes/{note}/stack", MODERATE, onto="{other}"),
    led("boards.edit_scribed", "POST", "/notes/{scribed}/edit", SCRIBE, edition="0", text="Toisin sanottu"),
    led("boards.remove_scribed", "POST", "/notes/{scribed}/remove", SCRIBE),
    Row("boards.add_led_comment", "POST", "/meetings/{code}/notes/{note}/comments", Door.LED, SCRIBE,
        {"text": "Kommentti", "client_key": new_key()}),
    led("boards.moderate_comment", "POST", "/notes/{note}/comments/{comment}/hide", MODERATE),
    led("boards.moderate_comment", "POST", "/notes/{note}/comments/{comment}/show", MODERATE),
    led("boards.let_see", "POST", "/exercises/{block}/approve", MODERATE),
    led("boards.let_see", "POST", "/exercises/{veiled}/reveal", LEAD),
    led("boards.alike", "GET", "/exercises/{board}/alike", ALWAYS),
    Row("boards.scribe", "POST", "/meetings/{code}/prompts/{said}/scribe", Door.LED, SCRIBE,
        {"text": "Sanottu", "client_key": new_key()}),
    led("statements.builder", "GET", "/exercises/{vote}/statements", ALWAYS),
    led("statements.add", "POST", "/exercises/{vote}/statements", BUILD, text_fi="Uusi"),
    led("statements.edit", "GET", "/statements/{statement}", ALWAYS),
    led("statements.edit", "POST", "/statements/{statement}", EDIT, text_fi="Uusi"),
    led("statements.arrange", "POST", "/statements/{statement}/earlier", EDIT),
    led("statements.arrange", "POST", "/statements/{statement}/later", EDIT),
    led("statements.arrange", "POST", "/statements/{statement}/remove", EDIT),
    led("statements.notes", "GET", "/exercises/{vote}/statements/notes", ALWAYS),
    led("statements.notes", "POST", "/exercises/{vote}/statements/notes", BUILD, note="{note}"),
    led("statements.rules", "GET", "/exercises/{vote}/statements/rules", ALWAYS),
    led("statements.rules", "POST", "/exercises/{vote}/statements/rules", DONE_ALWAYS, adding="at_once"),
    led("statements.moderate", "POST", "/statements/{statement}/hide", MODERATE),
    led("statements.moderate", "POST", "/statements/{statement}/show", MODERATE),
    led("statements.results", "POST", "/exercises/{vote}/statements/open", MODERATE),
    led("statements.results", "POST", "/exercises/{vote}/statements/close", MODERATE),
    led("surveys.builder", "GET", f"{_SURVEY}", ALWAYS),
    led("surveys.rules", "GET", f"{_SURVEY}/rules", ALWAYS),
    Row("surveys.rules", "POST", f"/meetings/{{code}}{_SURVEY}/rules", Door.LED, DONE_ALWAYS,
        {"by_link": "y", "anonymous": "y"}),
    led("surveys.preview", "GET", f"{_SURVEY}/preview", ALWAYS),
    led("surveys.add_question", "GET", f"{_SURVEY}/long_text", "200 200 409 409 409"),
    led("surveys.add_question", "POST", f"{_SURVEY}/long_text", EDIT, text_fi="Uusi", topic="values"),
    led("surveys.edit_question", "GET", "/questions/{asked}", ALWAYS),
    # from then on only slips are mended, and this is none
    led("surveys.edit_question", "POST", "/questions/{asked}", "303 303 422 422 422", text_fi="Uusi", topic="values"),
    led("surveys.arrange_question", "POST", "/questions/{asked}/remove", EDIT),
    led("surveys.arrange_question", "POST", "/questions/{asked}/earlier", EDIT),
    led("surveys.arrange_question", "POST", "/questions/{asked}/later", EDIT),
    led("surveys.arrange_question", "POST", "/questions/{asked}/break", EDIT),
    led("surveys.arrange_question", "POST", "/questions/{asked}/join", EDIT),
    led("surveys.arrange_question", "POST", "/questions/{asked}/duplicate", EDIT),
    led("surveys.move_question", "POST", "/questions/{asked}/page", EDIT, page="1"),
    led("surveys.preview_phone", "GET", f"{_SURVEY}/preview/phone", ALWAYS),
    led("surveys.preview_phone", "POST", f"{_SURVEY}/preview/phone", ALWAYS),
    led("surveys.printout", "GET", f"{_SURVEY}/print", ALWAYS),
    led("surveys.share", "GET", f"{_SURVEY}/share", ALWAYS),
    led("surveys.survey_qr", "GET", f"{_SURVEY}/qr.svg", ALWAYS),
    led("surveys.invitees", "GET", f"{_SURVEY}/invitees", ALWAYS),
    led("surveys.invitees", "POST", f"{_SURVEY}/invitees", ALWAYS, text="uusi@example.org"),
    led("surveys.letter", "GET", f"{_SURVEY}/letters/invitation", ALWAYS),
    led("surveys.letter", "GET", f"{_SURVEY}/letters/reminder", ALWAYS),
    Row("surveys.letter", "POST", f"/meetings/{{code}}{_SURVEY}/letters/invitation", Door.MAIL, COME, {"seen": "0"}),
    Row("surveys.letter", "POST", f"/meetings/{{code}}{_SURVEY}/letters/reminder", Door.MAIL, COME, {"seen": "0"}),
    led("surveys.paper", "GET", f"{_SURVEY}/paper", "409 409 200 200 409"),
    Row("surveys.paper", "POST", f"/meetings/{{code}}{_SURVEY}/paper", Door.LED, SCRIBE,
        {"written_in": "fi", "municipality": "", "client_key": new_key(), "q{asked}": "a"}),
    led("surveys.paper", "GET", "/exercises/{linked}/survey/paper", "409 200 200 200 409"),
    joined("surveys.form", "GET", "/surveys/{survey}", ALWAYS),
    Row("surveys.send", "POST", "/j/{code}/surveys/{survey}", Door.GUESTS, CONTRIBUTE,
        {"client_key": new_key(), "q{asked}": "a"}),
    Row("surveys.send", "POST", "/j/{code}/surveys/{linked}", Door.GUESTS, COME, {"client_key": new_key()}),
    joined("surveys.receipt", "GET", "/surveys/{survey}/receipt", DONE_ALWAYS),
    Row("surveys.by_link", "GET", "/j/{code}/s/{linked}", Door.OPEN, JOIN.format(302)),
    Row("surveys.by_link", "GET", "/j/{code}/s/{survey}", Door.OPEN, "404 404 404 404 404"),
    Row("surveys.invited", "GET", "/j/{code}/i/{token}", Door.OPEN, ALWAYS),
    Row("surveys.come_in", "POST", "/j/{code}/i/{token}", Door.OPEN, COME),
    led("screens.desk", "GET", "/desk", ALWAYS),
    led("screens.wall", "GET", "/wall", ALWAYS),
    led("screens.wall_part", "GET", "/wall/part", ALWAYS),
    led("screens.show_on_wall", "POST", "/wall", LEAD, shows="results"),
    led("screens.changes", "GET", "/changes", ALWAYS),
    led("screens.move", "POST", "/path", LEAD, position="2"),
    led("screens.lock", "POST", "/exercises/{board}/lock", LEAD),
    led("screens.lock", "POST", "/exercises/{board}/unlock", LEAD),
    led("screens.timer", "POST", "/exercises/{board}/timer/start", LEAD, minutes="3"),
    led("screens.timer", "POST", "/exercises/{board}/timer/extend", LEAD, seconds="60"),
    led("screens.timer", "POST", "/exercises/{board}/timer/stop", LEAD),
    led("screens.pace", "POST", "/pace/together", "303 303 303 409 409"),
    led("screens.pace", "POST", "/pace/own", "303 303 303 409 409"),
    led("screens.lower_hands", "POST", "/hands/lower", LEAD),
    led("screens.undo", "POST", "/deeds/{deed}/undo", MODERATE),
    led("results.page", "GET", "/results", ALWAYS),
    led("results.part", "GET", "/results/part", ALWAYS),
    led("results.figures", "GET", "/results/figures", ALWAYS),
    led("results.table", "GET", "/results/table?chart=prompts", ALWAYS),
    led("results.notes", "GET", "/results/notes", ALWAYS),
    led("results.survey", "GET", "/surveys/{survey}/results", ALWAYS),
    led("results.survey_part", "GET", "/surveys/{survey}/results/part", ALWAYS),
    led("results.survey_figures", "GET", "/surveys/{survey}/results/figures", ALWAYS),
    led("results.survey_table", "GET", "/surveys/{survey}/results/table?chart=respondents", "404 404 404 404 404"),
    joined("results.shown", "GET", "/surveys/{survey}/results", "404 404 404 404 404"),
    Row("dashboard.page", "GET", "/rounds/values/dashboard", Door.STAFF, ALWAYS),
    Row("dashboard.figures", "GET", "/rounds/values/dashboard/figures", Door.STAFF, ALWAYS),
    Row("dashboard.table", "GET", "/rounds/values/dashboard/table?chart=group", Door.STAFF, ALWAYS),
    Row("dashboard.notes", "GET", "/rounds/values/dashboard/notes", Door.ORGANISERS, ALWAYS),
    led("exchange.notes", "GET", "/notes.xlsx", ALWAYS),
    led("exchange.answers", "GET", "/surveys/{survey}/answers.xlsx", ALWAYS),
    led("exchange.meeting", "GET", "/all.zip", ALWAYS),
    Row("exchange.round_", "GET", "/rounds/values/all.json", Door.ORGANISERS, ALWAYS),
    led("plans.use_template", "POST", "/templates/strategy", EDIT),
    led("plans.bank", "GET", "/exercises/{survey}/survey/bank", "200 200 409 409 409"),
    led("plans.bank", "POST", "/exercises/{survey}/survey/bank", EDIT, pick="strategy_values"),
    led("plans.copy", "POST", "/copy", DONE_ALWAYS),
    led("plans.calendar", "GET", "/invitation.ics", ALWAYS),
    Row("plans.from_template", "GET", "/rounds/values/templates", Door.STAFF, ALWAYS),
    Row("plans.from_template", "POST", "/rounds/values/templates", Door.STAFF, DONE_ALWAYS, FROM_TEMPLATE),
    coding("coding.index", "GET", "", ALWAYS),
    coding("coding.index", "POST", "", DONE_ALWAYS, kind="ladder"),
    coding("coding.page", "GET", "/{frame}", ALWAYS),
    coding("coding.code", "POST", "/{frame}", DONE_ALWAYS, give="for_people", pick="n{note}"),
    coding("coding.undo", "POST", "/{frame}/undo", DONE_ALWAYS),
    coding("coding.theme", "POST", "/{frame}/theme", DONE_ALWAYS, theme="for_people", margin="0"),
    coding("coding.suggest", "POST", "/{frame}/suggest", DONE_ALWAYS),
    coding("coding.history", "GET", "/{frame}/history", ALWAYS),
    coding("coding.agreed", "GET", "/{frame}/agreement", ALWAYS),
    coding("coding.codes", "GET", "/{frame}/codes", ALWAYS),
    Row("coding.codes", "POST", "/rounds/values/coding/{frame}/codes", Door.LED, DONE_ALWAYS, {"name-fi": "Uusi"}),
    coding("coding.edit_code", "GET", "/{frame}/codes/{theme}", ALWAYS),
    Row("coding.edit_code", "POST", "/rounds/values/coding/{frame}/codes/{theme}", Door.LED, DONE_ALWAYS,
        {"name-fi": "Uusi"}),
    coding("coding.arrange_code", "POST", "/{frame}/codes/{theme}/earlier", DONE_ALWAYS),
    coding("coding.arrange_code", "POST", "/{frame}/codes/{theme}/later", DONE_ALWAYS),
    coding("coding.arrange_code", "POST", "/{frame}/codes/{theme}/remove", DONE_ALWAYS),
    coding("coding.merge_code", "POST", "/{frame}/codes/{theme}/merge", DONE_ALWAYS, into="{into}"),
    Row("coding.rename", "POST", "/rounds/values/coding/{frame}/name", Door.LED, DONE_ALWAYS,
        {"frame-name-fi": "Uusi"}),
    coding("coding.remove", "POST", "/{frame}/remove", DONE_ALWAYS),
    joined("participants.here", "GET", "/here", "200 200 302 200 200"),
    joined("participants.changes", "GET", "/changes", ALWAYS),
    joined("boards.board", "GET", "/boards/{board}", ALWAYS),
    Row("boards.write_note", "POST", "/j/{code}/prompts/{prompt}/notes", Door.GUESTS, CONTRIBUTE,
        {"text": "Ajatus", "client_key": new_key()}),
    joined("boards.note", "GET", "/notes/{note}", ALWAYS),
    joined("boards.like_note", "POST", "/notes/{note}/like", CONTRIBUTE, likes="1"),
    joined("boards.cast_votes", "POST", "/notes/{ballot}/votes", CONTRIBUTE, count="1"),
    joined("boards.report_note", "POST", "/notes/{note}/report", DONE_ALWAYS),
    joined("boards.edit_note", "POST", "/notes/{note}/edit", CONTRIBUTE, edition="0", text="Toisin"),
    joined("boards.remove_note", "POST", "/notes/{note}/remove", CONTRIBUTE),
    Row("boards.add_comment", "POST", "/j/{code}/notes/{note}/comments", Door.GUESTS, CONTRIBUTE,
        {"text": "Kommentti", "client_key": new_key()}),
    joined("boards.remove_comment", "POST", "/notes/{note}/comments/{comment}/remove", CONTRIBUTE),
    joined("statements.vote", "GET", "/statements/{vote}", ALWAYS),
    joined("statements.give", "POST", "/statements/{vote}/{statement}", CONTRIBUTE, stance="agree"),
    Row("statements.suggest", "POST", "/j/{code}/statements/{vote}/add", Door.GUESTS, CONTRIBUTE,
        {"text": "Oma väittämä", "client_key": new_key()}),
    joined("participants.signal", "POST", "/hand", CONTRIBUTE, on="1"),
    joined("participants.signal", "POST", "/ready", CONTRIBUTE, on="1"),
    Row("participants.find", "GET", "/join?code={code}", Door.OPEN, JOIN.format(302)),
    Row("participants.door", "GET", "/j/{code}", Door.OPEN, JOIN.format(200), guest_told="302 302 302 302 302"),
    Row("participants.privacy", "GET", "/j/{code}/privacy", Door.OPEN, JOIN.format(200), guest_told=ALWAYS),
    Row("participants.tag", "GET", "/j/{code}/tag", Door.OPEN, JOIN.format(200)),
    Row("participants.tag", "POST", "/j/{code}/tag", Door.OPEN, JOIN.format(303), {"municipality": ""}),
]  # fmt: skip
