"""The blueprint that the room's doors hang on."""

from flask import Blueprint

bp = Blueprint("coding", __name__)
