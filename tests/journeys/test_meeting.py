"""The main job, whole: from the first click to the mailed digest, on three screens at once."""

import re
from email.message import EmailMessage

from playwright.sync_api import Page, expect

from tests.journeys.conftest import DESK, PHONE, WALL, OpenPage
from tests.journeys.served import Served

QUESTION = "What should the county hold on to?"
NOTE = "A person who answers the telephone"


POST_WITHOUT_LEAVING = """() => addEventListener("submit", (event) => {
    event.preventDefault();
    fetch(event.target.action, { method: "POST", body: new FormData(event.target), redirect: "manual" });
})"""
"""An answer that takes long: the page hears of what it did before the answer leads it on."""
WHERE_NEWS_OF_THE_END_LEAD = """async () => {
    const stage = document.querySelector("koonti-stage");
    while (stage.meeting().state === "live") await new Promise((go) => setTimeout(go, 10));
    return sessionStorage.getItem("koonti moved");
}"""


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def make_account(desk: Page, served: Served) -> None:
    desk.goto(served.link("first-admin"))
    desk.get_by_label("Name").fill("Olga Organiser")
    desk.get_by_label(re.compile("mail", re.I)).fill("olga@county.example")
    desk.get_by_label("Password", exact=True).fill("quiet birch by the lake 7")
    press(desk, "Make the account")


def make_round(desk: Page, url: str) -> None:
    desk.goto(f"{url}/rounds/new")
    desk.get_by_role("group", name="Title").get_by_label("English").fill("The strategy round")
    desk.get_by_label("Wellbeing services county").select_option("19")
    desk.get_by_label("Short name in addresses").fill("strategy")
    press(desk, "Make the round")


def make_meeting(desk: Page, url: str) -> str:
    """Plan a meeting with a board and a survey; answers its code."""
    desk.goto(f"{url}/rounds/strategy/meetings/new")
    desk.get_by_role("group", name="Title").get_by_label("English").fill("Values of the county")
    desk.get_by_role("group", name="Who meets").get_by_label("English").fill("Open meeting in Oulu")
    desk.get_by_label("Date").fill("2026-12-01")
    desk.get_by_label("Begins").fill("13:00")
    desk.get_by_label("Ends", exact=True).fill("15:30")
    desk.get_by_label("Suomi").last.uncheck()
    desk.get_by_role("group", name="Languages of the meeting").get_by_label("English").check()
    press(desk, "Save")
    code = desk.url.rsplit("/", 1)[1]
    add_exercise(desk, "Board", "What matters")
    desk.get_by_role("group", name="Question", exact=True).get_by_label("English").fill(QUESTION)
    desk.get_by_label("Topic").select_option("values")
    press(desk, "Add a question")
    expect(desk.locator("main strong")).to_have_text(QUESTION)
    desk.goto(f"{url}/meetings/{code}")
    add_exercise(desk, "Survey", "How it goes")
    desk.get_by_role("link", name=re.compile("Scale")).click()
    desk.get_by_role("group", name="Question", exact=True).get_by_label("English").fill("Care is near")
    desk.get_by_role("group", name="What the lowest step, 1, means").get_by_label("English").fill("not at all")
    desk.get_by_role("group", name="What the highest step means").get_by_label("English").fill("very much")
    desk.get_by_label("Topic").select_option("strategic_principles")
    desk.locator("main form[method=post] button").last.click()
    expect(desk.get_by_role("heading", name="Care is near")).to_be_visible()
    desk.goto(f"{url}/meetings/{code}")
    return code


def wait_for_letter(served: Served, desk: Page, count: int) -> EmailMessage:
    """The last of so many letters, when the worker has sent it."""
    for _try in range(240):
        if len(served.mailbox.letters) >= count:
            break
        desk.wait_for_timeout(250)
    assert len(served.mailbox.letters) == count
    return served.mailbox.letters[-1]


def link_in(letter: EmailMessage, path: str) -> str:
    """The letter's link to this path of the house."""
    found = re.search(rf"http://\S+/{path}/\S+", letter.get_body(("plain",)).get_content())
    assert found
    return found[0]


def add_exercise(desk: Page, kind: str, title: str) -> None:
    desk.get_by_text("Add an exercise").click()
    desk.get_by_role("radio", name=re.compile(f"{kind}:")).check()
    desk.get_by_role("group", name="Title").get_by_label("English").fill(title)
    press(desk, "Add")


def test_from_the_first_click_to_the_mailed_digest(served: Served, open_page: OpenPage) -> None:
    desk, phone = open_page(DESK), open_page(PHONE, has_touch=True, is_mobile=True)
    make_account(desk, served)
    make_round(desk, served.url)
    code = make_meeting(desk, served.url)
    press(desk, "Open the door")

    # a resident joins by the code and says who she speaks for
    phone.goto(served.url)
    phone.get_by_label("Join a meeting").fill(code.lower())
    press(phone, "Join")
    phone.get_by_label("Asukkaat").or_(phone.get_by_label("Residents")).check()
    phone.get_by_label("Which municipality do you speak for?").select_option("564")
    press(phone, "Continue")
    expect(phone.get_by_role("heading", level=1)).to_have_text("You are in")

    # the meeting begins: the phone lands on the board by itself
    press(desk, "Begin the meeting")
    expect(phone.get_by_role("heading", level=1)).to_have_text("What matters")
    wall = desk.context.new_page()
    wall.set_viewport_size(WALL)  # type: ignore[arg-type]
    wall.goto(f"{served.url}/meetings/{code}/wall")

    # a note from the phone is on the wall and the desk
    phone.get_by_label("Your note").fill(NOTE)
    press(phone, "Send the note")
    expect(phone.locator(".sending")).to_have_text("Saved")
    for screen in (wall, desk):
        expect(screen.locator(".note", has_text=NOTE)).to_be_visible()
        expect(screen.locator(".note", has_text=NOTE)).to_contain_text("Residents")
    expect(desk.locator("dd[data-now]")).to_have_text("1")

    # the next step moves the phone, and the survey is answered once
    desk.keyboard.press("ArrowRight")
    expect(phone.get_by_role("heading", level=1)).to_have_text("How it goes")
    phone.get_by_label("4", exact=True).check()
    press(phone, "Send the answers")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Your answers have been saved")
    expect(desk.locator("[data-responses]")).to_have_text("1")

    # the dashboard shows the note, and hides a group of one
    results = desk.context.new_page()
    results.goto(f"{served.url}/meetings/{code}/results")
    expect(results.locator("main")).to_contain_text("1 note")

    # the meeting ends: the phone is thanked and leaves an address on a page apart
    desk.get_by_text("End the meeting", exact=True).click()
    desk.evaluate(POST_WITHOUT_LEAVING)
    press(desk, "End the meeting now")
    assert desk.evaluate(WHERE_NEWS_OF_THE_END_LEAD) is None, "the desk waits for the answer to its own deed"
    expect(phone.get_by_role("heading", level=1)).to_have_text("Thank you for taking part")
    phone.get_by_role("link", name="Get the digest by e-mail").click()
    phone.get_by_label(re.compile("mail", re.I)).fill("resident@home.example")
    phone.locator("main form button").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Thank you. Now confirm your address")

    # a letter asks whether the address is theirs, and they confirm it by its link
    phone.goto(link_in(wait_for_letter(served, desk, 1), "confirmation"))
    press(phone, "Yes, send it to me")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Your address has been confirmed")

    # the worker makes the digest; it is approved and a letter arrives
    desk.goto(f"{served.url}/meetings/{code}/digest")
    approve = desk.get_by_role("button", name=re.compile("Approve"))
    expect(approve.or_(desk.locator("[data-nothing-yet]")).first).to_be_visible()
    for _try in range(120):
        if approve.count():
            break
        desk.wait_for_timeout(250)
        desk.reload()
    approve.click()
    letter = wait_for_letter(served, desk, 2)
    assert letter["To"] == "resident@home.example"
    assert letter["Subject"].startswith("Values of the county")
    text = letter.get_body(("plain",)).get_content()
    assert NOTE in text
    assert QUESTION in text
    link = link_in(letter, "koonti")
    assert link.startswith(served.url)
    phone.goto(link)
    expect(phone.get_by_text(NOTE)).to_be_visible()
