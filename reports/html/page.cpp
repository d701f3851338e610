#include "page.hpp"

#include <fmt/format.h>

#include <algorithm>

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

void write_signed(Markup& html, Verdict verdict, std::string_view words, std::string_view look) {
    const auto label = html.element("span", {{"class", std::string{look} + verdict_class(verdict)}});
    html.leaf("b", {{"aria-hidden", "true"}}, sign(verdict));
    html.text(words);
}

}  // namespace

Page::Page(const record::RunRecord& of, const HtmlLimits& within, std::ostream& out)
    : run{of},
      limits{within},
      html{out},
      groups{findings_by_rule(of)},
      evidence_left{within.evidence_octets} {
    for (const record::Exchange& exchange : run.exchanges) exchanges.emplace(exchange.id, &exchange);
    for (const record::CaseResult& result : run.cases) cases.insert(result.id);
}

const record::Exchange* Page::exchange(std::uint32_t id) const {
    const auto found = exchanges.find(id);
    return found == exchanges.end() ? nullptr : found->second;
}

const record::Exchange* exchange_of(const Page& page, const RuleFinding& at) {
    if (at.finding->place) return page.exchange(at.finding->place->exchange);
    return at.result->exchanges.empty() ? nullptr : page.exchange(at.result->exchanges.back());
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
    write_signed(html, verdict, words, "chip ");
}

void write_label(Markup& html, Verdict verdict, std::string_view words) {
    write_signed(html, verdict, words, "label ");
}

void write_breakable(Markup& html, std::string_view name) {
    while (!name.empty()) {
        const std::size_t end = std::min(name.find_first_of("/."), name.size() - 1) + 1;
        html.text(name.substr(0, end));
        name.remove_prefix(end);
        if (!name.empty()) html.empty("wbr");
    }
}

std::string verdict_class(Verdict verdict) { return fmt::format("v-{}", to_text(verdict)); }

}  // namespace assay::reports
