"""Koonti: live workshops and surveys whose digest writes itself. `create_app` puts the house together."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flask import Flask


def create_app(**given: Any) -> "Flask":
    """Make the app: settings, extensions, features.

    The only place that knows every feature, and therefore the only one that imports inside a function.
    `given` overrides settings by name (tests). Raises config.BadSetting.
    """
    from pathlib import Path

    from flask import Flask
    from govuk_frontend_wtf.main import WTFormsHelpers
    from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader
    from werkzeug.middleware.proxy_fix import ProxyFix
    from whitenoise import WhiteNoise

    from workshop import (
        addresses,
        compressed,
        config,
        errors,
        expired,
        extensions,
        front,
        headers,
        jobs,
        logs,
        statics,
        tries,
        uploads,
    )
    from workshop.accounts.routes import bp as accounts
    from workshop.analysis.text import vectors
    from workshop.archive.jobs import archive_due
    from workshop.archive.routes import bp as archive
    from workshop.blocking.routes import bp as blocking
    from workshop.boards.news import board_changes, note_changes, opened_notes, own_changes
    from workshop.boards.routes import bp as boards
    from workshop.coding.jobs import suggest_due
    from workshop.coding.routes import bp as coding
    from workshop.digests.jobs import look_around
    from workshop.digests.rounds.routes import bp as round_digests
    from workshop.digests.routes import bp as digests
    from workshop.digests.routes.reading import public_address
    from workshop.exchange.routes import bp as exchange
    from workshop.exchange.routes_import import bp as imports
    from workshop.i18n import choose, formats
    from workshop.live import transport
    from workshop.live.stream import stream
    from workshop.meetings.deed_pages import bp as deeds
    from workshop.meetings.models import Thing
    from workshop.meetings.queries import heads, last_touched, meeting_changes
    from workshop.meetings.routes import bp as meetings
    from workshop.participants import ending
    from workshop.participants.queries import hand_changes
    from workshop.participants.routes import bp as participants
    from workshop.participants.sockets import listen
    from workshop.plans.routes import bp as plans
    from workshop.results.jobs import find_terms
    from workshop.results.round_pages import bp as dashboard
    from workshop.results.routes import bp as results
    from workshop.rounds.routes import bp as rounds
    from workshop.screens.routes import bp as screens
    from workshop.sessions import Sessions
    from workshop.statements.news import stance_changes, statement_changes, vote_changes
    from workshop.statements.routes import bp as statements
    from workshop.surveys.queries import survey_changes
    from workshop.surveys.routes import bp as surveys
    from workshop.templating import Templates

    settings = config.load(**given)
    version = statics.version(config.ROOT / "static")
    app = Flask(
        "workshop",
        instance_path=str(Path(settings.INSTANCE).resolve()),
        template_folder=str(config.ROOT / "templates"),
        static_folder=str(config.ROOT / "static"),
        static_url_path=f"/static/{version}",
    )
    app.url_map.converters["int"] = addresses.RowNumber
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
    )
    app.session_interface = Sessions(app)
    app.ensure_sync = lambda view: view  # none is a coroutine, and Flask would ask nine times for each request
    app.jinja_environment = Templates
    logs.init_app(app, settings.LOG_LEVEL)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
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

    vectors.look_in(Path(app.instance_path) / "text")
    extensions.db.init_app(app, settings.database_url)
    extensions.babel.init_app(app, locale_selector=choose.request_language)
    uploads.init_app(app)
    extensions.csrf.init_app(app)
    extensions.login.init_app(app)
    tries.init_app(app, settings.database_url)
    transport.init_app(app, settings)
    choose.init_app(app)
    errors.init_app(app)
    expired.init_app(app)
    headers.init_app(app, settings.is_https)
    compressed.init_app(app)
    jobs.init_app(app, settings, work=(look_around, suggest_due, find_terms, archive_due))
    for name in ("day", "month", "clock_time", "moment", "window", "number", "percent"):
        app.jinja_env.filters[name] = getattr(formats, name)
    app.jinja_env.globals["settings"] = settings
    app.jinja_env.filters["absolute"] = lambda path: settings.base_url + path

    readers = {
        meeting_changes: {Thing.PATH, Thing.STEPS},
        board_changes: {Thing.STEPS},
        note_changes: {Thing.NOTES},
        opened_notes: {Thing.STEPS},
        hand_changes: {Thing.HANDS},
        survey_changes: {Thing.RESPONSES},
        statement_changes: {Thing.STATEMENTS, Thing.STEPS},
        vote_changes: {Thing.STATEMENTS},
        stance_changes: {Thing.STATEMENTS, Thing.STEPS},
    }
    by_thing = [(frozenset(things), read) for read, things in readers.items()]
    stream.init_app(app, heads, last_touched, by_thing, own_changes)
    listen(app)
    ending.init_app(app, public_address)
    front.init_app(app)
    for feature in (
        accounts,
        rounds,
        meetings,
        deeds,
        participants,
        boards,
        surveys,
        statements,
        coding,
        blocking,
        screens,
        plans,
        results,
        dashboard,
        digests,
        round_digests,
        exchange,
        imports,
        archive,
    ):
        app.register_blueprint(feature)
    if settings.OIDC_ISSUER:
        # what judges tokens costs a tenth of a second and ten megabytes in every process
        from workshop.accounts.routes_work import bp as work_login

        app.register_blueprint(work_login)

    app.wsgi_app = WhiteNoise(app.wsgi_app, root=config.ROOT / "static", prefix=f"static/{version}", max_age=31536000)
    if settings.TRUSTED_PROXIES:
        # Never the host: links are made of BASE_URL. Each proxy adds an address; the nearest one says the scheme.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.TRUSTED_PROXIES, x_proto=1, x_host=0)
    return app
