// A bundle that somebody changed on its way: each way of it is told, by the first place that
// differs.
#include "ledger/store/verify_bundle.h"

#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>

#include "fixture.h"
#include "ledger/store/bundle.h"
#include "ledger/store/numbered_file.h"

using namespace pue;
using namespace pue::ledger;
using namespace std::chrono_literals;
using Catch::Contains;
namespace fs = std::filesystem;

namespace {

const Zone shanghai = Zone::fixed("Asia/Shanghai", 8h);
std::optional<Zone> zone_of(const std::string&) { return shanghai; }
const VerifierKey test_verifier{"horinger-a", test_key().public_key()};

std::string content(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void put(const fs::path& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

/// Two local days from 08:00 of 1 March in Shanghai; the bundle is of the second one.
struct Bundle {
  TemporaryDirectory directory;
  fs::path folder = directory.file("bundle");

  Bundle() {
    Writer writer{&test_key(), "0.0.0-test", quarter(0)};
    writer.configuration_text = "site: {}";
    writer.zone = shanghai;
    writer.describe = [](ConfigurationEntry& entry, const std::vector<std::uint32_t>& numbers) {
      entry.meters = {{numbers[0], "ups", "it", {}, {}}};
    };
    const auto path = directory.file("ledger.db");
    auto store = open_ledger_writer(path, identity_of({"ups"}), writer).value();
    for (int i = 0; i < 160; ++i) {
      auto interval = usable_interval(i, 1000, 1);
      // Without evidence: the sums of the site are not proven here, the bundle is.
      for (auto& meter : interval.meters) meter.quality = energy::Quality::integrated;
      REQUIRE(store->commit({interval}, {quarter(i + 1), ""}).has_value());
    }
    REQUIRE(store->close(quarter(162)).has_value());
    auto ledger = LedgerFile::open(path).value();
    REQUIRE(
        write_bundle(ledger, {{quarter(64), quarter(160)}, zone_of}, folder.string()).has_value());
  }
  Result<VerifiedBundle> verified(std::vector<KnownCheckpoint> known = {}) const {
    return verify_bundle(folder, {test_verifier, std::move(known), {}, zone_of});
  }
  std::string refusal(std::vector<KnownCheckpoint> known = {}) const {
    const auto result = verified(std::move(known));
    REQUIRE(result.has_error());
    return result.error().message;
  }
  void replace(const std::string& file, const std::string& from, const std::string& to) const {
    auto text = content(folder / file);
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    put(folder / file, text.replace(at, from.size(), to));
  }
  /// The entries, with one left out or exchanged.
  template <class Change>
  void rewrite(Change change) const {
    std::vector<NumberedBytes> all;
    {
      NumberedFile file(folder / "entries.bin");
      for (auto one = file.next().value(); one; one = file.next().value()) all.push_back(*one);
    }
    change(all);
    NumberedFileWriter file(folder / "entries.bin");
    for (const auto& one : all) file.write(one.number, one.bytes);
  }
};

}  // namespace

TEST_CASE("a bundle that nobody changed is verified, with what it holds") {
  const Bundle bundle;
  const auto verified = bundle.verified();
  REQUIRE(verified.has_value());
  CHECK(verified->ledger.entries == 100);
  CHECK(verified->contained == 100);
  CHECK(verified->ledger.intervals == 96);
  CHECK(verified->ledger.signed_entries == 166);
  CHECK_THAT(verified->figures, Contains("period,2026-03-01T16:00:00Z,2026-03-02T16:00:00Z,192000,"
                                         "96000,2,86400,86400\n"));
}

TEST_CASE("each bit of the entries counts") {
  const Bundle bundle;
  const auto whole = content(bundle.folder / "entries.bin");
  for (std::size_t at = 0; at < whole.size(); at += 1 + whole.size() / 60) {
    auto text = whole;
    text[at] = static_cast<char>(text[at] ^ (1 << (at % 8)));
    put(bundle.folder / "entries.bin", text);
    CHECK(bundle.verified().has_error());
  }
}

TEST_CASE("an entry that was left out or exchanged is missed") {
  const Bundle bundle;
  SECTION("left out") {
    bundle.rewrite([](auto& all) { all.erase(all.begin() + 50); });
    CHECK_THAT(bundle.refusal(), Contains("is missing"));
  }
  SECTION("exchanged") {
    bundle.rewrite([](auto& all) { std::swap(all[50].bytes, all[51].bytes); });
    CHECK_THAT(bundle.refusal(), Contains("not"));
  }
  SECTION("the last ones cut off") {
    bundle.rewrite([](auto& all) { all.resize(80); });
    CHECK_THAT(bundle.refusal(), Contains("cut off"));
  }
}

TEST_CASE("what is beside the entries is compared with them") {
  const Bundle bundle;
  SECTION("figures") {
    bundle.replace("figures.csv", "192000", "182000");
    CHECK_THAT(bundle.refusal(), Contains("figures.csv:2: it does not say what the entries say"));
  }
  SECTION("energies") {
    bundle.replace("energies.bin", std::string("\xe8\x03"), std::string("\xe8\x04"));
    CHECK_THAT(bundle.refusal(), Contains("the energies of its meters are not those"));
  }
  SECTION("configuration") {
    for (const auto& file : fs::directory_iterator(bundle.folder / "configuration"))
      put(file.path(), "site: {x}");
    CHECK_THAT(bundle.refusal(), Contains("the text of the configuration is not the one"));
  }
  SECTION("a subtree") {
    bundle.replace("subtrees.csv", "\n1,1,", "\n1,2,");
    CHECK_THAT(bundle.refusal(), Contains("entry 2 is missing"));
  }
  SECTION("the key") {
    put(bundle.folder / "key.txt", "x+00000000+AAAA\n");
    CHECK_THAT(bundle.refusal(), Contains("key.txt"));
  }
  SECTION("a checkpoint") {
    bundle.replace("checkpoints/0000000166.txt", "\n166\n", "\n165\n");
    CHECK(bundle.verified().has_error());
  }
}

TEST_CASE("a checkpoint that was kept elsewhere is held against it") {
  const Bundle bundle;
  const auto note = content(bundle.folder / "checkpoints" / "0000000166.txt");
  CHECK(bundle.verified({{"kept.txt", note}}).has_value());
  auto other = note;
  other.replace(other.find("\n166\n"), 5, "\n900\n");
  CHECK_THAT(bundle.refusal({{"kept.txt", other}}), Contains("kept.txt is over 900 entries, aft"));
  other = note;
  other.replace(other.find("\n166\n"), 5, "\n10\n");
  CHECK_THAT(bundle.refusal({{"kept.txt", other}}), Contains("before those of this bundle"));
}

TEST_CASE("of a folder of checkpoints those that the bundle does not reach are passed over") {
  const Bundle bundle;
  const auto note = content(bundle.folder / "checkpoints" / "0000000166.txt");
  auto earlier = note;
  earlier.replace(earlier.find("\n166\n"), 5, "\n10\n");
  auto later = note;
  later.replace(later.find("\n166\n"), 5, "\n900\n");
  const KnownCheckpoint before{"10.txt", earlier, true}, met{"166.txt", note, true},
      after{"900.txt", later, true};
  const auto verified = bundle.verified({before, met, after});
  REQUIRE(verified.has_value());
  CHECK(verified->beyond == 2);
  // With none of them met, nothing would have been compared.
  CHECK_THAT(bundle.refusal({before}), Contains("10.txt is over 10 entries, before"));
  // One that was named by itself must be met, and one that is met must agree.
  CHECK_THAT(bundle.refusal({{"kept.txt", later}, met}), Contains("kept.txt is over 900"));
  auto edited = note;
  edited.replace(edited.find("\ntime 20"), 8, "\ntime 21");
  CHECK_THAT(bundle.refusal({{"166.txt", edited, true}}), Contains("166.txt: "));
}
