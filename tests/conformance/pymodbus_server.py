"""A Modbus/TCP server by pymodbus over an image of registers and bits; prints its port."""
import asyncio
import sys

from pymodbus.datastore import ModbusSequentialDataBlock, ModbusServerContext, ModbusSlaveContext
from pymodbus.server.async_io import ModbusTcpServer


def read_image(path):
    tables = {1: [0] * 65536, 2: [0] * 65536, 3: [0] * 65536, 4: [0] * 65536}
    with open(path, encoding="ascii") as image:
        for line in image:
            function, address, word = map(int, line.split())
            tables[function][address] = word
    return [ModbusSequentialDataBlock(0, tables[function]) for function in (1, 2, 3, 4)]


async def serve(path):
    coils, discrete, holding, inputs = read_image(path)
    # zero_mode: addresses as on the wire, not Modicon numbers.
    slave = ModbusSlaveContext(co=coils, di=discrete, hr=holding, ir=inputs, zero_mode=True)
    server = ModbusTcpServer(ModbusServerContext(slaves=slave, single=True),
                             address=("127.0.0.1", 0))
    running = asyncio.ensure_future(server.serve_forever())
    await server.serving
    print(server.server.sockets[0].getsockname()[1], flush=True)
    await running


asyncio.run(serve(sys.argv[1]))
