// The claim of one process to write a ledger: a lock on a file beside it that the kernel gives back
// when the process ends, however it ends. The file itself says nothing and is never removed.
#pragma once

#include <string>

#include "base/result.h"

namespace pue::ledger {

class WriterClaim {
 public:
  /// Locks `<ledger_path>.lock`, without waiting. Error: another process (named by its number)
  /// writes this ledger, or the lock file cannot be made; with the remedy.
  static Result<WriterClaim> take(const std::string& ledger_path);

  WriterClaim(WriterClaim&& other) noexcept;
  WriterClaim& operator=(WriterClaim&& other) noexcept;
  ~WriterClaim();

 private:
  explicit WriterClaim(int descriptor) : descriptor_(descriptor) {}
  int descriptor_ = -1;
};

}  // namespace pue::ledger
