#include "assay/reports/html_report.hpp"

#include <fmt/format.h>
#include <openssl/sha.h>

#include <array>

#include "../src/text.hpp"
#include "assay/base/octets.hpp"
#include "assets.hpp"
#include "page.hpp"

namespace assay::reports {
namespace {

/// The source expression that allows exactly this inline style or script (CSP level 3, section 2.3.1).
std::string pinned(std::string_view asset) {
    std::array<unsigned char, SHA256_DIGEST_LENGTH> hash{};
    const base::OctetView octets = base::octets_of(asset);
    SHA256(octets.data(), octets.size(), hash.data());
    return "'sha256-" + base::to_base64(hash) + "'";
}

/// Nothing is loaded, nothing is sent, and no script runs but ours, even if markup of an endpoint got
/// through.
std::string policy() {
    return fmt::format(
        "default-src 'none'; style-src {}; script-src {}; img-src data:; base-uri 'none'; form-action 'none'",
        pinned(assets::report_css), pinned(assets::report_js));
}

void write_asset(Markup& html, std::string_view element, std::string_view asset) {
    const auto block = html.element(element);
    html.trusted(asset);
}

void write_head(Page& page) {
    Markup& html = page.html;
    const auto head = html.element("head");
    html.empty("meta", {{"charset", "utf-8"}});
    html.empty("meta", {{"http-equiv", "Content-Security-Policy"}, {"content", policy()}});
    html.empty("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}});
    html.empty("meta", {{"name", "color-scheme"}, {"content", "light dark"}});
    html.empty("link", {{"rel", "icon"}, {"href", "data:,"}});
    html.leaf("title", fmt::format("Assay: {} – {}", spoken(to_text(outcome_of(page.run))),
                                   clipped(page.run.header.target, page.limits.text_octets)));
    html.line();
    write_asset(html, "style", assets::report_css);
}

void write_bar(Page& page) {
    Markup& html = page.html;
    html.leaf("a", {{"class", "skip"}, {"href", "#report"}}, "Skip to the verdict");
    const auto top = html.element("div", {{"class", "top"}});
    const auto bar = html.element("div", {{"class", "bar-line"}});
    html.leaf("span", {{"class", "mark"}}, "Assay");
    {
        const auto nav = html.element("nav", {{"aria-label", "Parts of this report"}});
        html.leaf("a", {{"href", "#findings"}}, "Findings");
        html.leaf("a", {{"href", "#cases"}}, "Cases");
        html.leaf("a", {{"href", "#rules"}}, "Rules");
        if (!page.run.mutants.empty()) html.leaf("a", {{"href", "#kills"}}, "Kills");
    }
    const auto button = html.element("button", {{"type", "button"}, {"id", "theme"}, {"hidden", "hidden"}});
    html.leaf("span", {{"aria-hidden", "true"}}, "◐ ");
    html.leaf("span", {{"class", "unseen"}}, "Theme: ");
    html.leaf("span", {{"id", "theme-name"}}, "system");
}

}  // namespace

void HtmlReport::write(const record::RunRecord& run, std::ostream& out) const {
    Page page{run, limits_, out};
    Markup& html = page.html;
    html.trusted("<!DOCTYPE html>\n");
    {
        const auto root = html.element("html", {{"lang", "en"}});
        write_head(page);
        const auto body = html.element("body");
        write_bar(page);
        {
            const auto report = html.element("main", {{"id", "report"}});
            write_verdict(page);
            write_suites(page);
            write_findings(page);
            write_open_cases(page);
            write_cases(page);
            write_rules(page);
            write_dialects(page);
            write_kills(page);
        }
        html.leaf(
            "footer",
            "Credentials are removed from every exchange. The journal of this run has every octet, but of an "
            "answer that was given up only the beginning; it can be judged again.");
        html.line();
        write_asset(html, "script", assets::report_js);
    }
    html.line();
}

}  // namespace assay::reports
