// What the HTTP server asks of the site's ledger. It is asked on the worker's thread, one question
// at a time, and may take long; it reads in short transactions and writes nothing.
#pragma once

#include <functional>
#include <stop_token>
#include <string>
#include <variant>

#include "exporters/api/envelope.h"
#include "exporters/http/query.h"

namespace pue::http {

struct Document {
  std::string content_type;
  std::string body;
  std::string file_name = {};  // empty: to be shown, not kept
};

/// Why there is no document, and what to do.
struct Refusal {
  api::ErrorType type = api::ErrorType::internal;
  std::string message;
};

using Outcome = std::variant<Document, Refusal>;

/// The names of the parameters are known to be right, and the required ones to be there. It ends
/// soon, with whatever outcome or exception, when a stop is requested.
using LedgerAnswer = std::function<Outcome(const Query&, const std::stop_token&)>;

struct LedgerSource {
  LedgerAnswer figures;
  LedgerAnswer report;
  LedgerAnswer bundle;
  LedgerAnswer proof;
};

}  // namespace pue::http
