"""The application for any WSGI server: `flask --app wsgi serve`, `granian --interface wsgi wsgi:app`."""

from diary.app import create_app

app = create_app()
