"""What modbus-serial serves in modbus_serial_test.py: meters with registers worked out by hand, as
an image for the server and as a configuration for us."""

# A float32 is sign, exponent + 127, fraction: 1500 = 1.46484375 · 2^10 has the exponent 137 = 0x89
# and the fraction 0.46484375 · 2^23 = 0x3B8000, together 0x44BB8000. A float64 has exponent + 1023.
# unit, meter, its role, function, points: (quantity, address, how it is written, words, value)
METERS = [
    (1, "utility", "role: grid, max_power: 10kW", 3, [
        # These three stand as in the profile generic/float32.
        ("active_power_w", 0, "type: float32", "44BB 8000", 1500),
        ("energy_import_wh", 2, "type: float32", "47F1 3600", 123500),  # 1.884460… · 2^16
        ("energy_export_wh", 4, "type: float32", "43FA 0000", 500),     # 1.953125 · 2^8
        # 230.25 = 1.798828125 · 2^7 is 0x43664000, its low word first.
        ("voltage_l1_v", 10, "type: float32, order: cdab", "4000 4366", 230.25),
        ("current_l1_a", 12, "type: uint16, order: badc, scale: 0.25", "E803", 250),  # 0x03E8 / 4
        ("active_power_l1_w", 13, "type: int16", "FB2E", -1234),        # 65536 − 1234
        ("reactive_power_var", 14, "type: int32, order: dcba", "FEFF FFFF", -2),  # 0xFFFFFFFE
        # 21.5 = 1.34375 · 2^4: exponent 0x403, fraction 0.34375 = 0x58 / 0x100.
        ("temperature_c", 16, "type: float64", "4035 8000 0000 0000", 21.5),
    ]),
    (2, "servers", "role: it, point: ups_output, max_power: 10kW", 4, [
        # 1250 = 1.220703125 · 2^10 is 0x449C4000, its low word first.
        ("active_power_w", 0, "type: float32, order: cdab", "4000 449C", 1250),
        ("energy_import_wh", 2, "type: uint32", "1234 5678", 305419896),
        # 2^32 + 2, its lowest word first.
        ("energy_export_wh", 4, "type: uint64, order: cdab", "0002 0000 0001 0000", 4294967298),
        ("apparent_power_va", 8, "type: bcd32", "0006 7890", 67890),
        ("reactive_power_var", 10, "type: mod10k, words: 2", "0001 0929", 12345),  # 2345 = 0x929
        ("frequency_hz", 12, "type: uint16, order: badc, scale: 0.25", "C800", 50),  # 0x00C8 / 4
    ]),
    (3, "refusing", "role: feeder", 3, [("active_power_w", 0, "type: uint16", None, None)]),
    (4, "unreached", "role: feeder", 4, [("active_power_w", 0, "type: uint16", None, None)]),
    # Never in time; who takes a late answer for another one shows 6666 W somewhere.
    (5, "late", "role: feeder", 3, [("active_power_w", 0, "type: uint16", "1A0A", None)]),
]
REFUSALS = "3 exception 2\n4 exception 11\n5 late 0\n"


def image_text():
    lines = [f"{unit} {function} {address + i} {int(word, 16)}\n"
             for unit, _, _, function, points in METERS
             for _, address, _, words, _ in points if words
             for i, word in enumerate(words.split())]
    return "".join(lines) + REFUSALS


def configuration(url):
    text = f"""site: {{name: independent, timezone: Asia/Shanghai}}
polling: {{interval: 200ms, energy_interval: 200ms, slow_interval: 200ms, timeout: 2s}}
links: {{bus: {{url: "{url}"}}}}
meters:
"""
    for unit, name, role, function, points in METERS:
        text += f"  - name: {name}\n    link: bus\n    unit: {unit}\n    points:\n"
        text += "".join(f"      - {{quantity: {quantity}, function: {function}, "
                        f"address: {address}, {how}}}\n" for quantity, address, how, _, _ in points)
        text += "".join(f"    {part}\n" for part in role.split(", "))
    return text
