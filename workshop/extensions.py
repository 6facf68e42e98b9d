"""Extensions are made here and bound to the app in create_app."""

from flask_babel import Babel
from flask_login import LoginManager
from flask_socketio import SocketIO
from flask_wtf import CSRFProtect

from workshop.database import Database

db = Database()
babel = Babel()
csrf = CSRFProtect()
login = LoginManager()
socketio = SocketIO()
