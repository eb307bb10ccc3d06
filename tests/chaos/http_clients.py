"""Raw connections to pued's HTTP port, for what no HTTP library would send. They assert nothing."""

import contextlib
import socket
import urllib.parse

PATIENCE = 10  # s, for one operation on a socket


class Clients(contextlib.ExitStack):
    """Connections to pued that end with the attack."""

    def __init__(self, url):
        super().__init__()
        address = urllib.parse.urlsplit(url)
        self._address = (address.hostname, address.port)

    def connect(self, receive_buffer=None):
        client = self.enter_context(socket.socket())
        if receive_buffer:  # before connecting: it limits the window that is offered
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        client.settimeout(PATIENCE)
        client.connect(self._address)
        return client

    def say(self, client, data):
        """pued may have closed the connection in the meantime: that is its right."""
        with contextlib.suppress(OSError):
            client.sendall(data)

    def ask(self, data):
        """The status that raw bytes get; None when the connection is closed without one."""
        with contextlib.closing(self.connect()) as client:
            self.say(client, data)
            answer = b""
            with contextlib.suppress(OSError):
                while b"\r\n" not in answer and (more := client.recv(4096)):
                    answer += more
        return int(answer.split()[1]) if answer.startswith(b"HTTP/1.1 ") else None
