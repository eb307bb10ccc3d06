"""A server by pymodbus over an image of registers and bits; prints its port. The image's lines are
FUNCTION ADDRESS WORD, with 0 at each other address, or UNIT FUNCTION ADDRESS WORD… (functions 3 and
4), where a unit refuses each address that it has not, and shows the next of several words with each
request.

Usage: pymodbus_server.py IMAGE [HOST [rtu]]; on 127.0.0.1 by default; rtu: RTU frames over TCP."""
import asyncio
import logging
import sys

from pymodbus.datastore import (
    ModbusSequentialDataBlock, ModbusServerContext, ModbusSlaveContext, ModbusSparseDataBlock)
from pymodbus.framer.rtu_framer import ModbusRtuFramer
from pymodbus.framer.socket_framer import ModbusSocketFramer
from pymodbus.server.async_io import ModbusTcpServer


def read_image(path):
    with open(path, encoding="ascii") as image:
        return [tuple(map(int, line.split())) for line in image]


# zero_mode: addresses as on the wire, not Modicon numbers.
def one_device(lines):
    tables = {1: [0] * 65536, 2: [0] * 65536, 3: [0] * 65536, 4: [0] * 65536}
    for function, address, word in lines:
        tables[function][address] = word
    coils, discrete, holding, inputs = (
        ModbusSequentialDataBlock(0, tables[function]) for function in (1, 2, 3, 4))
    slave = ModbusSlaveContext(co=coils, di=discrete, hr=holding, ir=inputs, zero_mode=True)
    return ModbusServerContext(slaves=slave, single=True)


class ChangingBlock(ModbusSparseDataBlock):
    """Registers of which each request sees one state, and the next request the next one."""

    def __init__(self, words):
        super().__init__({address: several[0] for address, several in words.items()})
        self.words, self.turn = words, 0

    def getValues(self, address, count=1):
        several = [self.words[address + i] for i in range(count)]
        self.turn += 1
        return [words[self.turn % len(words)] for words in several]


def several_units(lines):
    units = {}
    for unit, function, address, *words in lines:
        units.setdefault(unit, {3: {}, 4: {}})[function][address] = words
    return ModbusServerContext(single=False, slaves={
        unit: ModbusSlaveContext(hr=ChangingBlock(tables[3]), ir=ChangingBlock(tables[4]),
                                 zero_mode=True)
        for unit, tables in units.items()})


async def started(context, host="127.0.0.1", framer=ModbusSocketFramer):
    """The port that it listens on, and what serves there, to be awaited."""
    server = ModbusTcpServer(context, framer=framer, address=(host, 0))
    running = asyncio.ensure_future(server.serve_forever())
    await server.serving
    return server.server.sockets[0].getsockname()[1], running


async def serve(path, host="127.0.0.1", framing="tcp"):
    lines = read_image(path)
    context = several_units(lines) if len(lines[0]) == 4 else one_device(lines)
    framer = ModbusRtuFramer if framing == "rtu" else ModbusSocketFramer
    port, running = await started(context, host, framer)
    print(port, flush=True)
    await running


# It reports each client that closes its connection as an error.
logging.getLogger("pymodbus").setLevel(logging.CRITICAL)
if __name__ == "__main__":
    asyncio.run(serve(*sys.argv[1:]))
