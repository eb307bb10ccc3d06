// Commits interval after interval to a ledger, from where it ends, until it is killed. Of each that
// is acknowledged it writes the number of its leaf to standard output, a line each.
//
// usage: endless_writer LEDGER
#include <fmt/format.h>
#include <unistd.h>

#include <string>

#include "endless_history.h"

using namespace pue;

namespace {

/// The state is the number of the last interval.
int next_number(ledger::HistoryStore& store) {
  const auto state = store.state().value();
  return state ? std::stoi(state->state) + 1 : 0;
}

bool print_last_leaf(ledger::HistoryStore& store) {
  const auto line = fmt::format("{}\n", store.records().value() - 1);
  return ::write(STDOUT_FILENO, line.data(), line.size()) == static_cast<ssize_t>(line.size());
}

}  // namespace

int main(int arguments, char** argument) {
  if (arguments != 2) return 2;
  const auto store = durability::open_endless(argument[1]);
  if (!store) {
    fmt::print(stderr, "{}\n", store.error().message);
    return 1;
  }
  for (int number = next_number(**store);; ++number) {
    const auto done = (*store)->commit({durability::interval_number(number)},
                                       {ledger::quarter(number + 1), std::to_string(number)});
    if (!done || !print_last_leaf(**store)) return 1;
  }
}
