#include "runtime/log.h"

#include <fmt/format.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <memory>

namespace pue::runtime {
namespace {

/// The message as a quoted string that both logfmt and JSON read: `"`, `\` and control bytes
/// escaped.
class QuotedMessage : public spdlog::custom_flag_formatter {
 public:
  void format(const spdlog::details::log_msg& message, const std::tm&,
              spdlog::memory_buf_t& out) override {
    out.push_back('"');
    for (const char c : message.payload) append(c, out);
    out.push_back('"');
  }
  std::unique_ptr<custom_flag_formatter> clone() const override {
    return std::make_unique<QuotedMessage>();
  }

 private:
  static void append(char c, spdlog::memory_buf_t& out) {
    if (c == '"' || c == '\\') {
      out.push_back('\\');
      out.push_back(c);
    } else if (static_cast<unsigned char>(c) < 0x20) {
      fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<int>(c));
    } else {
      out.push_back(c);
    }
  }
};

}  // namespace

Result<void> set_up_log(const std::string& level, const std::string& format) {
  const auto known = level == "debug" || level == "info" || level == "warn" || level == "error";
  if (!known)
    return Error{fmt::format("--log.level={}: expected debug, info, warn or error", level)};
  if (format != "logfmt" && format != "json")
    return Error{fmt::format("--log.format={}: expected logfmt or json", format)};

  auto formatter = std::make_unique<spdlog::pattern_formatter>(spdlog::pattern_time_type::utc);
  formatter->add_flag<QuotedMessage>('Q').set_pattern(
      format == "json" ? R"({"ts":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l","msg":%Q})"
                       : "ts=%Y-%m-%dT%H:%M:%S.%eZ level=%l msg=%Q");
  auto logger =
      std::make_shared<spdlog::logger>("pued", std::make_shared<spdlog::sinks::stderr_sink_mt>());
  logger->set_formatter(std::move(formatter));
  logger->set_level(spdlog::level::from_str(level));
  logger->flush_on(spdlog::level::info);
  spdlog::set_default_logger(std::move(logger));
  return {};
}

}  // namespace pue::runtime
