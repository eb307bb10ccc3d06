"""The gateway model of the benches: a Modbus/TCP server in front of a serial bus. It handles one
request at a time over all its connections, each for `fixed + per_byte` seconds; some units are
silent (the gateway waits for them and says nothing), for some it answers 0x0B after a while."""
import asyncio
import struct
import threading

GATEWAY_TARGET_FAILED = 0x0B
ONE_KILOWATT = struct.unpack(">2H", struct.pack(">f", 1000.0))


class Gateway:
    """`silent` and `late`: units and the seconds that a request to them blocks the bus. `answered`
    holds (time, unit, address, count) of each good answer, `spent` the bus time by unit."""

    def __init__(self, fixed, per_byte, silent=None, late=None):
        self.fixed, self.per_byte = fixed, per_byte
        self.silent, self.late = silent or {}, late or {}
        self.answered, self.spent, self.connections, self.requests = [], {}, 0, 0
        self.port = None
        self._loop = asyncio.new_event_loop()
        self._started = threading.Event()
        threading.Thread(target=self._run, daemon=True).start()
        self._started.wait()

    def now(self):
        return self._loop.time()

    def _run(self):
        asyncio.set_event_loop(self._loop)
        self._queue = asyncio.Queue()
        server = self._loop.run_until_complete(
            asyncio.start_server(self._accept, "127.0.0.1", 0))
        self.port = server.sockets[0].getsockname()[1]
        self._loop.create_task(self._serve())
        self._started.set()
        self._loop.run_forever()

    async def _accept(self, reader, writer):
        self.connections += 1
        try:
            while True:
                header = await reader.readexactly(7)
                length, unit = struct.unpack(">HB", header[4:])
                await self._queue.put((header[:4], unit, await reader.readexactly(length - 1),
                                       writer))
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    async def _serve(self):
        free_at = 0.0
        while True:
            head, unit, pdu, writer = await self._queue.get()
            self.requests += 1
            function, address, count = struct.unpack(">BHH", pdu)
            begin = max(free_at, self._loop.time())
            free_at = begin + self._cost(unit, count)
            await asyncio.sleep(free_at - self._loop.time())
            self.spent[unit] = self.spent.get(unit, 0) + free_at - begin
            if unit in self.silent:
                continue
            if unit in self.late:
                answer = bytes((function | 0x80, GATEWAY_TARGET_FAILED))
            else:
                answer = struct.pack(">BB", function, 2 * count) + registers(address, count)
                self.answered.append((free_at, unit, address, count))
            writer.write(head + struct.pack(">HB", len(answer) + 1, unit) + answer)

    def _cost(self, unit, count):
        blocked = self.silent.get(unit, self.late.get(unit))
        return blocked if blocked is not None else self.fixed + self.per_byte * (13 + 2 * count)


def registers(address, count):
    """Each even register begins the float32 1000."""
    words = (ONE_KILOWATT[(address + i) % 2] for i in range(count))
    return b"".join(struct.pack(">H", word) for word in words)
