"""Modbus/TCP servers with one meter each, good ones and hostile ones; all live in one thread of
asyncio. They assert nothing."""

import asyncio
import contextlib
import socket
import struct
import threading
import time

# The register map of every meter here, as pued.yaml has it.
POINTS = (
    "[{quantity: active_power_w, function: 3, address: 0, type: float32}, "
    "{quantity: energy_import_wh, function: 3, address: 4, type: int64}]"
)
FIRST_READING_WH = 1_000_000_000
WRONG_WATTS = 666.0  # in every frame that must not be believed
DRIP_SECONDS = 0.45  # the pause that a timeout of 0.5 s per byte would wait for
LOOPBACK = "127.0.0.1"


class Clock:
    """The wall clock of the site: `shift` seconds later than the machine's."""

    def __init__(self):
        self.shift = 0.0

    def now(self):
        return time.time() + self.shift


def registers(watts, watt_hours):
    return struct.pack(">fHHq", watts, 0, 0, watt_hours)


def mbap(transaction, unit, pdu, extra_length=0):
    return struct.pack(">HHHB", transaction, 0, len(pdu) + 1 + extra_length, unit) + pdu


class Request:
    """A read request and the answers that can be made of it."""

    def __init__(self, header, body):
        self.transaction, _, _, self.unit = struct.unpack(">HHHB", header)
        self.function, self.address, self.count = struct.unpack(">BHH", body)

    def pdu(self, image):
        data = image[2 * self.address : 2 * (self.address + self.count)]
        return struct.pack(">BB", self.function, len(data)) + data

    def answer(self, image):
        return mbap(self.transaction, self.unit, self.pdu(image))


# ---- behaviours: each gets the request, the true image of the registers, and a false one --------


async def good(writer, request, true, _false):
    writer.write(request.answer(true))


async def fragmented(writer, request, true, _false):
    for byte in request.answer(true):
        writer.write(bytes([byte]))
        await asyncio.sleep(0)


async def coalesced(writer, request, true, false):
    """An answer that is out of date and the true one in one segment."""
    old = mbap(request.transaction - 1 & 0xFFFF, request.unit, request.pdu(false))
    writer.write(old + request.answer(true))


async def silent(_writer, _request, _true, _false):
    pass


async def closing(writer, _request, _true, _false):
    writer.close()


def reset(writer):
    """RST instead of FIN."""
    linger = struct.pack("ii", 1, 0)
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    writer.transport.abort()


async def resetting(writer, request, _true, false):
    writer.write(request.answer(false)[:9])
    reset(writer)


async def closing_at_once(writer, *_):
    """Before a request was read: see Meter.serve."""
    writer.close()


async def resetting_at_once(writer, *_):
    reset(writer)


async def dripping(writer, request, _true, false):
    for byte in request.answer(false):
        writer.write(bytes([byte]))
        await asyncio.sleep(DRIP_SECONDS)


async def garbage_first(writer, request, _true, false):
    writer.write(b"\xff\x00\x13" + request.answer(false))


async def wrong_transaction(writer, request, _true, false):
    """Far from every number in use: a false answer to the next request would be its answer."""
    other = request.transaction + 0x8000 & 0xFFFF
    writer.write(mbap(other, request.unit, request.pdu(false)))


async def wrong_unit(writer, request, _true, false):
    writer.write(mbap(request.transaction, request.unit + 1, request.pdu(false)))


async def wrong_length(writer, request, _true, false):
    writer.write(mbap(request.transaction, request.unit, request.pdu(false), extra_length=2))


async def wrong_count(writer, request, _true, false):
    """A whole frame with one register less than was asked for."""
    writer.write(mbap(request.transaction, request.unit, request.pdu(false[:-2])))


READABLE = (good, fragmented, coalesced)
HOSTILE = (
    *(silent, dripping, garbage_first),
    *(closing, resetting, closing_at_once, resetting_at_once),
    *(wrong_transaction, wrong_unit, wrong_length, wrong_count),
)


class Meter:
    """A load of constant power, whose register follows the site's clock."""

    def __init__(self, name, role, watts, clock, behaviour=good, unit=1):
        self.name = name
        self.unit = unit
        self.role = role
        self.watts = watts
        self.behaviour = behaviour
        self.port = None
        self._clock = clock
        self._start = clock.now()

    def joules(self, moment):
        return self.watts * (moment - self._start)

    def image(self):
        gained = int(self.joules(self._clock.now()) / 3600)
        return registers(self.watts, FIRST_READING_WH + gained)

    def configuration(self):
        link = f"modbus+tcp://{LOOPBACK}:{self.port}"
        return (
            f'  - {{name: {self.name}, link: "{link}", unit: 1, role: {self.role}, '
            f"max_power: 20MW, points: {POINTS}}}\n"
        )

    async def serve(self, reader, writer):
        false = registers(WRONG_WATTS, 1)
        if self.behaviour in (closing_at_once, resetting_at_once):
            await self.behaviour(writer)
        ends = (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError)
        with contextlib.suppress(*ends):
            while not writer.is_closing():
                header, body = await reader.readexactly(7), await reader.readexactly(5)
                await self.behaviour(writer, Request(header, body), self.image(), false)
                await writer.drain()
        writer.close()


class Peers(contextlib.ExitStack):
    """Runs the meters; ends them with the experiment."""

    def __init__(self):
        super().__init__()
        self._loop = asyncio.new_event_loop()
        thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        thread.start()
        self.callback(thread.join)
        self.callback(self._loop.call_soon_threadsafe, self._loop.stop)
        self.callback(lambda: asyncio.run_coroutine_threadsafe(self._end(), self._loop).result())

    def add(self, meter):
        """The meter, listening at a port of its own."""
        starting = asyncio.start_server(meter.serve, LOOPBACK, 0)
        server = asyncio.run_coroutine_threadsafe(starting, self._loop).result()
        meter.port = server.sockets[0].getsockname()[1]
        return meter

    def add_refusing(self, meter):
        """Its port is taken and nobody listens there."""
        meter.port = self._bound().getsockname()[1]
        return meter

    def add_never_accepting(self, meter):
        """The kernel completes the connection; no program ever sees it."""
        listening = self._bound()
        listening.listen(4)
        meter.port = listening.getsockname()[1]
        return meter

    def add_black_hole(self, meter):
        """Its queue of connections is full: the kernel drops every further SYN."""
        listening = self._bound()
        listening.listen(0)
        meter.port = listening.getsockname()[1]
        for _ in range(4):
            filler = self.enter_context(socket.socket())
            filler.setblocking(False)
            filler.connect_ex((LOOPBACK, meter.port))
        return meter

    @staticmethod
    async def _end():
        serving = asyncio.all_tasks() - {asyncio.current_task()}
        for task in serving:
            task.cancel()
        await asyncio.gather(*serving, return_exceptions=True)

    def _bound(self):
        taken = self.enter_context(socket.socket())
        taken.bind((LOOPBACK, 0))
        return taken
