// How the requests and answers of one TCP connection are framed: Modbus/TCP, or RTU through a
// serial device server. One interface for the conversation, which owns time and the connection.
// Requests under way at the same time have one slot each; without transaction ids there is one.
#pragma once

#include <variant>
#include <vector>

#include "modbus/mbap.h"
#include "modbus/rtu_frame.h"

namespace pue::modbus {

/// A frame that came, to the request in that slot. What answers none of them is Stray, and in the
/// first one.
struct Heard {
  std::size_t slot = 0;
  Meaning meaning;
};

/// Modbus/TCP: frames are delimited by their headers and, but for devices that do not keep them,
/// matched by transaction id.
class MbapFraming {
 public:
  /// `slots` ≥ 1; more than one needs the id.
  explicit MbapFraming(bool keeps_transaction_id, std::size_t slots = 1)
      : keeps_transaction_id_{keeps_transaction_id}, slots_(slots) {}

  std::size_t slots() const { return slots_.size(); }
  bool identifies_answers() const { return keeps_transaction_id_; }
  void begin(const Request& request, std::size_t slot);
  std::span<const std::uint8_t> request_bytes(std::size_t slot) const { return slots_[slot].bytes; }
  void append(std::span<const std::uint8_t> bytes) { reader_.append(bytes); }
  std::optional<Heard> next();
  bool misfit(std::size_t slot) const { return slots_[slot].misfit; }
  bool broken() const { return reader_.broken(); }
  bool discard();
  void reset() { reader_.reset(); }

 private:
  struct Slot {
    Request request;
    std::uint16_t transaction = 0;
    std::array<std::uint8_t, modbus::request_bytes> bytes{};
    bool misfit = false;
  };
  std::size_t slot_of(std::uint16_t transaction) const;

  bool keeps_transaction_id_;
  std::uint16_t last_transaction_ = 0;
  std::vector<Slot> slots_;
  FrameReader reader_;
};

/// RTU: answers are recognised by unit, function, length and checksum.
class RtuFraming {
 public:
  std::size_t slots() const { return 1; }
  bool identifies_answers() const { return false; }
  void begin(const Request& request, std::size_t) { reader_.expect(request); }
  std::span<const std::uint8_t> request_bytes(std::size_t) const { return reader_.request_bytes(); }
  void append(std::span<const std::uint8_t> bytes) { reader_.append(bytes); }
  std::optional<Heard> next();
  bool misfit(std::size_t) const { return reader_.misfit(); }
  bool broken() const { return false; }
  bool discard();
  void reset() { reader_.discard(); }

 private:
  RtuReader reader_;
};

class Framing {
 public:
  Framing(MbapFraming mbap) : kind_{std::move(mbap)} {}
  Framing(RtuFraming rtu) : kind_{std::move(rtu)} {}

  /// How many requests may be under way at the same time.
  std::size_t slots() const;
  /// An answer can be told from one to an earlier request.
  bool identifies_answers() const;
  /// A new request in a slot, under a new transaction id where there is one. Answers are judged by
  /// it.
  void begin(const Request& request, std::size_t slot);
  /// What to send for it; valid until the next `begin` of the slot.
  std::span<const std::uint8_t> request_bytes(std::size_t slot) const;
  void append(std::span<const std::uint8_t> bytes);
  /// What the next complete frame means; nothing when more bytes are needed.
  std::optional<Heard> next();
  /// The request was answered in a way that is no answer to it.
  bool misfit(std::size_t slot) const;
  /// No frame can be found any more: the connection must be closed.
  bool broken() const;
  /// Drops what was appended while no answer was awaited. False: a frame has begun and not ended,
  /// so that the next bytes belong to it.
  bool discard();
  /// For a new connection.
  void reset();

 private:
  std::variant<MbapFraming, RtuFraming> kind_;
};

}  // namespace pue::modbus
