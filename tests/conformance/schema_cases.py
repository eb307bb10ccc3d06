"""Pieces of configurations, each put into a site that is good but for it. GOOD is what the loader
takes, BAD what it refuses and an editor can know to be wrong."""

GRID = ("{name: grid, link: \"modbus+tcp://h\", unit: 1, profile: eastron/sdm630, role: grid, "
        "max_power: 1MW}")
IT = GRID.replace("grid", "ups").replace("unit: 1", "unit: 2").replace("role: ups", "role: it")
SITE = "name: a, timezone: Asia/Shanghai"
POWER = "{quantity: active_power_w, function: 3, address: 60000, type: float32}"
IMPORT = "{quantity: energy_import_wh, function: 3, address: 60002, type: uint32}"


def whole(site=SITE, meters=(GRID, IT), rest=""):
    lines = "".join(f"  - {meter}\n" for meter in meters)
    return f"site: {{{site}}}\nmeters:\n{lines}{rest}\n"


def document(text):
    return text


def rest(text):
    return whole(rest=text)


def site(keys):
    return whole(site=f"{SITE}, {keys}")


def site_alone(keys):
    return whole(site=keys)


def polling(keys):
    return whole(rest=f"polling: {{{keys}}}")


def alert(keys):
    return whole(rest=f"alerts: {{meter_down: {{{keys}}}}}")


def link(keys):
    return whole(rest=f"links: {{gw: {{{keys}}}}}")


def meter_alone(keys):
    return whole(meters=(GRID, IT, f"{{{keys}}}"))


def meter(keys):
    return meter_alone(f"name: m, link: \"modbus+tcp://h\", unit: 3, {keys}")


def feeder(keys):
    return meter(f"profile: eastron/sdm630, role: feeder, max_power: 1MW, {keys}")


def points(text):
    return meter(f"role: feeder, max_power: 1MW, points: {text}")


def point(keys):
    return points(f"[{{{keys}}}, {IMPORT if 'active_power_w' in keys else POWER}]")


def water(keys):
    return meter(f"role: water, {keys}")


def accuracy(keys):
    return feeder(f"accuracy: {{{keys}}}")


def multiplier(keys):
    return feeder(f"multipliers: [{{{keys}}}]")


def forbidden(keys):
    return feeder(f"forbidden: [{{{keys}}}]")


def virtual_meter(keys):
    return whole(rest=f"virtual_meters: [{{{keys}}}]")


def ledger(keys):
    return whole(rest=f"ledger: {{{keys}}}")


TCP, RTU_TCP = "url: \"modbus+tcp://h\"", "url: \"modbus+rtu+tcp://h:4001\""
SERIAL = "url: \"modbus+rtu:/dev/ttyS0\""
VOLUME = "points: [{quantity: volume_m3, function: 3, address: 0, type: uint32}]"
HEAT = VOLUME.replace("volume_m3", "energy_thermal_wh").replace("address: 0", "address: 2")
PHASES = ", ".join(f"{{quantity: active_power_l{phase}_w, function: 3, address: {2 * phase}, "
                   f"type: float32}}" for phase in (1, 2, 3))
NET = "quantity: energy_net_wh, function: 3, address: 0, type: int32"
VOLTAGE = "quantity: voltage_l1_v, function: 3, address: 0"
MORNING = "from: 2026-03-01T10:15:00+08:00"

GOOD = {
    rest: ["polling: {}", "alerts: {}", "links: {}", "virtual_meters: []", "control: {}",
           "renewables: {}", "control: {socket: /run/pued/control.sock}",
           "ledger: {path: l.db, retention: {}}",
           "links: {gw-1: {url: \"modbus+tcp://h\"}, A.b_c: {url: \"modbus+tcp://i\"}}"],
    site: ["hub_node: true", "commissioned: 2024-05-01, retrofit_completed: 2025-02-28",
           "in_service: \"2200-12-31\"", "standard_racks: 1", "standard_racks: 10000000",
           "design_it_power: 12MW, min_it_power: 0.5kW", "design_it_power: 1000000W",
           "target_pue: 1.2", "target_pue: 5",
           f"target_pue: [{', '.join(['1.2'] * 12)}]", "park: zero_carbon",
           "grid_region: inner-mongolia"],
    site_alone: ["name: A.b-c_9, timezone: Etc/GMT+8", f"name: {'a' * 63}, timezone: UTC"],
    polling: ["interval: 100ms", "interval: 1h, energy_interval: 1h, slow_interval: 1h",
              "interval: 5s, energy_interval: 15s, slow_interval: 60s, timeout: 10ms",
              "timeout: \"1m\"", "slow_share: 0.01", "slow_share: 0.5", "slow_share: 5e-1"],
    alert: ["for: 0s", "for: 30d", "for: 15m"],
    link: [TCP, "url: \"modbus+tcp://10.0.0.1:502\"", "url: \"modbus+tcp://[::1]:1502\"",
           "url: \"modbus+tcp://[fe80::1%eth0]\"", "url: \"modbus+tcp://gw_1.local\"", RTU_TCP,
           "url: \"modbus+rtu+tcp://[::1]:4001?baud=19200\"", SERIAL,
           "url: \"modbus+rtu:/dev/ttyUSB0?baud=115200&parity=odd&stop_bits=2&rs485=rts_up\"",
           "url: \"modbus+rtu:/dev/ttyUSB0?rs485=rts_down&parity=none\"",
           "url: \"modbus+rtu:/dev/ttyUSB0?rs485=kernel\"",
           f"{TCP}, gap: 0s, connect_gap: 10s, timeout: 10ms, busy_bound: 1m, hold_open: false",
           f"{TCP}, transaction_id: ignore, busy_bound: 100ms", f"{SERIAL}, gap: 40ms",
           f"{TCP}, max_in_flight: 16", f"{TCP}, max_in_flight: 1, transaction_id: match",
           f"{RTU_TCP}, connect_gap: 1s, hold_open: true"],
    feeder: ["children: complete", "parent: grid", "zone: 3", "serial: 20240017", "serial: A-17",
             f"{MORNING}, to: 2027-01-01T00:00:00Z", "from: \"2026-03-01 10:30:00.000+05:45\"",
             "calibration: {certificate: 17}",
             "calibration: {certificate: 检 17, valid_until: 2027-12-31}", "update_period: 0s",
             "update_period: 1h", "reverse: true", "multipliers: []", "max_registers: 125",
             "forbidden: []"],
    meter_alone: [
        "name: m, link: \"modbus+rtu:/dev/ttyS0\", unit: 247, profile: eastron/sdm630, role: it, "
        "max_power: 1kW",
        "name: m, link: \"modbus+tcp://i:1502\", unit: 255, profile: eastron/sdm630, role: it, "
        "max_power: 1.5MW, point: mains_feed",
        "name: m, link: \"modbus+tcp://i\", unit: 0, profile: eastron/sdm630, role: it, "
        "max_power: 0.05W"],
    meter: [f"role: water, max_flow: 20m3/h, {VOLUME}", f"role: water, max_flow: 0.5l/s, {VOLUME}",
            f"role: heat_reuse, max_power: 800kW, {HEAT}",
            f"role: lighting, points: [{POWER}]", f"role: lighting, points: [{PHASES}]",
            f"role: solar, max_power: 1MW, points: [{POWER}]",
            "role: battery, profile: eastron/sdm630, max_power: 1MW, battery: {boundary: outside}",
            "role: check, checks: grid, profile: eastron/sdm630, max_power: 1MW"],
    water: [f"max_flow: 1l/s, {VOLUME[:-1]}, {IMPORT}]"],
    accuracy: ["meter: 0.5S, ct: 0.5, vt: 0.5", "meter: \"1\", ct: 0.2S, ct_primary: 1250.5",
               "meter: 2, ct: 1, ct_primary: 100000, nominal_voltage: 10kV", "limit_percent: 20",
               "limit_percent: 1.5, vt: 3", "meter: 0.2, ct: 0.1, ct_primary: 1, "
               "nominal_voltage: 400.5V"],
    multiplier: [f"{MORNING}, ct: 2000/5, applied: software",
                 f"{MORNING}, vt: 10000/100, ct: 1.5/0.5, applied: meter"],
    forbidden: ["address: 30200", "function: 4, address: 0xC8, count: 5".replace("0xC8", "200"),
                "address: 00200", "address: 465536"],
    point: [f"{VOLTAGE}, type: uint16, sentinels: [0xFFFF, \"0x8000\"]",
            f"{VOLTAGE}, type: int32, order: cdab, scale: -0.1, resolution: 0.5, rate: slow",
            f"{VOLTAGE}, type: uint64, order: hgfedcba", f"{VOLTAGE}, type: float64, order: dcba",
            f"{VOLTAGE}, type: mod10k, words: 4, order: cdabghef", f"{VOLTAGE}, type: bit, bit: 15",
            f"{VOLTAGE}, type: float16", f"{VOLTAGE}, type: bool", f"{VOLTAGE}, type: bcd16",
            "quantity: voltage_l1_v, function: 1, address: 65535, type: bool",
            "quantity: voltage_l1_v, address: 00052, type: bool",
            "quantity: voltage_l1_v, address: 10001, type: bool",
            "quantity: voltage_l1_v, address: 30053, type: uint16",
            "quantity: voltage_l1_v, address: 465535, type: float32",
            "quantity: active_power_w, address: 40001, type: int16, rate: medium",
            "quantity: energy_export_wh, address: 40001, type: bcd32, scale: 1e3, modulus: 1e8",
            "quantity: serial, address: 40001, type: uint32, rate: medium",
            "quantity: serial, address: 40001, type: mod10k, words: 3",
            NET],
    virtual_meter: ["name: v, formula: grid - ups, role: feeder",
                    "name: v, formula: \"0.35 * grid + 2 * ups\", role: feeder",
                    "name: v, formula: \"  grid   -  0.000001 *  ups \", role: power_loss",
                    "name: v, formula: grid - ups, role: it, point: pdu_output"],
    ledger: ["path: l.db", "path: l.db, interval: 15m, grace: 10m, checkpoints: c",
             "path: l.db, interval: 900s, retention: {detail: 3y}",
             "path: l.db, retention: {detail: 100y}"],
}

BAD = {
    document: ["", "[]", "site: {}\nmeters: []", f"site: {{{SITE}}}", f"meters:\n  - {GRID}",
               whole().replace("site:", "sites:")],
    rest: ["polling:", "links:", "links: []", "alerts: {meter_dwon: {for: 1m}}",
           "links: {1a: {url: \"modbus+tcp://h\"}}", "virtual_meters: {}", "ledger: {}",
           "control: {socket: " + "s" * 108 + "}", "events: []", "events: \"\"", "events:",
           "renewables: {grid: a.csv}", "ledger: {path: l.db, retention: {details: 3y}}",
           "control: /run/pued.sock", "tariff: {}"],
    site: ["hub_node: yes", "hub_node: \"true\"", "hub_node: 1", "commissioned: 2024-5-1",
           "commissioned: 1969-12-31", "commissioned: 2024-13-01", "commissioned: 2024",
           "standard_racks: 0", "standard_racks: 10000001", "standard_racks: 1.5",
           "standard_racks: \"12\"", "design_it_power: 12", "design_it_power: 12mw",
           "design_it_power: 0.0kW", "design_it_power: -1kW", "design_it_power: 012kW",
           "design_it_power: 12 MW", "target_pue: 1", "target_pue: 5.01", "target_pue: \"1.2\"",
           "target_pue: [1.2, 1.3]", "target_pue: [" + ", ".join(['"1.2"'] * 12) + "]",
           f"target_pue: [{', '.join(['1'] * 12)}]", "park: green",
           "it_level: pdu", "tariff: 1", "grid_region: Inner Mongolia"],
    site_alone: ["name: a", "timezone: UTC", "name: 9a, timezone: UTC", "name: a b, timezone: UTC",
                 f"name: {'a' * 64}, timezone: UTC"],
    polling: ["interval: 5", "interval: 5 s", "interval: 05s", "interval: 1.5s", "interval: 5sec",
              "interval: -5s", "slow_share: 0.005", "slow_share: 0.51", "slow_share: \"0.1\"",
              "intervall: 5s"],
    alert: ["", "for: 15", "for: 1w"],
    link: ["", "url: \"modbus+tcp://\"", "url: \"modbus+tcp://h/x\"", "url: \"modbus+tcp://h:0\"",
           "url: \"modbus+tcp://h?baud=9600\"", "url: \"modbus+tcp://::1\"",
           "url: \"modbus+tcp://u@h\"", "url: \"tcp://h\"", "url: h",
           "url: \"modbus+rtu+tcp://h\"", "url: \"modbus+rtu+tcp://h:1?parity=even\"",
           "url: \"modbus+rtu:ttyS0\"", "url: \"modbus+rtu:/dev/ttyS0?parity=mark\"",
           "url: \"modbus+rtu:/dev/ttyS0?stop_bits=3\"",
           "url: \"modbus+rtu:/dev/ttyS0?bauds=9600\"", "url: \"modbus+rtu:/dev/ttyS0?rs485=on\"",
           f"{TCP}, gap: 40", f"{TCP}, hold_open: no", f"{TCP}, transaction_id: maybe",
           f"{SERIAL}, connect_gap: 1s", f"{SERIAL}, hold_open: true",
           f"{SERIAL}, transaction_id: match", f"{RTU_TCP}, transaction_id: ignore",
           f"{TCP}, max_in_flight: 0", f"{TCP}, max_in_flight: 17", f"{TCP}, max_in_flight: 1.5",
           f"{TCP}, max_in_flight: 2, transaction_id: ignore", f"{SERIAL}, max_in_flight: 1",
           f"{RTU_TCP}, max_in_flight: 2", f"{TCP}, baud: 9600"],
    meter_alone: ["link: \"modbus+tcp://h\", unit: 3, profile: eastron/sdm630, role: feeder, "
                  "max_power: 1kW",
                  "name: m, unit: 3, profile: eastron/sdm630, role: feeder, max_power: 1kW",
                  "name: m, link: \"modbus+tcp://h\", profile: eastron/sdm630, role: feeder, "
                  "max_power: 1kW",
                  "name: m, link: \"modbus+rtu:/dev/ttyS0\", unit: 248, profile: eastron/sdm630, "
                  "role: feeder, max_power: 1kW",
                  "name: m, link: \"modbus+rtu+tcp://h:4001\", unit: 0, role: feeder, "
                  "profile: eastron/sdm630, max_power: 1kW",
                  "name: m, link: \"modbus+tcp://h\", unit: 256, profile: eastron/sdm630, "
                  "role: feeder, max_power: 1kW",
                  "name: m, link: \"http://h\", unit: 3, profile: eastron/sdm630, role: feeder, "
                  "max_power: 1kW"],
    meter: ["profile: eastron/sdm630, max_power: 1kW", "role: feeder, max_power: 1kW",
            f"role: feeder, max_power: 1kW, profile: eastron/sdm630, points: [{POWER}]",
            "role: feeder, max_power: 1kW, profile: sdm630",
            "role: feeder, max_power: 1kW, profile: ../eastron/sdm630",
            f"role: lighting, points: [{IMPORT}]",
            f"role: lighting, max_power: 1kW, points: [{{{VOLTAGE}, type: uint16}}]",
            f"role: lighting, points: [{PHASES.rsplit(', {', 1)[0]}]",
            f"role: solar, points: [{POWER}]", "role: wind, profile: eastron/sdm630",
            f"role: water, {VOLUME}", f"role: heat_reuse, {HEAT}",
            f"role: heat_reuse, max_power: 1kW, {VOLUME}",
            "role: check, profile: eastron/sdm630, max_power: 1MW"],
    water: [f"max_flow: 20, {VOLUME}", f"max_flow: 0m3/h, {VOLUME}", f"max_flow: 1m3, {VOLUME}",
            f"max_flow: 1m3/h, {HEAT}", f"max_flow: 1m3/h, max_power: 1kW, {VOLUME}"],
    feeder: ["max_flow: 1m3/h", "children: some", "parent: 7up", "zone: \"\"", "zone: {}",
             "from: 2026-03-01", "from: 2026-03-01T10:15:00", "from: 2026-03-01T10:20:00+08:00",
             "calibration: {}", "calibration: {valid_until: 2027-12-31}",
             "calibration: {certificate: 1, valid_until: 2027}", "update_period: 10",
             "reverse: on", "multipliers: {}", "max_registers: 126", "max_registers: 0",
             "forbidden: {}", "ct: 2000/5", "battery: {boundary: inside}", "checks: grid",
             "accuracy: 0.5S"],
    accuracy: ["", "meter: 0.3", "meter: 0.5S, limit_percent: 1", "ct: 0.5", "limit_percent: 0",
               "limit_percent: 20.1", "limit_percent: \"1\"", "meter: 1, ct_primary: 1000",
               "meter: 1, ct: 3", "meter: 1, ct: 0.5, ct_primary: 0",
               "meter: 1, ct: 0.5, nominal_voltage: 400V",
               "meter: 1, ct: 0.5, ct_primary: 1000, nominal_voltage: 400", "meter: 1, vt: 0.2S"],
    multiplier: ["ct: 2000/5, applied: software", f"{MORNING}, applied: software",
                 f"{MORNING}, ct: 2000/5", f"{MORNING}, ct: 400, applied: software",
                 f"{MORNING}, ct: 2000:5, applied: software",
                 f"{MORNING}, ct: 2000/5, applied: both"],
    forbidden: ["", "function: 4", "function: 5, address: 1", "function: 4, address: 65536",
                "address: 70000", "address: 40200, count: 0", "address: 40200, count: 65536",
                "address: 40200, counts: 2"],
    points: ["[]", "{}", "[active_power_w]"],
    point: ["", "quantity: voltage_l1_v, function: 3, type: uint16",
            "quantity: voltage_l1_v, function: 3, address: 0",
            "function: 3, address: 0, type: bool",
            f"{VOLTAGE}, type: uint8", f"{VOLTAGE}, type: mod10k",
            f"{VOLTAGE}, type: mod10k, words: 5", f"{VOLTAGE}, type: uint16, words: 1",
            f"{VOLTAGE}, type: bit", f"{VOLTAGE}, type: bit, bit: 16",
            f"{VOLTAGE}, type: uint16, bit: 0", f"{VOLTAGE}, type: uint16, order: bacd",
            f"{VOLTAGE}, type: uint32, order: abcdefgh",
            f"{VOLTAGE}, type: uint64, order: aacdefgh",
            f"{VOLTAGE}, type: mod10k, words: 2, order: abcdefgh",
            f"{VOLTAGE}, type: uint16, scale: 0", f"{VOLTAGE}, type: uint16, scale: \"0.1\"",
            f"{VOLTAGE}, type: uint16, resolution: 0", f"{VOLTAGE}, type: uint16, modulus: 65536",
            f"{VOLTAGE}, type: uint16, sentinels: 0xFFFF",
            f"{VOLTAGE}, type: uint16, sentinels: [\"FFFF\"]",
            f"{VOLTAGE}, type: uint16, sentinels: [none]", f"{VOLTAGE}, type: uint16, rate: often",
            "quantity: voltage_l1_v, function: 5, address: 0, type: uint16",
            "quantity: voltage_l1_v, function: 3, address: 65536, type: uint16",
            "quantity: voltage_l1_v, address: 52, type: uint16",
            "quantity: voltage_l1_v, address: 20001, type: uint16",
            "quantity: voltage_l1_v, function: 2, address: 0, type: uint16",
            "quantity: voltage, function: 3, address: 0, type: uint16",
            "quantity: active_power_w, function: 3, address: 0, type: float32, rate: slow",
            "quantity: energy_export_wh, function: 3, address: 0, type: uint32, rate: slow",
            "quantity: energy_export_wh, function: 3, address: 0, type: float16",
            "quantity: energy_export_wh, function: 3, address: 0, type: uint32, scale: -1",
            f"{NET}, modulus: 1e6",
            "quantity: serial, address: 40001, type: float32",
            "quantity: serial, address: 40001, type: int32",
            "quantity: serial, address: 40001, type: uint32, scale: 10",
            "quantity: serial, address: 40001, type: uint32, resolution: 1"],
    virtual_meter: ["name: v, role: feeder", "name: v, formula: grid",
                    "formula: grid, role: feeder",
                    "name: v, formula: \"\", role: feeder",
                    "name: v, formula: grid ups, role: feeder",
                    "name: v, formula: \"- grid\", role: feeder",
                    "name: v, formula: \"0.1234567 * grid\", role: feeder",
                    "name: v, formula: grid * 2, role: feeder",
                    "name: v, formula: grid - ups, role: power_loss, point: pdu_output"],
    ledger: ["checkpoints: c", "path: \"\"", "path: l.db, interval: 5m", "path: l.db, grace: 120",
             "path: l.db, retention: {detail: 2y}", "path: l.db, retention: {detail: 101y}",
             "path: l.db, retention: {detail: 10}", "path: [l.db]"],
}

# Every key whose sense depends on the role, and what it counts, are tried with every role.
ROLE_KEYS = [
    "max_power: 1MW", "zone: a", "max_power: 1MW, point: pdu_output",
    "max_power: 1MW, supplies: site", "max_power: 1MW, supplies: grid",
    "max_power: 1MW, supplies: virtual", "max_power: 1MW, battery: {boundary: inside}",
    "max_power: 1MW, checks: grid", "max_power: 1MW, subsystem: cooling",
    "max_power: 1MW, parent: grid", "max_power: 1MW, children: complete",
    "max_power: 1MW, reverse: true", "max_power: 1MW, multipliers: []",
    "max_power: 1MW, accuracy: {meter: 1}", "max_flow: 1l/s", "max_flow: 1l/s, max_power: 1MW",
    "max_flow: 1l/s, parent: grid", "max_flow: 1l/s, reverse: true",
    "max_flow: 1l/s, children: complete", "max_flow: 1l/s, multipliers: []",
    "max_flow: 1l/s, accuracy: {meter: 1}", "checks: grid, zone: a"]
ALL_POINTS = f"[{POWER}, {IMPORT}, {VOLUME[9:-1]}, {HEAT[9:-1]}]"
ROLE_POINTS = [f"[{POWER}]", f"[{IMPORT}]", f"[{PHASES}]", VOLUME[8:], HEAT[8:], ALL_POINTS]
BOUNDS = ["zone: a", "max_power: 1MW", "max_flow: 1l/s", "checks: grid",
          "checks: grid, max_power: 1MW"]
