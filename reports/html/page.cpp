#include "page.hpp"

#include <fmt/format.h>

#include "../src/text.hpp"

namespace assay::reports {
namespace {

using record::Verdict;

/// Signs that every system font has, so that the report reads without colour and without a network.
std::string_view sign(Verdict verdict) {
    switch (verdict) {
        case Verdict::passed: return "✓";
        case Verdict::failed: return "✗";
        case Verdict::warned: return "!";
        case Verdict::observed: return "i";
        case Verdict::not_applicable: return "–";
        case Verdict::blocked: return "⊘";
        case Verdict::setup_failed: return "×";
        case Verdict::harness_error: break;
    }
    return "?";
}

}  // namespace

Page::Page(const record::RunRecord& of, const HtmlLimits& within, std::ostream& out)
    : run{of},
      limits{within},
      html{out},
      groups{findings_by_rule(of)},
      evidence_left{within.evidence_octets} {
    for (const record::Exchange& exchange : run.exchanges) exchanges.emplace(exchange.id, &exchange);
}

const record::Exchange* Page::exchange(std::uint32_t id) const {
    const auto found = exchanges.find(id);
    return found == exchanges.end() ? nullptr : found->second;
}

std::string anchor(std::string_view kind, std::string_view id) {
    std::string name{kind};
    name += '-';
    for (const char c : id) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                           c == '.' || c == '-' || c == '_';
        name += plain ? std::string{c} : fmt::format("_{:02x}", static_cast<unsigned char>(c));
    }
    return name;
}

void write_chip(Markup& html, Verdict verdict, std::string_view words) {
    const auto chip = html.element("span", {{"class", "chip " + verdict_class(verdict)}});
    html.leaf("b", {{"aria-hidden", "true"}}, sign(verdict));
    html.text(words);
}

std::string verdict_class(Verdict verdict) { return fmt::format("v-{}", to_text(verdict)); }

}  // namespace assay::reports
