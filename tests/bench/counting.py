"""A line to the server that counts every byte, so that no browser's own accounting has to be believed."""

import contextlib
import socket
import threading
from typing import Self


class Counting:
    """A port that passes everything on to `port` and counts what comes back."""

    def __init__(self, port: int) -> None:
        self.received = 0
        self._target = port
        self._listener = socket.create_server(("localhost", 0))
        self.url = f"http://localhost:{self._listener.getsockname()[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                phone, _ = self._listener.accept()
                server = socket.create_connection(("localhost", self._target))
                threading.Thread(target=self._pass, args=(phone, server, False), daemon=True).start()
                threading.Thread(target=self._pass, args=(server, phone, True), daemon=True).start()

    def _pass(self, source: socket.socket, target: socket.socket, counted: bool) -> None:
        with contextlib.suppress(OSError), source, target:
            while data := source.recv(65536):
                if counted:
                    self.received += len(data)
                target.sendall(data)
