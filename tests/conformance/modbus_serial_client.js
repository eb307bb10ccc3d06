// Usage: modbus_serial_client.js tcp PORT | rtu+tcp PORT | rtu DEVICE: modbus-serial as the client.
// Each line of its input is UNIT FUNCTION ADDRESS COUNT; for each it prints the registers as
// hexadecimal words, or "exception CODE".
"use strict";
const fs = require("fs");
const Modbus = require("modbus-serial");

const [, , kind, where] = process.argv;

function connect(client) {
  if (kind === "tcp") return client.connectTCP("127.0.0.1", { port: +where });
  // Its port of that name sends RTU frames; connectTcpRTUBuffered means Modbus/TCP.
  if (kind === "rtu+tcp") return client.connectTelnet("127.0.0.1", { port: +where });
  return client.connectRTUBuffered(where, { baudRate: 9600 });
}

async function read(client, [unit, code, address, count]) {
  client.setID(unit);
  try {
    const { data } = code === 3 ? await client.readHoldingRegisters(address, count)
                                : await client.readInputRegisters(address, count);
    return data.map((word) => word.toString(16).toUpperCase().padStart(4, "0")).join(" ");
  } catch (error) {
    if (error.modbusCode === undefined) throw error;
    return `exception ${error.modbusCode}`;
  }
}

async function main() {
  const client = new Modbus();
  client.setTimeout(20000);
  await connect(client);
  for (const line of fs.readFileSync(0, "ascii").trim().split("\n"))
    console.log(await read(client, line.split(" ").map(Number)));
  client.close(() => {});
}

main().catch((error) => {
  console.error(`${kind} ${where}: ${error.message}`);
  process.exit(1);
});
