// Tables and sections of a report as HTML text. All `html` is escaped already.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "exporters/report/context.h"

namespace pue::report {

std::string cell(std::string_view html);
/// Right aligned.
std::string number_cell(std::string_view html);
/// Local time, on one line.
std::string time_cell(const Context& context, UtcTime t);
/// Start and end below each other.
std::string period_cell(const Context& context, const Period& period);
std::string row(std::initializer_list<std::string> cells);

/// Heads with the texts of these keys.
std::string heads(const Context& context, std::initializer_list<std::string_view> keys);
std::string number_heads(const Context& context, std::initializer_list<std::string_view> keys);

/// Heads are repeated on every printed page. `of`: its class, may be "".
std::string table(std::string_view of, std::string_view heads, std::string_view rows);

/// The table, or the words that there is none when `rows` are empty.
std::string table_or_none(const Context& context, std::string_view of, std::string_view heads,
                          std::string_view rows);

/// A fact beside its name, as one row of a table of facts.
std::string fact(const Context& context, std::string_view key, std::string_view html);
std::string facts(std::string_view rows);

std::string note(const Context& context, std::string_view key,
                 const config::Messages::Arguments& arguments = {});
std::string section(const Context& context, std::string_view key, std::string_view html,
                    std::string_view of = "");

}  // namespace pue::report
