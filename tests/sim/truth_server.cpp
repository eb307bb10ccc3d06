#include "sim/truth_server.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <cerrno>
#include <charconv>
#include <optional>
#include <system_error>

#include "sim/truth_report.h"

namespace pue::sim {
namespace {

ControlAnswer failure(int status, const std::string& message) {
  return {status, boost::json::serialize(boost::json::object{{"error", message}}) + "\n"};
}

ControlAnswer done() { return {200, "{\"status\":\"ok\"}\n"}; }

std::string percent_decoded(std::string_view text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned byte = 0;
    const bool escape = text[i] == '%' && i + 2 < text.size() &&
                        std::from_chars(&text[i] + 1, &text[i] + 3, byte, 16).ptr == &text[i] + 3;
    decoded += escape ? static_cast<char>(byte) : text[i];
    if (escape) i += 2;
  }
  return decoded;
}

std::map<std::string, std::string> parse_query(std::string_view text) {
  std::map<std::string, std::string> query;
  while (!text.empty()) {
    const auto part = text.substr(0, text.find('&'));
    text.remove_prefix(std::min(text.size(), part.size() + 1));
    const auto equals = part.find('=');
    if (equals == std::string_view::npos) continue;
    query[percent_decoded(part.substr(0, equals))] = percent_decoded(part.substr(equals + 1));
  }
  return query;
}

std::string value_or_empty(const ControlRequest& request, const std::string& key) {
  const auto found = request.query.find(key);
  return found == request.query.end() ? std::string{} : found->second;
}

// The request up to its empty line; what a slow or talkative client sends is cut.
std::string receive_head(int connection) {
  std::string head;
  std::array<char, 2048> buffer{};
  while (head.size() < 16384 && head.find("\r\n\r\n") == std::string::npos) {
    const auto got = recv(connection, buffer.data(), buffer.size(), 0);
    if (got <= 0) break;
    head.append(buffer.data(), static_cast<std::size_t>(got));
  }
  return head;
}

void send_all(int connection, std::string_view text) {
  while (!text.empty()) {
    const auto sent = send(connection, text.data(), text.size(), MSG_NOSIGNAL);
    if (sent <= 0) return;
    text.remove_prefix(static_cast<std::size_t>(sent));
  }
}

}  // namespace

Result<ControlRequest> parse_control_request(const std::string& head) {
  const auto line = std::string_view(head).substr(0, head.find("\r\n"));
  const auto first = line.find(' ');
  const auto second = first == std::string_view::npos ? first : line.find(' ', first + 1);
  if (second == std::string_view::npos) return Error{"not an HTTP request"};
  const auto target = line.substr(first + 1, second - first - 1);
  const auto mark = target.find('?');
  ControlRequest request{
      std::string(line.substr(0, first)), std::string(target.substr(0, mark)), {}};
  if (mark != std::string_view::npos) request.query = parse_query(target.substr(mark + 1));
  return request;
}

Result<void> put_fault(LiveSite& site, FaultBoard& faults, const MeterFault& fault) {
  const auto& meters = site.site().meters;
  for (std::size_t i = 0; i < meters.size(); ++i) {
    if (meters[i].name != fault.meter) continue;
    if (fault.fault.kind == FaultKind::reset) {
      site.reset_registers(i);
      faults.set(i, Fault{});
    } else {
      faults.set(i, fault.fault);
    }
    return {};
  }
  return Error{fmt::format("no meter \"{}\" in the site", fault.meter)};
}

TruthServer::TruthServer(ListeningSocket socket, LiveSite& site, FaultBoard& faults,
                         const StopSignal& stop)
    : socket_(std::move(socket)), site_(site), faults_(faults), stop_(stop) {}

ControlAnswer TruthServer::answer(const ControlRequest& request) {
  const std::string route = request.method + " " + request.path;
  if (route == "GET /healthz") return done();
  if (route == "GET /state") return {200, simulation_state(site_, faults_)};
  if (route == "GET /truth") return truth(request);
  if (route == "POST /fault") return fault(request);
  if (route == "POST /cooling") return cooling(request);
  return failure(404, "routes: GET /truth, /state, /healthz; POST /fault, /cooling");
}

ControlAnswer TruthServer::truth(const ControlRequest& request) {
  const std::string from_text = value_or_empty(request, "from");
  const std::string to_text = value_or_empty(request, "to");
  if (from_text.empty() && to_text.empty()) return {200, truth_now(site_)};
  const auto from = parse_moment(from_text);
  if (!from) return failure(400, "from: " + from.error().message);
  const auto to = parse_moment(to_text);
  if (!to) return failure(400, "to: " + to.error().message);
  const auto text = truth_between(site_, *from, *to);
  return text ? ControlAnswer{200, *text} : failure(404, text.error().message);
}

ControlAnswer TruthServer::fault(const ControlRequest& request) {
  const auto fault = parse_fault(value_or_empty(request, "kind"));
  if (!fault) return failure(400, fault.error().message);
  const auto put = put_fault(site_, faults_, {value_or_empty(request, "meter"), *fault});
  return put ? done() : failure(404, put.error().message);
}

ControlAnswer TruthServer::cooling(const ControlRequest& request) {
  const std::string text = value_or_empty(request, "factor");
  double factor = 0;
  const char* end = text.data() + text.size();
  const auto [at, error] = std::from_chars(text.data(), end, factor);
  if (error != std::errc{} || at != end || !(factor >= 0.1 && factor <= 10.0))
    return failure(400, "factor must be a number from 0.1 to 10");
  site_.set_cooling_factor(factor);
  return done();
}

void TruthServer::run() {
  while (true) {
    std::array<pollfd, 2> wait{pollfd{socket_.descriptor.get(), POLLIN, 0},
                               pollfd{stop_.descriptor(), POLLIN, 0}};
    if (poll(wait.data(), wait.size(), -1) < 0)
      throw std::system_error(errno, std::generic_category(), "poll");
    if (wait[1].revents != 0) return;
    const Descriptor connection(accept4(socket_.descriptor.get(), nullptr, nullptr, SOCK_CLOEXEC));
    if (connection.get() >= 0) serve(connection.get());
  }
}

void TruthServer::serve(int connection) {
  const timeval patience{2, 0};
  setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  setsockopt(connection, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  const auto request = parse_control_request(receive_head(connection));
  const ControlAnswer reply = request ? answer(*request) : failure(400, request.error().message);
  send_all(connection, fmt::format("HTTP/1.0 {} {}\r\nContent-Type: application/json\r\n"
                                   "Content-Length: {}\r\nConnection: close\r\n\r\n{}",
                                   reply.status, reply.status == 200 ? "OK" : "Error",
                                   reply.body.size(), reply.body));
}

}  // namespace pue::sim
