#include "modbus/framing.h"

namespace pue::modbus {

void MbapFraming::begin(const Request& request) {
  request_ = request;
  bytes_ = encode(++transaction_, request);
  misfit_ = false;
}

std::optional<Meaning> MbapFraming::next() {
  const auto frame = reader_.next();
  if (!frame) return std::nullopt;
  auto meaning =
      interpret(*frame, keeps_transaction_id_ ? transaction_ : frame->transaction, request_);
  const auto* stray = std::get_if<Stray>(&meaning);
  misfit_ = misfit_ || (stray && *stray == Stray::other_unit);
  return meaning;
}

bool MbapFraming::discard() {
  while (reader_.next()) {
  }
  return reader_.empty();
}

bool RtuFraming::discard() {
  reader_.discard();
  return true;
}

bool Framing::identifies_answers() const {
  return std::visit([](const auto& kind) { return kind.identifies_answers(); }, kind_);
}

void Framing::begin(const Request& request) {
  std::visit([&](auto& kind) { kind.begin(request); }, kind_);
}

std::span<const std::uint8_t> Framing::request_bytes() const {
  return std::visit([](const auto& kind) { return kind.request_bytes(); }, kind_);
}

void Framing::append(std::span<const std::uint8_t> bytes) {
  std::visit([&](auto& kind) { kind.append(bytes); }, kind_);
}

std::optional<Meaning> Framing::next() {
  return std::visit([](auto& kind) { return kind.next(); }, kind_);
}

bool Framing::misfit() const {
  return std::visit([](const auto& kind) { return kind.misfit(); }, kind_);
}

bool Framing::broken() const {
  return std::visit([](const auto& kind) { return kind.broken(); }, kind_);
}

bool Framing::discard() {
  return std::visit([](auto& kind) { return kind.discard(); }, kind_);
}

void Framing::reset() {
  std::visit([](auto& kind) { kind.reset(); }, kind_);
}

}  // namespace pue::modbus
