"""Where staff come in, and where they are seen and invited."""

from flask import Blueprint

from workshop.accounts.queries import user_of_login
from workshop.extensions import login

bp = Blueprint("accounts", __name__)

login.user_loader(user_of_login)
