// A configuration of two meters that nobody answers for, with a ledger and a file of events: for
// tests of what changes a running site.
#pragma once

#include <fstream>
#include <iterator>
#include <string>

#include "../store/fixture.h"
#include "runtime/event_entry.h"

namespace pue::runtime::test {

inline std::string content(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

inline void write(const std::string& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

struct SiteWithEvents {
  ledger::TemporaryDirectory directory;
  std::string config = directory.file("pued.yaml");
  std::string events = directory.file("events.csv");

  SiteWithEvents() {
    write(events, "time,meter,kind,final,initial,who,why,ticket\n");
    write(config, text("grid"));
  }

  /// Port 1 of this machine: refused at once.
  static std::string text(const std::string& grid) {
    const std::string points =
        "    points:\n"
        "      - {quantity: active_power_w, function: 3, address: 0, type: float32}\n"
        "      - {quantity: energy_import_wh, function: 3, address: 2, type: uint32, "
        "resolution: 1}\n";
    return "site: {name: test, timezone: Asia/Shanghai, commissioned: 2024-05-01, "
           "standard_racks: 100}\n"
           "meters:\n"
           "  - name: " +
           grid +
           "\n    link: \"modbus+tcp://127.0.0.1:1\"\n    unit: 1\n    role: grid\n"
           "    max_power: 1MW\n" +
           points +
           "  - name: ups-out\n    link: \"modbus+tcp://127.0.0.1:1\"\n    unit: 2\n"
           "    role: it\n    max_power: 1MW\n" +
           points + "events: events.csv\nledger: {path: ledger.db}\n";
  }
};

inline EventRequest calibration() {
  return {"grid", "calibration", "2026-05-04T09:00:00+08:00", "", "", "institute", "yearly", "C-6"};
}

}  // namespace pue::runtime::test
