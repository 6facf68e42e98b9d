"""The survey's doors have one name: participants' lie under /j/<code>, those of the staff under /meetings/<code>."""

from flask import Blueprint

bp = Blueprint("surveys", __name__)
