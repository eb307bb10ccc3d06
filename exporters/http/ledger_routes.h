// The routes that are answered from the ledger: their parameters, and how an outcome becomes an
// answer. What the values mean is the source's.
#pragma once

#include <string_view>
#include <vector>

#include "base/result.h"
#include "exporters/http/ledger_source.h"
#include "exporters/http/response.h"

namespace pue::http {

struct Parameter {
  std::string_view name;
  std::string_view meaning;  // with an example, for who leaves it out
  bool required = false;
};

struct LedgerRoute {
  std::string_view path;
  std::vector<Parameter> parameters;
  LedgerAnswer LedgerSource::*answer;
};

const std::vector<LedgerRoute>& ledger_routes();

/// Error: a parameter that is missing, given twice, or of another name; and which there are.
Result<void> check_parameters(const LedgerRoute& route, const Query& query);

/// The document to be shown or kept, or the refusal.
Response response_of(Outcome outcome);

}  // namespace pue::http
