// A ledger that somebody changed: each way of it is told, by the first entry that differs. The
// changes are made by SQL in the file, as somebody with root could.
#include "ledger/store/verify_ledger.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <catch2/catch.hpp>

#include "fixture.h"
#include "ledger/store/deflate.h"
#include "ledger/store/leaf_log.h"
#include "proven_interval.h"

using namespace pue;
using namespace pue::ledger;
using Catch::Contains;

namespace {

const VerifierKey test_verifier{"horinger-a", test_key().public_key()};

/// Entries 0 to 2 open it, 3 to 22 are quarter hours from 00:00 to 05:00, 23 is the stop; signed
/// over 4, 7, 11, 15, 19, 23 and 24 entries.
struct Written {
  TemporaryDirectory directory;
  std::string path = directory.file("ledger.db");

  explicit Written(int quarters = 20, const SigningKey& key = test_key()) {
    Writer writer{&key, "0.0.0-test", quarter(0)};
    writer.configuration_text = "site: {}";
    writer.describe = describe_grid_and_ups;
    auto store = open_ledger_writer(path, identity_of({"grid", "ups"}), writer).value();
    for (int i = 0; i < quarters; ++i)
      REQUIRE(store->commit({proven_interval(i)}, {quarter(i + 1), ""}).has_value());
    REQUIRE(store->close(quarter(quarters)).has_value());
  }
  void sql(const std::string& text) const {
    SQLite::Database(path, SQLite::OPEN_READWRITE).exec(text);
  }
  std::string checkpoint(int size) const {
    SQLite::Database database(path, SQLite::OPEN_READONLY);
    return database.execAndGet("SELECT text FROM checkpoint WHERE size = " + std::to_string(size))
        .getString();
  }
  Result<VerifiedLedger> verified(std::vector<KnownCheckpoint> known = {},
                                  std::optional<VerifierKey> key = test_verifier) const {
    return verify_ledger(path, {std::move(key), std::move(known), {}});
  }
  std::string refusal(std::vector<KnownCheckpoint> known = {},
                      std::optional<VerifierKey> key = test_verifier) const {
    const auto result = verified(std::move(known), std::move(key));
    REQUIRE(result.has_error());
    return result.error().message;
  }
  /// Replaces an entry and makes the tree fit, as somebody would who knows the program.
  void forge(std::uint64_t leaf, const std::string& bytes) const {
    SQLite::Database database(path, SQLite::OPEN_READWRITE);
    SQLite::Statement update(database, "UPDATE record SET bytes = ? WHERE leaf = ?");
    update.bind(1, bytes.data(), static_cast<int>(bytes.size()));
    update.bind(2, static_cast<std::int64_t>(leaf));
    update.exec();
    const auto entries = database.execAndGet("SELECT count(*) FROM record").getInt();
    database.exec("DELETE FROM subtree");
    MerkleFrontier tree;
    for (int i = 0; i < entries; ++i)
      for (const auto& part : tree.append(hash_leaf(*leaf_bytes(database, std::uint64_t(i))))) {
        SQLite::Statement insert(database, "INSERT INTO subtree VALUES(?, ?, ?)");
        insert.bind(1, part.level);
        insert.bind(2, static_cast<std::int64_t>(part.index));
        insert.bind(3, part.hash.data(), static_cast<int>(part.hash.size()));
        insert.exec();
      }
  }
  std::string bytes(std::uint64_t leaf) const {
    SQLite::Database database(path, SQLite::OPEN_READONLY);
    return leaf_bytes(database, leaf).value();
  }
};

}  // namespace

TEST_CASE("an index that hides an entry, or names it wrongly, is told") {
  const Written written;
  SECTION("the kind of an entry") {
    written.sql("UPDATE record SET kind = 4 WHERE leaf = 5");
    CHECK_THAT(written.refusal(), Contains("entry 5") && Contains("indexed as another"));
  }
  SECTION("an interval that is not found any more") {
    written.sql("DELETE FROM interval WHERE leaf = 7");
    CHECK_THAT(written.refusal(), Contains("the index of intervals has 19 rows, there are 20"));
  }
  SECTION("an interval in the place of another") {
    written.sql("UPDATE interval SET leaf = 9 WHERE leaf = 7");
    CHECK_THAT(written.refusal(), Contains("the index of intervals names entry 9 wrongly"));
  }
}

TEST_CASE("a ledger that nobody changed is verified, with what it holds") {
  const Written written;
  const auto verified = written.verified({{"mail", written.checkpoint(11)}});
  INFO((verified ? "" : verified.error().message));
  REQUIRE(verified.has_value());
  CHECK(verified->entries == 24);
  CHECK(verified->intervals == 20);
  CHECK(verified->checkpoints == 7 + 1);
  CHECK(verified->signed_entries == 24);
  CHECK(verified->signed_at == quarter(20));
  CHECK(verified->extent == Period{quarter(0), quarter(20)});
  CHECK(verified->without_detail == 0);
}

TEST_CASE("an edited entry is named") {
  const Written written;
  auto bytes = written.bytes(9);
  bytes.back() = static_cast<char>(bytes.back() ^ 1);
  written.sql("UPDATE record SET bytes = (SELECT bytes FROM record WHERE leaf = 8) WHERE leaf = 9");
  CHECK_THAT(written.refusal(), Contains("entry 9 (interval 2026-03-01T01:15:00Z version 1)") &&
                                    Contains("its bytes are not those that were entered"));
}

TEST_CASE("an edit that changes an energy and makes the tree fit breaks the next interval") {
  const Written written;
  // 01:30 with a better PUE, totals and meters changed together: 01:45 begins where it ended.
  auto better = proven_interval(6);
  better.meters[0] = proven_meter(6, 1100);
  set_facility(better, 1100);
  const std::vector<std::uint32_t> numbers = {1, 2};
  const auto energies = encode_energies(better.meters, numbers);
  const auto evidence = encode_evidence(better.meters, numbers, better.interval, {});
  written.forge(9, seal(RecordKind::interval, quarter(7),
                        encode(better, sha256(energies), sha256(evidence))));
  SQLite::Database database(written.path, SQLite::OPEN_READWRITE);
  SQLite::Statement change(database, "UPDATE energies SET bytes = ? WHERE leaf = 9");
  change.bind(1, energies.data(), static_cast<int>(energies.size()));
  change.exec();
  const auto deflated = deflate(evidence);
  SQLite::Statement second(database, "UPDATE evidence SET deflated = ? WHERE leaf = 9");
  second.bind(1, deflated.data(), static_cast<int>(deflated.size()));
  second.exec();
  CHECK_THAT(written.refusal(), Contains("entry 10 (interval 2026-03-01T01:45:00Z version 1)") &&
                                    Contains("meter 1: its energy does not follow"));
}

TEST_CASE("an edit that makes the tree fit disagrees with the signatures") {
  const Written written;
  // 01:30, with curtailed energy that no meter counted.
  auto better = proven_interval(6);
  better.curtailed = Joules{5};
  const auto bytes = written.bytes(9);
  const auto opened = decode_interval(open_record(bytes)->body).value();
  written.forge(
      9, seal(RecordKind::interval, quarter(7), encode(better, opened.energies, opened.evidence)));
  // The first signature over it is that of 11 entries; the one before is over 7.
  CHECK_THAT(written.refusal(), Contains("checkpoint over 11 entries") &&
                                    Contains("are not those that were signed") &&
                                    Contains("the entries from 7 on"));
}

TEST_CASE("changed detail is named with its interval") {
  const Written written;
  written.sql(
      "UPDATE evidence SET deflated = (SELECT deflated FROM evidence WHERE leaf = 4) "
      "WHERE leaf = 12");
  CHECK_THAT(written.refusal(), Contains("entry 12 (") && Contains("the evidence of its meters"));
  const Written other;
  other.sql("UPDATE energies SET bytes = zeroblob(length(bytes)) WHERE leaf = 12");
  CHECK_THAT(other.refusal(), Contains("entry 12 (") && Contains("the energies of its meters"));
  const Written third;
  third.sql("UPDATE configuration_text SET text = 'site: {name: x}'");
  CHECK_THAT(third.refusal(), Contains("entry 1 (configuration") && Contains("the text"));
}

TEST_CASE("entries that change places are named") {
  const Written written;
  written.sql(
      "UPDATE record SET leaf = 1000 WHERE leaf = 10; UPDATE record SET leaf = 10 WHERE leaf = 11; "
      "UPDATE record SET leaf = 11 WHERE leaf = 1000");
  CHECK_THAT(written.refusal(), Contains("entry 10 ("));
  const Written gone;
  gone.sql("DELETE FROM record WHERE leaf = 10");
  CHECK_THAT(gone.refusal(), Contains("entry 10 (") && Contains("an entry before it is missing"));
}

TEST_CASE("a cut-off end is told by a checkpoint that was kept elsewhere") {
  const Written written;
  const auto kept = written.checkpoint(23);
  written.sql(
      "DELETE FROM record WHERE leaf >= 19; DELETE FROM checkpoint WHERE size > 19; "
      "DELETE FROM interval WHERE leaf >= 19");
  CHECK(written.verified().has_value());  // nothing in the file can tell it
  CHECK_THAT(written.refusal({{"mail", kept}}),
             Contains("mail is over 23 entries, but the ledger ends after 19") &&
                 Contains("entries 19 to 22 were cut off"));
  const Written careless;
  careless.sql("DELETE FROM record WHERE leaf >= 19");
  CHECK_THAT(careless.refusal(), Contains("the ledger ends after 19"));
}

TEST_CASE("a history that was written anew is told by a checkpoint of the first one") {
  const Written written;
  Written forked(12);
  CHECK(forked.verified().has_value());
  CHECK_THAT(forked.refusal({{"mail", written.checkpoint(24)}}), Contains("cut off"));
  // The same length with another end: the stop stands where an interval was signed.
  CHECK(forked.verified({{"mail", written.checkpoint(15)}}).has_value());
  Written other(13);
  CHECK_THAT(Written(16).refusal({{"mail", other.checkpoint(17)}}),
             Contains("mail") && Contains("are not those that were signed"));
}

TEST_CASE("a ledger by another key is not the one that is trusted") {
  Seed seed{};
  const auto key = SigningKey::from_seed(seed);
  const Written written(3, key);
  CHECK(written.verified({}, std::nullopt).has_value());
  CHECK_THAT(written.refusal(), Contains("entry 0 (inception") && Contains("another key"));
}

TEST_CASE("an energy that does not follow from its readings is named, even if it was signed") {
  const TemporaryDirectory directory;
  const auto path = directory.file("ledger.db");
  const auto verify_with = [&](const site::SiteInterval& second) {
    std::filesystem::remove(path);
    Writer writer{&test_key(), "0.0.0-test", quarter(0)};
    writer.describe = describe_grid_and_ups;
    auto store = open_ledger_writer(path, identity_of({"grid", "ups"}), writer).value();
    REQUIRE(store->commit({proven_interval(0), second}, {quarter(2), ""}).has_value());
    store.reset();
    const auto verified = verify_ledger(path, {test_verifier, {}, {}});
    return verified ? std::string("verified") : verified.error().message;
  };
  CHECK(verify_with(proven_interval(1)) == "verified");
  auto energy = proven_interval(1);
  energy.meters[0].imported = Joules{1240};
  set_facility(energy, 1240);
  CHECK_THAT(verify_with(energy), Contains("meter 1: its energy does not follow"));
  auto total = proven_interval(1);
  total.facility = Joules{1240};
  CHECK_THAT(verify_with(total), Contains("facility is 1240 J, its meters come to 1250 J"));
  auto quality = proven_interval(1);
  quality.quality = energy::Quality::recovered;
  CHECK_THAT(verify_with(quality),
             Contains("its quality is recovered, that of its meters measured"));
  auto version = proven_interval(1);
  version.version = 3;
  CHECK_THAT(verify_with(version), Contains("version 3 follows version 0"));
  auto without = proven_interval(1);
  without.meters[1].evidence = {};
  CHECK_THAT(verify_with(without), Contains("meter 2: its energy does not follow"));
}
