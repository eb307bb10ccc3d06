// Checks a whole ledger, entry by entry, with nothing but its bytes: their form, the tree, the
// signatures, the detail by its hashes, each energy by its evidence, each total by the boundary
// equation of its configuration. Whether readings are true it cannot know.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/zone.h"
#include "ledger/checkpoint.h"
#include "ledger/configuration_record.h"
#include "ledger/correction_check.h"
#include "ledger/detail_retention.h"
#include "ledger/interval_record.h"
#include "ledger/merkle_tree.h"
#include "ledger/meter_evidence.h"
#include "ledger/record.h"
#include "ledger/site_records.h"

namespace pue::ledger {

/// What is kept beside an entry, as far as it is still there.
struct EntryDetail {
  std::optional<std::string> energies;
  std::optional<std::string> evidence;  // inflated
  std::optional<std::string> text;      // of a configuration
};

struct VerifiedLedger {
  std::uint64_t entries = 0;
  std::uint64_t intervals = 0;       // their versions
  std::uint64_t without_detail = 0;  // not at hand, as in a bundle of another period
  std::uint64_t dropped = 0;         // whose detail a rule has dropped
  /// Whose configuration says nothing of the totals beside the boundary equation.
  std::uint64_t undescribed = 0;
  std::uint64_t checkpoints = 0;
  std::uint64_t signed_entries = 0;  // under the newest checkpoint
  std::optional<UtcTime> signed_at;
  std::optional<Period> extent;
};

class Verifier {
 public:
  /// `trusted`: whose ledger it must be; without one the key of its inception is believed.
  /// `zone_of` tells when the day begins in which a site went in service.
  explicit Verifier(std::optional<VerifierKey> trusted = {}, ZoneLookup zone_of = {})
      : trusted_(std::move(trusted)), zone_of_(std::move(zone_of)) {}

  /// An entry that is still to come: when it says that detail was dropped, intervals before it need
  /// none. It is checked in its turn.
  void announce(std::uint64_t number, std::string_view bytes);
  /// Only intervals within the period need detail. Without it, all do.
  void need_detail_of(const Period& period) { detail_of_ = period; }
  /// Leaves that are not at hand, of which only the subtree's hash is known: from here on some
  /// entries may be missing. Error: it cannot begin here.
  Result<void> skip(int level, const Hash& hash);
  /// The next entry. Error: what is wrong with it; nothing after it is to be believed.
  Result<void> entry(std::string_view bytes, const EntryDetail& detail);
  /// A checkpoint over exactly the entries so far. Error: not signed by the ledger's key, or over
  /// other entries.
  Result<void> checkpoint(std::string_view note);

  /// Nothing follows. Error: something would have to.
  Result<void> end() const { return correction_.nothing_outstanding(); }

  TreeHead head() const { return tree_.head(); }
  const std::optional<VerifierKey>& key() const { return key_; }
  /// As the inception names it.
  const std::string& site() const { return site_; }
  const VerifiedLedger& summary() const { return summary_; }

 private:
  Result<void> inception(std::string_view body);
  Result<void> configuration(std::string_view body, const EntryDetail& detail);
  Result<void> interval(std::string_view body, const EntryDetail& detail);
  Result<void> without_detail(const Period& interval, const EntryDetail& detail);
  Result<void> drop(const OpenedRecord& record);
  Result<void> figures(std::string_view body) const;
  Result<void> correction(std::string_view body);
  Result<void> proofs(const IntervalEntry& entry, const std::vector<MeterRow>& rows,
                      const std::vector<MeterEvidence>& evidence);

  std::optional<VerifierKey> trusted_;
  ZoneLookup zone_of_;
  std::optional<VerifierKey> key_;
  std::string site_;
  MerkleFrontier tree_;
  ConfigurationEntry configuration_;
  bool configured_ = false;
  UtcTime in_service_{Duration::min()};
  bool sparse_ = false;                           // some entries were skipped
  std::optional<UtcTime> known_from_;             // intervals from here on are all there
  std::map<UtcTime, site::SiteInterval> totals_;  // newest versions by start, without meters
  EvidenceChain chain_;
  CorrectionCheck correction_;
  DroppedDetails dropped_;  // announced ones
  DropCheck drops_;
  std::optional<Period> detail_of_;
  VerifiedLedger summary_;
};

/// "interval 2026-03-01T00:15:00Z version 1", "configuration", … for messages; the kind alone where
/// the body cannot be read.
std::string describe_entry(std::string_view bytes);

}  // namespace pue::ledger
