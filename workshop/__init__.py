"""Koonti: live workshops and surveys whose digest writes itself. `create_app` puts the house together."""

from typing import Any

from flask import Flask


def create_app(**given: Any) -> Flask:
    """Make the app: settings, extensions, features.

    The only place that knows every feature, and therefore the only one that imports inside a function.
    `given` overrides settings by name (tests). Raises config.BadSetting.
    """
    from importlib import import_module
    from importlib.util import find_spec
    from pathlib import Path

    from govuk_frontend_wtf.main import WTFormsHelpers
    from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader
    from whitenoise import WhiteNoise

    from workshop import config, database, errors, extensions, headers, jobs, statics
    from workshop.i18n import choose, formats

    settings = config.load(**given)
    version = statics.version(config.ROOT / "static")
    app = Flask(
        "workshop",
        instance_path=str(Path(settings.INSTANCE).resolve()),
        template_folder=str(config.ROOT / "templates"),
        static_folder=str(config.ROOT / "static"),
        static_url_path=f"/static/{version}",
    )
    app.config.update(
        SECRET_KEY=config.secret_key(settings),
        SETTINGS=settings,
        BABEL_DEFAULT_LOCALE="fi",
        BABEL_DEFAULT_TIMEZONE="Europe/Helsinki",
        BABEL_TRANSLATION_DIRECTORIES=str(config.ROOT / "translations"),
        WTF_CSRF_TIME_LIMIT=None,
        MAX_CONTENT_LENGTH=1_000_000,
        MAX_FORM_MEMORY_SIZE=500_000,
        SESSION_COOKIE_NAME="koonti",
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.is_https,
        REMEMBER_COOKIE_SAMESITE="Lax",
        RATELIMIT_STORAGE_URI=settings.REDIS_URL or "memory://",
        RATELIMIT_HEADERS_ENABLED=False,
    )
    app.logger.setLevel(settings.LOG_LEVEL)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_options = {}
    app.jinja_loader = ChoiceLoader(
        [
            app.jinja_loader,
            PrefixLoader(
                {
                    "govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja"),
                    "govuk_frontend_wtf": PackageLoader("govuk_frontend_wtf"),
                }
            ),
        ]
    )
    WTFormsHelpers(app)

    database.init_app(app, settings.database_url)
    extensions.babel.init_app(app, locale_selector=choose.request_language)
    extensions.csrf.init_app(app)
    extensions.login.init_app(app)
    extensions.limiter.init_app(app)
    extensions.socketio.init_app(
        app,
        async_mode=app.config.get("SOCKET_MODE", "gevent"),
        async_handlers=False,
        cors_allowed_origins=[settings.base_url],
        max_http_buffer_size=10_000,
        message_queue=None,
    )
    choose.init_app(app)
    errors.init_app(app)
    headers.init_app(app, settings.is_https)
    look_around = import_module("workshop.digests.jobs").look_around if find_spec("workshop.digests.jobs") else print
    jobs.init_app(app, settings, work=look_around)
    for name in ("day", "clock_time", "window", "number", "percent"):
        app.jinja_env.filters[name] = getattr(formats, name)

    for feature in "accounts rounds meetings participants boards surveys screens results digests".split():  # noqa: SIM905
        if find_spec(f"workshop.{feature}.routes"):
            app.register_blueprint(import_module(f"workshop.{feature}.routes").bp)

    app.wsgi_app = WhiteNoise(app.wsgi_app, root=config.ROOT / "static", prefix=f"static/{version}", max_age=31536000)
    return app
