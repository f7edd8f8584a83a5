"""The one list of public shells."""

from typing import NamedTuple


class Shell(NamedTuple):
    """A public page: where it is, what it is made of, and whether Plotly may draw on it."""

    address: str
    template: str
    charts: bool = False


SHELLS = (
    Shell("/", "pwa/today.html"),
    Shell("/attack", "pwa/attack.html"),
    Shell("/attack/details", "pwa/attack_details.html"),
    Shell("/calendar", "pwa/calendar.html"),
    Shell("/medicines", "pwa/medicines.html"),
    Shell("/infusions", "pwa/infusions.html"),
    Shell("/trends", "pwa/trends.html", charts=True),
    Shell("/my-data", "pwa/my_data.html"),
    Shell("/sharing", "pwa/sharing.html"),
    Shell("/reminders", "pwa/reminders.html"),
    Shell("/about", "pwa/about.html"),
    Shell("/more", "pwa/more.html"),
    Shell("/get-help", "pwa/get_help.html"),
    # What the worker shows in place of a page that is not on this device.
    Shell("/offline", "pwa/offline.html"),
)
