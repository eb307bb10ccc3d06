// The private key that signs a ledger's checkpoints: given by a systemd credential, else kept
// beside the ledger and made with it.
#pragma once

#include <string>

#include "base/result.h"
#include "ledger/signing_key.h"

namespace pue::runtime {

/// The credential `ledger-key` ($CREDENTIALS_DIRECTORY, PKCS#8 PEM) if there is one; else the file
/// LEDGER.key, which is made for its owner alone if it does not exist. Error: names the file and
/// the remedy; a key file that others can read is refused.
Result<ledger::SigningKey> ledger_key(const std::string& ledger_path);

}  // namespace pue::runtime
