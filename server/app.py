"""Joins everything: settings, clock and database become an application. It starts no thread."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from flask import Blueprint, Flask
from flask_socketio import SocketIO
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from server.actions.hall.foresight import Foresight
from server.contract.speaking import Speaker
from server.jobs import Jobs
from server.outward import outlets
from server.outward.composing import Style
from server.outward.report_attachments import ReportAttachments
from server.outward.samples import Samples
from server.outward.webhooks import WebhookSender
from server.outward.worker import Worker
from server.ports import Clock
from server.settings import Settings
from server.storage.database import Database
from server.storage.person_keys import KeyFolder
from server.watch import Watch
from server.web import (
    appointment_pages,
    booking_api,
    booking_pages,
    challenge_api,
    counter_api,
    display_api,
    doors,
    figure_files,
    figures_api,
    first_run_pages,
    guarding,
    guards,
    hall_api,
    health,
    integration_pages,
    kiosk_api,
    live,
    open_data_api,
    openapi,
    own_voice,
    pages,
    pairing_api,
    province_pages,
    rating_api,
    rating_form_pages,
    rating_pages,
    refusal_pages,
    refusals,
    report_api,
    sign_in_pages,
    sign_in_rules,
    socket_guarding,
    staff_api,
    webhook_api,
)
from server.web.admin import account_pages as admin_account
from server.web.admin import daily, oversight
from server.web.admin import device_pages as admin_devices
from server.web.admin import file_pages as admin_files
from server.web.admin import home_pages as admin_home
from server.web.admin import review_pages as admin_review
from server.web.admin import setup_pages as admin_setup
from server.web.admin import staff_pages as admin_staff
from server.web.admin import tree_pages as admin_tree
from server.web.admin.frame import Frame
from server.web.identity import Identity


@dataclass(frozen=True)
class Application:
    """A server that can be run: `flask` answers, `start` begins what goes on by itself."""

    flask: Flask
    socketio: SocketIO
    identity: Identity
    database: Database
    announcer: live.Announcer
    jobs: Jobs
    messages: Worker
    webhooks: WebhookSender
    watch: Watch

    def start(self) -> None:
        """Begin announcing, closing days and sending what goes out; called once in every serving process."""
        self.announcer.start()
        self.jobs.start()
        self.watch.start()
        self.messages.start()
        self.webhooks.start()

    def stop(self) -> None:
        self.webhooks.stop()
        self.messages.stop()
        self.watch.stop()
        self.jobs.stop()
        self.announcer.stop()
        self.database.close()


def create_app(settings: Settings, clock: Clock) -> Application:
    """The application on a migrated database."""
    flask = _flask(settings)
    sign_in_rules.attach(flask, settings)
    database = Database(settings.database, clock)
    identity = Identity(database, CSRFProtect(flask), settings)
    foresight = Foresight(database)
    groups = door_groups(settings, database, foresight)
    doors.mount(flask, groups, database)
    for blueprint in _pages(settings, database, groups):
        flask.register_blueprint(blueprint)
    refusals.register(flask)
    refusal_pages.register(flask)
    guarding.attach(flask, guards.whole(door for group in groups for door in group.doors), identity)
    socketio, announcer = _live(flask, settings, database, identity=identity)
    messages = _messages(settings, database)
    webhooks = WebhookSender(database, private_targets=settings.webhook_private_targets)
    watch = Watch(database, identity.sightings, foresight)
    reports = Path(settings.reports_folder) if settings.reports_folder else None
    jobs = Jobs(database, reports, KeyFolder(settings.person_keys_folder()))
    return Application(flask, socketio, identity, database, announcer, jobs, messages, webhooks, watch)


def _pages(settings: Settings, database: Database, groups: list[doors.Doors]) -> tuple[Blueprint, ...]:
    """Everything that is no door of the API, by blueprints."""
    frame = Frame(database, Samples(_style(settings)))
    return (
        staff_api.blueprint(database),
        pages.blueprint(database),
        own_voice.blueprint(database, Speaker()),
        integration_pages.blueprint(database),
        province_pages.blueprint(database),
        rating_pages.blueprint(database),
        rating_form_pages.blueprint(database),
        booking_pages.blueprint(database, settings),
        appointment_pages.blueprint(database, settings),
        openapi.blueprint(groups),
        health.blueprint(database),
        admin_home.blueprint(frame),
        admin_setup.blueprint(frame, settings),
        admin_review.blueprint(frame),
        admin_files.blueprint(frame),
        admin_tree.blueprint(frame),
        admin_account.blueprint(frame),
        admin_staff.blueprint(frame),
        sign_in_pages.blueprint(database, settings),
        first_run_pages.blueprint(database),
        admin_devices.blueprint(frame, settings),
        *daily.blueprints(frame, settings),
        *oversight.blueprints(frame, settings),
    )


def _live(
    flask: Flask, settings: Settings, database: Database, *, identity: Identity
) -> tuple[SocketIO, live.Announcer]:
    """The sockets, and who announces there what was committed."""
    socketio = live.attach(flask)
    _believe(flask, settings.proxies)
    announcer = live.Announcer(database, socketio)
    watchers = live.Live(announcer, guards.SOCKET, identity, most=settings.most_live)
    socket_guarding.attach(socketio, guards.SOCKET, watchers)
    database.announcements = announcer
    return socketio, announcer


def _flask(settings: Settings) -> Flask:
    """Flask with the settings of cookies and bodies."""
    flask = Flask("server.web", static_folder=None)
    flask.config.update(
        SECRET_KEY=settings.signing_key(),
        MAX_CONTENT_LENGTH=settings.max_body_bytes,
        # By its first letters browsers know that only this very host may set it, over HTTPS.
        SESSION_COOKIE_NAME="__Host-dunghen" if settings.secure_cookies else "dunghen",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Strict",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        TRUSTED_HOSTS=settings.hosts.split(",") if settings.hosts else None,
        WTF_CSRF_CHECK_DEFAULT=False,  # devices have tokens; `Identity` checks whoever comes by cookie
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session
        WTF_CSRF_SSL_STRICT=False,  # the cookie is same-site; a proxy may end HTTPS
    )
    return flask


def _believe(flask: Flask, proxies: int) -> None:
    """Of requests and sockets alike: each proxy has appended what it saw; the last so many entries are
    theirs, the rest is hearsay."""
    if proxies:
        fixed = ProxyFix(flask.wsgi_app, x_for=proxies, x_proto=proxies)
        flask.wsgi_app = fixed  # type: ignore[method-assign]  # how Flask documents middleware


def door_groups(
    settings: Settings, database: Database, foresight: Foresight | None = None
) -> list[doors.Doors]:
    """Every door of the API; what guards doors, tells of them and tries them asks here which there are."""
    figures, ratings = figures_api.doors(), rating_api.doors()
    return [
        kiosk_api.doors(settings, database),
        display_api.doors(database),
        counter_api.doors(database),
        booking_api.doors(settings),
        challenge_api.doors(settings),
        pairing_api.doors(settings),
        webhook_api.doors(settings),
        ratings,
        hall_api.doors(database, foresight),
        figures,
        figure_files.doors(figures, ratings),
        report_api.doors(),
        open_data_api.doors(database),
    ]


def _messages(settings: Settings, database: Database) -> Worker:
    """What takes messages out of the house, through the channels that are set."""
    channels = outlets.channels(settings)
    database.outlets = frozenset(channels)
    return Worker(database, channels, _style(settings), attach=ReportAttachments(database))


def _style(settings: Settings) -> Style:
    return Style(settings.public_url, accents=not settings.sms_unaccented)
