// How the requests and answers of one TCP connection are framed: Modbus/TCP, or RTU through a
// serial device server. One interface for the conversation, which owns time and the connection.
#pragma once

#include <variant>

#include "modbus/mbap.h"
#include "modbus/rtu_frame.h"

namespace pue::modbus {

/// Modbus/TCP: frames are delimited by their headers and, but for devices that do not keep them,
/// matched by transaction id.
class MbapFraming {
 public:
  explicit MbapFraming(bool keeps_transaction_id) : keeps_transaction_id_{keeps_transaction_id} {}

  bool identifies_answers() const { return keeps_transaction_id_; }
  void begin(const Request& request);
  std::span<const std::uint8_t> request_bytes() const { return bytes_; }
  void append(std::span<const std::uint8_t> bytes) { reader_.append(bytes); }
  std::optional<Meaning> next();
  bool misfit() const { return misfit_; }
  bool broken() const { return reader_.broken(); }
  bool discard();
  void reset() { reader_.reset(); }

 private:
  bool keeps_transaction_id_;
  Request request_;
  std::uint16_t transaction_ = 0;
  std::array<std::uint8_t, modbus::request_bytes> bytes_{};
  FrameReader reader_;
  bool misfit_ = false;
};

/// RTU: answers are recognised by unit, function, length and checksum.
class RtuFraming {
 public:
  bool identifies_answers() const { return false; }
  void begin(const Request& request) { reader_.expect(request); }
  std::span<const std::uint8_t> request_bytes() const { return reader_.request_bytes(); }
  void append(std::span<const std::uint8_t> bytes) { reader_.append(bytes); }
  std::optional<Meaning> next() { return reader_.next(); }
  bool misfit() const { return reader_.misfit(); }
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

  /// An answer can be told from one to an earlier request.
  bool identifies_answers() const;
  /// A new request, under a new transaction id where there is one. Answers are judged by it.
  void begin(const Request& request);
  /// What to send for it; valid until the next `begin`.
  std::span<const std::uint8_t> request_bytes() const;
  void append(std::span<const std::uint8_t> bytes);
  /// What the next complete frame means; nothing when more bytes are needed.
  std::optional<Meaning> next();
  /// The request was answered in a way that is no answer to it.
  bool misfit() const;
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
