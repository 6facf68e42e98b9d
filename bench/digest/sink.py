"""A mail server that takes everything as fast as it comes: `python -m bench.digest.sink FILE`.

Says its port, then writes the address of each letter into FILE before it answers that it has it. It looks at nothing
else, so that what is measured is Koonti.
"""

import socket
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

END = b"\r\n.\r\n"
PIECE = 1 << 18


def main(file: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as door, file.open("ab", buffering=0) as taken:
        print(door.getsockname()[1], flush=True)
        while True:
            line, _peer = door.accept()
            threading.Thread(target=_serve, args=(line, taken), daemon=True).start()


def _serve(line: socket.socket, taken: BinaryIO) -> None:
    address, unread = b"", b""
    with line, suppress(ConnectionError):  # a postman that was killed hangs up in the middle
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        line.sendall(b"220 sink\r\n")
        while piece := line.recv(PIECE):
            unread += piece
            while b"\r\n" in unread:
                command, unread = unread.split(b"\r\n", 1)
                verb = command[:4].upper()
                if verb == b"RCPT":
                    address = command.partition(b"<")[2].rstrip(b">")
                if verb == b"DATA":
                    line.sendall(b"354 go on\r\n")
                    if (rest := _content(line, unread)) is None:
                        return
                    unread = rest
                    taken.write(address + b"\n")
                line.sendall(b"250 sink\r\n")


def _content(line: socket.socket, begun: bytes) -> bytes | None:
    """Read one letter to its end; what came after it, or None when the line broke before."""
    letter = bytearray(b"\r\n" + begun)
    seen = 0
    while (place := letter.find(END, seen)) < 0:
        seen = max(0, len(letter) - len(END))
        piece = line.recv(PIECE)
        if not piece:
            return None
        letter += piece
    return bytes(letter[place + len(END) :])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
