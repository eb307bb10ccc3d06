// The few pieces of HTML and SVG text that the page is made of. Every text that comes from a
// device, a configuration or the catalogue goes through `escape`.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace pue::page {

/// & < > " ' as character references; valid in text and in quoted attributes.
std::string escape(std::string_view text);

/// <name class="of">escaped text</name>; no class attribute when `of` is empty.
std::string element(std::string_view name, std::string_view of, std::string_view text);

/// A number with `decimals` digits, rounded once for print ("1.250", "-0.5").
std::string fixed(double value, int decimals);

/// The same with commas between thousands: "1,234.5", "-1,000".
std::string grouped(double value, int decimals);

/// Digits, at least 3, until the value and each limit differ in print, so that 1.2501 is not
/// printed as the cap it exceeds.
int decimals_beside(double value, std::span<const double> limits);

/// An SVG coordinate: one decimal, no exponent.
std::string coordinate(double value);

}  // namespace pue::page
