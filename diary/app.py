"""Put Lull together: settings, database, accounts, and the routes of every slice."""

from collections.abc import Mapping
from typing import Any

from flask import Flask
from flask_babel import Babel
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from diary import cli, config, web
from diary.accounts import routes as accounts_routes
from diary.accounts import setup as accounts_setup
from diary.clinic import chair_routes, outcome_routes, profile_routes
from diary.clinic import routes as clinic_routes
from diary.db import db, engine_options, prepare
from diary.insights import routes as insights_routes
from diary.interchange import files as interchange_files
from diary.interchange import routes as interchange_routes
from diary.pwa import assets
from diary.pwa import routes as pwa_routes
from diary.reminders import routes as reminders_routes
from diary.sync import routes as sync_routes

babel = Babel()
csrf = CSRFProtect()


def create_app(overrides: Mapping[str, Any] | None = None) -> Flask:
    """The application, ready to serve. `overrides` are settings that beat the environment."""
    settings = config.load(overrides)
    app = Flask(
        "diary",
        instance_path=settings["DIARY_INSTANCE"],
        root_path=str(config.ROOT / "diary"),
        template_folder=str(config.ROOT / "templates"),
        static_folder=None,
    )
    app.config.from_mapping(settings)
    secure = settings["DIARY_PUBLIC_URL"].startswith("https://")
    app.config.update(
        SECRET_KEY=settings["DIARY_SECRET"],
        SQLALCHEMY_ENGINES={
            "default": engine_options(settings["DIARY_DATABASE_URL"], threads=settings["DIARY_THREADS"])
        },
        WTF_CSRF_TIME_LIMIT=None,
        DIARY_SECURE=secure,
        PREFERRED_URL_SCHEME="https" if secure else "http",
    )
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    if settings["DIARY_PROXIES"]:
        hops = settings["DIARY_PROXIES"]
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    db.init_app(app)
    babel.init_app(app)
    csrf.init_app(app)
    with app.app_context():
        prepare(db.engine)
    web.install(app)
    accounts_setup.install(app)
    assets.install(app)
    pages = (accounts_routes, insights_routes, sync_routes, interchange_routes, pwa_routes)
    desk = (clinic_routes, chair_routes, outcome_routes, profile_routes)
    for routes in (*pages, *desk):
        app.register_blueprint(routes.bp)
    apis = (accounts_routes, insights_routes, sync_routes, interchange_routes, reminders_routes, chair_routes)
    for routes in apis:
        csrf.exempt(routes.api)  # guarded by web.same_origin_json instead
        app.register_blueprint(routes.api)
    # What the background work deletes: it knows no slice beside its own.
    app.extensions["forget"] = (interchange_files.delete_expired,)
    cli.install(app)
    return app
