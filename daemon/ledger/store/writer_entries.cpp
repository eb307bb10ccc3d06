#include "ledger/store/writer_entries.h"

#include <SQLiteCpp/Statement.h>
#include <fmt/format.h>

#include <cmath>
#include <set>

#include "ledger/store/schema.h"
#include "ledger/store/sqlite_error.h"

namespace pue::ledger {
namespace {

ConfigurationEntry configuration_of(SQLite::Database& database, const StoreIdentity& identity,
                                    const Writer& writer) {
  ConfigurationEntry entry;
  entry.version = writer.version;
  entry.file = writer.configuration_file;
  entry.text = sha256(writer.configuration_text);
  entry.zone = identity.zone;
  if (identity.min_it_power)
    entry.min_it_milliwatts = std::llround(identity.min_it_power->value * 1000);
  entry.in_service = identity.in_service;
  std::vector<std::uint32_t> numbers;
  for (const auto& number : meter_numbers(database, identity.meters))
    numbers.push_back(number.value_or(0));
  if (writer.describe) writer.describe(entry, numbers);
  return entry;
}

void keep_text(SQLite::Database& database, const Writer& writer) {
  const auto hash = sha256(writer.configuration_text);
  SQLite::Statement insert(database,
                           "INSERT INTO configuration_text VALUES(?, ?) ON CONFLICT DO NOTHING");
  insert.bindNoCopy(1, hash.data(), static_cast<int>(hash.size()));
  insert.bindNoCopy(2, writer.configuration_text);
  insert.exec();
}

void enter_configuration(SQLite::Database& database, LeafLog& log, const StoreIdentity& identity,
                         const Writer& writer) {
  const auto body = encode(configuration_of(database, identity, writer));
  if (const auto last = last_of_kind(database, RecordKind::configuration)) {
    const auto record = open_record(last->second);
    if (record && record->body == body) return;
  }
  keep_text(database, writer);
  log.append(database, RecordKind::configuration, writer.now, body);
}

/// Those that no entry of the kind holds yet, each once, in their order.
void enter_new(SQLite::Database& database, LeafLog& log, RecordKind kind, UtcTime written_at,
               const std::vector<std::string>& bodies) {
  if (bodies.empty()) return;
  std::set<std::string> known;
  SQLite::Statement select(database,
                           fmt::format("SELECT bytes FROM record WHERE {}", is_of_kind(kind)));
  while (select.executeStep()) {
    const auto bytes = select.getColumn(0).getString();
    if (const auto record = open_record(bytes)) known.emplace(record->body);
  }
  for (const auto& body : bodies)
    if (known.insert(body).second) log.append(database, kind, written_at, body);
}

template <class Entry>
std::vector<std::string> bodies_of(const std::vector<Entry>& entries) {
  std::vector<std::string> bodies;
  for (const auto& entry : entries) bodies.push_back(encode(entry));
  return bodies;
}

std::optional<UtcTime> last_signed(SQLite::Database& database, const VerifierKey& key) {
  const auto note = last_checkpoint(database);
  if (!note) return std::nullopt;
  const auto checkpoint = verify(note->note, key);
  if (!checkpoint) return std::nullopt;
  const auto time = time_of(*checkpoint);
  return time ? std::optional(*time) : std::nullopt;
}

}  // namespace

std::string key_name_of(const std::string& site) {
  if (check_key_name(site)) return site;
  std::string name;
  for (const char c : site) {
    const bool stands = (c >= '!' && c <= '~' && c != '+');
    name += stands ? c : '_';
  }
  return name.empty() ? "pued" : name;
}

Result<void> check_key(SQLite::Database& database, const std::string& path, const Writer& writer) {
  const auto bytes = leaf_bytes(database, 0).value_or("");
  const auto record = open_record(bytes);
  if (!record) return damaged_ledger(path, record.error().message);
  const auto inception = decode_inception(record->body);
  if (!inception) return damaged_ledger(path, inception.error().message);
  if (inception->public_key == writer.key->public_key()) return {};
  return Error{
      fmt::format("ledger {}: it was begun with another key, {}; give pued that key, or this key a "
                  "ledger path of its own",
                  path, to_text(VerifierKey{inception->key_name, inception->public_key}))};
}

Checkpoints checkpoints_of(SQLite::Database& database, const StoreIdentity& identity,
                           const Writer& writer) {
  const VerifierKey key{key_name_of(identity.site), writer.key->public_key()};
  return Checkpoints(*writer.key, key.name, last_signed(database, key));
}

void enter_writer(SQLite::Database& database, LeafLog& log, const StoreIdentity& identity,
                  const Writer& writer) {
  if (log.size() == 0)
    log.append(database, RecordKind::inception, writer.now,
               encode(Inception{identity.site, key_name_of(identity.site), writer.key->public_key(),
                                writer.interval, writer.version}));
  enter_configuration(database, log, identity, writer);
  enter_new(database, log, RecordKind::event, writer.now, bodies_of(writer.events));
  if (writer.import)
    log.append(database, RecordKind::import, writer.now, encode(*writer.import));
  else if (writer.monitors)
    log.append(database, RecordKind::start, writer.now, encode(Start{writer.version}));
}

void enter_seen(SQLite::Database& database, LeafLog& log, const StoredState& state) {
  enter_new(database, log, RecordKind::clock, state.saved_at, bodies_of(state.clock_steps));
  enter_new(database, log, RecordKind::clock_state, state.saved_at, bodies_of(state.clock_states));
  enter_new(database, log, RecordKind::event, state.saved_at, bodies_of(state.events));
}

}  // namespace pue::ledger
