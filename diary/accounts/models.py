"""The tables of accounts: people who sign in, clinics, patients, what they agreed to, and who looked."""

import uuid
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_security.models import sqla_v2
from sqlalchemy.orm import Mapped, mapped_column

from diary.db import Base, UTCDateTime

sqla_v2.FsModels.set_db_info(base_model=Base)  # before the classes that follow

NO_HASH = "0" * 64  # what the first row of a chain names as its predecessor


class Role(Base, sqla_v2.FsRoleMixin):
    """Wanted by Flask-Security and empty: what a person may do is a row of Staff, Patient or Consent."""

    __tablename__ = "role"


class User(Base, sqla_v2.FsUserMixin):
    """Someone who can sign in: a patient or a member of staff, never both under one address."""

    __tablename__ = "user"

    # The time step of the last code that was accepted, so that no code opens the door twice.
    totp_last_counter: Mapped[int | None] = mapped_column(sa.BigInteger)

    def check_tf_required(self, tf_setup_methods: list[Any], tf_fresh: bool) -> tuple[bool, list[Any]]:
        """Flask-Security's question at sign-in: staff always need the second factor, set up or not."""
        required, methods = super().check_tf_required(tf_setup_methods, tf_fresh)
        return required or self.check_tf_required_setup(), methods

    def check_tf_required_setup(self) -> bool:
        """Whether this is a member of staff today."""
        session = sa.orm.object_session(self)
        place = sa.select(Staff.id).where(Staff.user_id == self.id, Staff.ended_at.is_(None)).limit(1)
        return session is not None and session.scalar(place) is not None


class WebAuthn(Base, sqla_v2.FsWebAuthnMixin):
    """A passkey. The table is here from the start; signing in with one comes later."""

    __tablename__ = "webauthn"


class FsRefreshTracker(Base, sqla_v2.FsRefreshTrackerMixin):
    """Wanted by Flask-Security and empty: there are no tokens beside the session."""

    __tablename__ = "fs_refresh"


class SignIn(Base):
    """One browser's session, kept here so that it can be ended. The cookie holds only a random key.

    `idle_minutes` is None for patients; `seen_at` moves only when a person did something.
    """

    __tablename__ = "sign_in"

    id: Mapped[uuid.UUID] = mapped_column(sa.Uuid, primary_key=True, default=uuid.uuid4)
    key_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    user_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="CASCADE"), index=True)
    data: Mapped[str] = mapped_column(sa.Text)
    device: Mapped[str] = mapped_column(sa.String(80), default="")
    idle_minutes: Mapped[int | None] = mapped_column(sa.Integer)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    seen_at: Mapped[datetime] = mapped_column(UTCDateTime)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    revoked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class SignInFailure(Base):
    """One wrong password, factor or code. The three keys are keyed hashes; nothing here names a person."""

    __tablename__ = "sign_in_failure"
    __table_args__ = (
        sa.Index("ix_sign_in_failure_account", "account", "at"),
        sa.Index("ix_sign_in_failure_network", "network", "at"),
        sa.Index("ix_sign_in_failure_device", "device", "at"),
        sa.Index("ix_sign_in_failure_at", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(16))
    account: Mapped[str] = mapped_column(sa.String(64))
    network: Mapped[str] = mapped_column(sa.String(64))
    device: Mapped[str | None] = mapped_column(sa.String(64))  # None: a browser that never signed in here
    at: Mapped[datetime] = mapped_column(UTCDateTime)


class Mail(Base):
    """A message that waits to be sent, or was. Nothing is ever sent inside a request."""

    __tablename__ = "mail"

    id: Mapped[uuid.UUID] = mapped_column(sa.Uuid, primary_key=True, default=uuid.uuid4)
    recipient: Mapped[str] = mapped_column(sa.String(255))
    subject: Mapped[str] = mapped_column(sa.String(200))
    text: Mapped[str] = mapped_column(sa.Text)
    queued_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    sent_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    tries: Mapped[int] = mapped_column(sa.Integer, default=0)


class Clinic(Base):
    """A place that treats patients."""

    __tablename__ = "clinic"

    id: Mapped[uuid.UUID] = mapped_column(sa.Uuid, primary_key=True, default=uuid.uuid4)
    name: Mapped[str] = mapped_column(sa.String(120))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)


class Staff(Base):
    """A person's place in a clinic, from `given_at` until `ended_at`."""

    __tablename__ = "staff"
    __table_args__ = (
        sa.UniqueConstraint("user_id", "clinic_id"),
        sa.CheckConstraint("role in ('admin', 'provider', 'chair')", name="role"),
    )

    id: Mapped[uuid.UUID] = mapped_column(sa.Uuid, primary_key=True, default=uuid.uuid4)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    clinic_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("clinic.id"), index=True)
    name: Mapped[str] = mapped_column(sa.String(120))
    role: Mapped[str] = mapped_column(sa.String(16))
    given_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class Patient(Base):
    """Whose diary it is. Without a user, a clinic's record that nobody has claimed yet.

    `next_seq` numbers the diary's revisions and `log_seq` its access log; both are taken under this row's lock.
    """

    __tablename__ = "patient"

    id: Mapped[uuid.UUID] = mapped_column(sa.Uuid, primary_key=True, default=uuid.uuid4)
    user_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"), unique=True)
    name: Mapped[str] = mapped_column(sa.String(120))
    zone: Mapped[str] = mapped_column(sa.String(64))
    next_seq: Mapped[int] = mapped_column(sa.BigInteger, default=1, server_default="1")
    log_seq: Mapped[int] = mapped_column(sa.BigInteger, default=0, server_default="0")
    log_hash: Mapped[str] = mapped_column(sa.String(64), default=NO_HASH, server_default=NO_HASH)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class Membership(Base):
    """This patient is known to this clinic, under the clinic's own record number. It opens no diary by itself."""

    __tablename__ = "membership"
    __table_args__ = (sa.UniqueConstraint("clinic_id", "record_number"),)

    patient_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("patient.id"), primary_key=True)
    clinic_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("clinic.id"), primary_key=True)
    record_number: Mapped[str | None] = mapped_column(sa.String(64))
    since: Mapped[datetime] = mapped_column(UTCDateTime)


class Invitation(Base):
    """An offer to join a clinic, as a patient or (with `role`) as staff. Single use, 72 hours, five tries.

    The link's 256 bits and the typed code are kept as keyed hashes. `code_name` is the first part of
    the code and finds the row, so that wrong guesses at the rest are counted against it.
    """

    __tablename__ = "invitation"

    id: Mapped[uuid.UUID] = mapped_column(sa.Uuid, primary_key=True, default=uuid.uuid4)
    clinic_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("clinic.id"), index=True)
    patient_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("patient.id"), index=True)
    role: Mapped[str | None] = mapped_column(sa.String(16))  # for staff only
    email: Mapped[str | None] = mapped_column(sa.String(255))  # for staff only
    record_number: Mapped[str | None] = mapped_column(sa.String(64))
    link_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    code_name: Mapped[str | None] = mapped_column(sa.String(4), index=True)
    code_hash: Mapped[str | None] = mapped_column(sa.String(64))
    tries: Mapped[int] = mapped_column(sa.Integer, default=0)
    made_by: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))  # None: made at the command line
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)
    redeemed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    redeemed_by: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    revoked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class Consent(Base):
    """A patient's agreement that a clinic reads the diary, from `given_at` until `withdrawn_at`."""

    __tablename__ = "consent"
    __table_args__ = (
        # At most one open consent for a clinic, whatever arrives at once.
        sa.Index(
            "uq_consent_open",
            "patient_id",
            "clinic_id",
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(sa.Uuid, primary_key=True, default=uuid.uuid4)
    patient_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("patient.id"), index=True)
    clinic_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("clinic.id"), index=True)
    given_at: Mapped[datetime] = mapped_column(UTCDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class AccessLog(Base):
    """One line of a patient's access log: who looked or changed something, why, and how it ended.

    Append-only. `hash` covers the line and its predecessor's hash (see accounts/audit.py). Ids only.
    """

    __tablename__ = "access_log"

    patient_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("patient.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    actor_id: Mapped[int | None] = mapped_column(sa.Integer)  # a user; None: the command line
    clinic_id: Mapped[uuid.UUID | None] = mapped_column(sa.Uuid)  # the clinic the actor acted for
    purpose: Mapped[str] = mapped_column(sa.String(40))
    what: Mapped[str] = mapped_column(sa.String(40))
    outcome: Mapped[str] = mapped_column(sa.String(16))
    prev_hash: Mapped[str] = mapped_column(sa.String(64))
    hash: Mapped[str] = mapped_column(sa.String(64))


class ClinicHead(Base):
    """A clinic's access logs at the end of a day: the last line of each patient's chain, under one hash.

    The hash can be written down elsewhere; it then witnesses every line before it.
    """

    __tablename__ = "clinic_head"

    clinic_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("clinic.id"), primary_key=True)
    date: Mapped[date] = mapped_column(sa.Date, primary_key=True)
    heads: Mapped[str] = mapped_column(sa.Text)  # canonical JSON: [[patient, seq, hash], …]
    prev_hash: Mapped[str] = mapped_column(sa.String(64))
    hash: Mapped[str] = mapped_column(sa.String(64))
    at: Mapped[datetime] = mapped_column(UTCDateTime)


class Installation(Base):
    """This database's own name. `epoch` changes when a backup is restored, so that devices send again."""

    __tablename__ = "installation"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    epoch: Mapped[uuid.UUID] = mapped_column(sa.Uuid)
    since: Mapped[datetime] = mapped_column(UTCDateTime)
