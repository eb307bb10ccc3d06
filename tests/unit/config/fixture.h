// A small good site for configuration tests, and look-ups as the shell answers them.
#pragma once

#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "config/load.h"

namespace pue::config::test {

inline std::string read_text(const std::string& path) {
  std::ifstream file(path);
  if (!file) throw std::runtime_error("cannot read " + path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

inline std::string source_file(const std::string& path) {
  return std::string(PUE_SOURCE_DIR) + "/" + path;
}

/// Two profiles, one zone, no policies.
inline Lookups lookups() {
  Lookups answers;
  answers.profile = [](const std::string& name) -> std::optional<SourceText> {
    if (name == "test/full") {
      return SourceText{"full.yaml",
                        "model: M\nsource: S\nconfidence: high\npoints:\n"
                        "  - {quantity: active_power_w, function: 4, address: 52, type: float32}\n"
                        "  - {quantity: energy_import_wh, function: 4, address: 72, type: float32, "
                        "scale: 1000, resolution: 10}\n"};
    }
    if (name == "test/broken") return SourceText{"broken.yaml", "model: M\nsourec: S\n"};
    return std::nullopt;
  };
  answers.profile_names = [] { return std::vector<std::string>{"test/broken", "test/full"}; };
  answers.zone = [](const std::string& name) -> std::optional<Zone> {
    if (name != "Asia/Shanghai") return std::nullopt;
    return Zone::fixed(name, std::chrono::hours{8});
  };
  return answers;
}

inline const std::string good_site = "site: {name: a, timezone: Asia/Shanghai}\n";
inline const std::string good_meters =
    "meters:\n"
    "  - {name: grid, link: \"modbus+tcp://h\", unit: 1, profile: test/full, role: grid, "
    "max_power: "
    "1MW}\n"
    "  - {name: ups, link: \"modbus+tcp://h\", unit: 2, profile: test/full, role: it, max_power: "
    "1MW}\n";

inline std::vector<std::string> messages(const std::string& text,
                                         const Lookups& answers = lookups()) {
  const auto result = load({"p.yaml", text}, answers);
  std::vector<std::string> found;
  if (const auto* errors = std::get_if<LocatedErrors>(&result)) {
    for (const auto& error : *errors) found.push_back(error.text());
  }
  return found;
}

inline Configuration loaded(const std::string& text, const Lookups& answers = lookups()) {
  auto result = load({"p.yaml", text}, answers);
  if (const auto* errors = std::get_if<LocatedErrors>(&result)) {
    throw std::runtime_error(errors->front().text());
  }
  return std::get<Configuration>(std::move(result));
}

}  // namespace pue::config::test
