// A new TCP socket for a link to meters. It is not connected yet, and it never takes the last
// descriptors of the process: the ledger, the HTTP server and the configuration need some too.
#pragma once

namespace pue::runtime {

/// A non-blocking stream socket of `family` (AF_INET, AF_INET6), closed on exec; −1 when a link may
/// have none.
int open_link_socket(int family);

}  // namespace pue::runtime
