#include "exporters/page/judgement.h"

#include <fmt/format.h>

namespace pue::page {
namespace {

std::string_view verdict_class(kpi::Verdict verdict) {
  switch (verdict) {
    case kpi::Verdict::pass:
      return "good";
    case kpi::Verdict::fail:
      return "warn";
    case kpi::Verdict::inconclusive:
    case kpi::Verdict::insufficient:
      return "absent";
  }
  return "";
}

}  // namespace

std::string complies_cell(const Wording& words, std::optional<bool> complies) {
  if (!complies) return fmt::format("<td class=\"absent\">{}</td>", words.text("page.undecided"));
  return fmt::format("<td class=\"{}\">{}</td>", *complies ? "good" : "warn",
                     words.text(*complies ? "page.complies" : "page.exceeds"));
}

std::string verdict_cell(const Wording& words, std::optional<kpi::Verdict> verdict) {
  if (!verdict) return fmt::format("<td class=\"absent\">{}</td>", words.text("page.absent"));
  return fmt::format("<td class=\"{}\">{}</td>", verdict_class(*verdict),
                     words.text(fmt::format("verdict.{}", name(*verdict))));
}

}  // namespace pue::page
