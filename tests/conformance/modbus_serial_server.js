// Usage: modbus_serial_server.js IMAGE [DEVICE]: a server by modbus-serial over an image of
// registers and bits, on Modbus/TCP at 127.0.0.1, or as RTU on a line; prints the port, or 0.
//
// The image's lines are
//   UNIT FUNCTION ADDRESS WORD   what stands there; the unit refuses each address that it has not
//   UNIT exception CODE          the unit refuses every request
//   UNIT late ADDRESS            an answer with that register leaves just before the next one to
//                                anybody: later than any timeout, and without a clock
// A unit without a line is answered for as by a gateway that has no path to it.
"use strict";
const fs = require("fs");
const modbus = require("modbus-serial");

// Modbus Application Protocol 1.1b3, 7.
const ILLEGAL_DATA_ADDRESS = 2;
const PATH_UNAVAILABLE = 10;

function readImage(path) {
  const units = new Map();
  for (const line of fs.readFileSync(path, "ascii").trim().split("\n")) {
    const [unit, what, ...numbers] = line.split(" ");
    if (!units.has(+unit)) units.set(+unit, { words: new Map(), late: new Set(), exception: 0 });
    const device = units.get(+unit);
    if (what === "exception") device.exception = +numbers[0];
    else if (what === "late") device.late.add(+numbers[0]);
    else device.words.set(`${what} ${+numbers[0]}`, +numbers[1]);
  }
  return units;
}

const units = readImage(process.argv[2]);
const held = [];

function answer(code, first, count, unit, done) {
  for (const late of held.splice(0)) late();
  // With words all the same: it looks into those of function 4 first, or fails with exception 4.
  const refuse = (exception) => done({ modbusErrorCode: exception }, []);
  const device = units.get(unit);
  if (!device) return refuse(PATH_UNAVAILABLE);
  if (device.exception) return refuse(device.exception);
  const addresses = Array.from({ length: count }, (_, i) => first + i);
  const words = addresses.map((address) => device.words.get(`${code} ${address}`));
  if (words.includes(undefined)) return refuse(ILLEGAL_DATA_ADDRESS);
  if (addresses.some((address) => device.late.has(address))) held.push(() => done(null, words));
  else done(null, words);
}

// It asks for registers together, or for one alone, and for each bit by itself. It counts the
// parameters of a function: without the last one it would take what is returned for the answer.
const several = (code) => (first, count, unit, done) => answer(code, first, count, unit, done);
const single = (code) => (address, unit, done) =>
  answer(code, address, 1, unit, (refusal, words) => done(refusal, words[0]));
const vector = {
  getCoil: single(1),
  getDiscreteInput: single(2),
  getHoldingRegister: single(3),
  getMultipleHoldingRegisters: several(3),
  getInputRegister: single(4),
  getMultipleInputRegisters: several(4),
};

function serveLine(path) {
  const server = new modbus.ServerSerial(vector, { path, baudRate: 19200, unitID: 255 });
  server.on("initialized", () => console.log(0));
}

function serveTcp() {
  // Text, because it takes the number 0 for "none given", and then port 502.
  const server = new modbus.ServerTCP(vector, { host: "127.0.0.1", port: "0", unitID: 255 });
  server.on("initialized", () => console.log(server._server.address().port));
  server.on("serverError", (error) => { throw error; });
}

if (process.argv[3]) serveLine(process.argv[3]);
else serveTcp();
