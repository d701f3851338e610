// The kill matrix: which breaches of the reference service are known to turn the run's rules red, and what
// fits badly.
#include <fmt/format.h>

#include "../src/text.hpp"
#include "page.hpp"

namespace assay::reports {
namespace {

using record::Mutant;

void write_case_link(Page& page, const std::string& id) {
    if (page.cases.contains(id)) {
        page.html.leaf("a", {{"href", "#" + anchor("case", id)}}, id);
    } else {
        page.html.leaf("code", id);
    }
}

void write_mutant(Page& page, const Mutant& mutant) {
    Markup& html = page.html;
    const auto item = html.element("li");
    html.leaf("code", mutant.id);
    html.text(" " + mutant.title + ": breaks ");
    html.leaf("a", {{"href", "#" + anchor("rule", mutant.violates)}}, mutant.violates);
    html.text(", found by ");
    std::string_view separator;
    for (const std::string& id : mutant.killed_by) {
        html.text(separator);
        write_case_link(page, id);
        separator = ", ";
    }
}

void write_misfits(Page& page, const std::string& what, const std::vector<std::string>& ids) {
    Markup& html = page.html;
    const auto details = html.element("details", {{"class", "proof"}});
    html.leaf("summary", fmt::format("{}: {}", what, to_text(ids.size())));
    const auto list = html.element("ul");
    for (const std::string& id : ids) {
        const auto item = html.element("li");
        write_case_link(page, id);
    }
}

std::vector<std::string> cases_of(const record::RunRecord& run) {
    std::vector<std::string> ids;
    for (const record::CaseResult& result : run.cases) {
        if (!result.id.starts_with("passive.") && !result.proves.empty()) ids.push_back(result.id);
    }
    return ids;
}

}  // namespace

void write_kills(Page& page) {
    if (page.run.mutants.empty()) return;
    Markup& html = page.html;
    std::size_t kills = 0;
    for (const Mutant& mutant : page.run.mutants) kills += mutant.killed_by.size();
    const auto section = html.element("section", {{"id", "kills"}});
    html.leaf("h2", "Breaches that are known to turn these rules red");
    html.leaf("p", fmt::format(
                       "{} of the reference service, {}. None of this is about the endpoint of this run: it "
                       "tells what its checks are worth.",
                       counted(page.run.mutants.size(), "mutant"), counted(kills, "kill")));
    const record::Fit fit = record::fit_of(page.run.mutants, cases_of(page.run));
    std::vector<std::string> blunt;
    for (const Mutant* mutant : fit.blunt) blunt.push_back(mutant->id);
    write_misfits(page, fmt::format("Mutants that more than {} cases kill", record::blunt_kills), blunt);
    write_misfits(page, "Cases that kill nothing", fit.idle);
    write_misfits(page, "Cases that kill only what others kill too", fit.spare);
    const auto details = html.element("details", {{"class", "proof"}});
    html.leaf("summary", "The kill matrix");
    const auto list = html.element("ul");
    for (const Mutant& mutant : page.run.mutants) write_mutant(page, mutant);
}

}  // namespace assay::reports
