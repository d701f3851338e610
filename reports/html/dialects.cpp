// What the target speaks like, with the evidence for it.
#include <fmt/format.h>

#include "../src/text.hpp"
#include "page.hpp"

namespace assay::reports {
namespace {

using record::SignSeen;

std::string_view word_for(SignSeen::Answer answer) {
    switch (answer) {
        case SignSeen::Answer::shown: return "yes";
        case SignSeen::Answer::contradicted: return "no";
        case SignSeen::Answer::not_seen: break;
    }
    return "not seen";
}

void write_sign(Page& page, const SignSeen& sign) {
    Markup& html = page.html;
    const auto row = html.element("tr");
    html.leaf("td", word_for(sign.answer));
    {
        const auto meaning = html.element("td");
        html.text(sign.meaning);
        html.leaf("span", {{"class", "quiet"}}, " " + sign.source);
    }
    const auto evidence = html.element("td");
    if (sign.exchange == 0) return;
    html.leaf("code", clipped(sign.evidence, page.limits.text_octets));
    html.text(fmt::format(" exchange {}", sign.exchange));
}

void write_match(Page& page, const record::DialectMatch& match, bool open) {
    Markup& html = page.html;
    const auto fold = open ? html.element("details", {{"open", "open"}}) : html.element("details");
    {
        const auto summary = html.element("summary");
        html.leaf("b", speaks_like(match));
        html.text(" " + match.title);
    }
    {
        const auto table = html.element("table", {{"class", "suites signs"}});
        const auto body = html.element("tbody");
        for (const SignSeen& sign : match.signs) write_sign(page, sign);
    }
    if (match.bugs.empty()) return;
    html.leaf("p", "Bugs known of such products, to look at:");
    const auto list = html.element("ul");
    for (const std::string& bug : match.bugs) html.leaf("li", bug);
}

}  // namespace

void write_dialects(Page& page) {
    if (page.run.dialects.empty()) return;
    const auto section = page.html.element("section", {{"id", "dialects"}});
    page.html.leaf("h2", "Speaks like");
    for (const record::DialectMatch& match : page.run.dialects)
        write_match(page, match, &match == &page.run.dialects.front());
}

}  // namespace assay::reports
