#include "modbus/framing.h"

#include <algorithm>
#include <utility>

namespace pue::modbus {

void MbapFraming::begin(const Request& request, std::size_t slot) {
  const auto transaction = ++last_transaction_;
  slots_[slot] = {request, transaction, encode(transaction, request), false};
}

std::optional<Heard> MbapFraming::next() {
  const auto frame = reader_.next();
  if (!frame) return std::nullopt;
  const auto index = slot_of(frame->transaction);
  auto& slot = slots_[index];
  auto meaning = interpret(*frame, keeps_transaction_id_ ? slot.transaction : frame->transaction,
                           slot.request);
  const auto* stray = std::get_if<Stray>(&meaning);
  slot.misfit = slot.misfit || (stray && *stray == Stray::other_unit);
  return Heard{index, std::move(meaning)};
}

/// The first one, when no slot has it.
std::size_t MbapFraming::slot_of(std::uint16_t transaction) const {
  const auto slot = std::find_if(slots_.begin(), slots_.end(),
                                 [&](const Slot& one) { return one.transaction == transaction; });
  return slot == slots_.end() ? 0 : static_cast<std::size_t>(slot - slots_.begin());
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

std::optional<Heard> RtuFraming::next() {
  auto meaning = reader_.next();
  if (!meaning) return std::nullopt;
  return Heard{0, std::move(*meaning)};
}

std::size_t Framing::slots() const {
  return std::visit([](const auto& kind) { return kind.slots(); }, kind_);
}

bool Framing::identifies_answers() const {
  return std::visit([](const auto& kind) { return kind.identifies_answers(); }, kind_);
}

void Framing::begin(const Request& request, std::size_t slot) {
  std::visit([&](auto& kind) { kind.begin(request, slot); }, kind_);
}

std::span<const std::uint8_t> Framing::request_bytes(std::size_t slot) const {
  return std::visit([&](const auto& kind) { return kind.request_bytes(slot); }, kind_);
}

void Framing::append(std::span<const std::uint8_t> bytes) {
  std::visit([&](auto& kind) { kind.append(bytes); }, kind_);
}

std::optional<Heard> Framing::next() {
  return std::visit([](auto& kind) { return kind.next(); }, kind_);
}

bool Framing::misfit(std::size_t slot) const {
  return std::visit([&](const auto& kind) { return kind.misfit(slot); }, kind_);
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
