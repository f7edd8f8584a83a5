"""An invitation as it is handed over: the code to type, the link, and the link as a picture for a phone's camera."""

from dataclasses import dataclass
from datetime import datetime

import segno

from diary.accounts.codes import readable
from diary.accounts.invitations import Invited


@dataclass(frozen=True)
class Card:
    """What is shown once. `picture` is the address of an image that holds everything itself."""

    code: str
    #: Where the code is typed.
    address: str
    link: str
    picture: str
    expires_at: datetime


def card(made: Invited, public_url: str) -> Card:
    """The card of an invitation. What follows the # in its link is never sent to a server."""
    address = f"{public_url.rstrip('/')}/join"
    link = f"{address}#{made.token}"
    # Dark on light whatever the theme: cameras do not read it the other way round.
    picture = segno.make(link, micro=False, error="m").svg_data_uri(dark="#000", light="#fff", border=4, scale=5)
    return Card(readable(made.code or ""), address, link, picture, made.invitation.expires_at)
