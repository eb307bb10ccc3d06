"""A server by pymodbus over an image of registers and bits; prints its port.

Usage: pymodbus_server.py IMAGE [HOST [rtu]]; on 127.0.0.1 by default; rtu: RTU frames over TCP."""
import asyncio
import sys

from pymodbus.datastore import ModbusSequentialDataBlock, ModbusServerContext, ModbusSlaveContext
from pymodbus.framer.rtu_framer import ModbusRtuFramer
from pymodbus.framer.socket_framer import ModbusSocketFramer
from pymodbus.server.async_io import ModbusTcpServer


def read_image(path):
    tables = {1: [0] * 65536, 2: [0] * 65536, 3: [0] * 65536, 4: [0] * 65536}
    with open(path, encoding="ascii") as image:
        for line in image:
            function, address, word = map(int, line.split())
            tables[function][address] = word
    return [ModbusSequentialDataBlock(0, tables[function]) for function in (1, 2, 3, 4)]


async def serve(path, host="127.0.0.1", framing="tcp"):
    coils, discrete, holding, inputs = read_image(path)
    # zero_mode: addresses as on the wire, not Modicon numbers.
    slave = ModbusSlaveContext(co=coils, di=discrete, hr=holding, ir=inputs, zero_mode=True)
    framer = ModbusRtuFramer if framing == "rtu" else ModbusSocketFramer
    server = ModbusTcpServer(ModbusServerContext(slaves=slave, single=True), framer=framer,
                             address=(host, 0))
    running = asyncio.ensure_future(server.serve_forever())
    await server.serving
    print(server.server.sockets[0].getsockname()[1], flush=True)
    await running


asyncio.run(serve(*sys.argv[1:]))
