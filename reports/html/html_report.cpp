#include "assay/reports/html_report.hpp"

#include <fmt/format.h>

#include "../src/text.hpp"
#include "assets.hpp"
#include "document.hpp"
#include "page.hpp"

namespace assay::reports {
namespace {

constexpr std::size_t one = 1;
const DocumentAssets document_assets{.styles = {&assets::report_css, one},
                                     .scripts = {&assets::report_js, one}};

std::string title_of(const Page& page) {
    return fmt::format("Assay: {} – {}", spoken(to_text(outcome_of(page.run))),
                       clipped(page.run.header.target, page.limits.text_octets));
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
    write_theme_button(html);
}

}  // namespace

void HtmlReport::write(const record::RunRecord& run, std::ostream& out) const {
    Page page{run, limits_, out};
    Markup& html = page.html;
    html.trusted("<!DOCTYPE html>\n");
    {
        const auto root = html.element("html", {{"lang", "en"}});
        write_document_head(html, title_of(page), document_assets);
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
        write_document_scripts(html, document_assets);
    }
    html.line();
}

}  // namespace assay::reports
