"""The survey's doors have one name: participants' lie under /j/<code>, those of the staff under /meetings/<code>."""

from flask import Blueprint

from workshop.surveys.easy import easy_link, remember, wants_easy

bp = Blueprint("surveys", __name__)
"""Surveys: questions on a page, and responses that are sent once."""
bp.after_request(remember)
bp.add_app_template_global(easy_link)
bp.add_app_template_global(wants_easy)
