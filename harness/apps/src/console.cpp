#include "console.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <map>
#include <vector>

#include <fmt/color.h>
#include <fmt/format.h>
#include <unistd.h>
#include <nlohmann/json.hpp>

#include "assay/base/setup_error.hpp"
#include "assay/base/usage_error.hpp"
#include "assay/judge/judge.hpp"
#include "assay/script/verdict.hpp"
#include "text.hpp"

namespace assay::apps {
namespace {

using record::Verdict;

bool variable_is_set(const char* name) {
    const char* value = std::getenv(name);
    return value != nullptr && *value != '\0';
}

bool is_terminal(std::FILE* stream) { return ::isatty(::fileno(stream)) == 1; }

/// https://no-color.org
bool colours(std::FILE* stream) { return is_terminal(stream) && !variable_is_set("NO_COLOR"); }

std::string painted(Verdict verdict, bool colour) {
    std::string word{record::to_text(verdict)};
    if (!colour) return word;
    const bool bad = verdict == Verdict::failed || verdict == Verdict::harness_error;
    const auto paint = bad                          ? fmt::color::crimson
                       : verdict == Verdict::passed ? fmt::color::sea_green
                                                    : fmt::color::dark_orange;
    return fmt::format("{}", fmt::styled(word, fmt::fg(paint)));
}

/// Does it have to be looked at?
bool is_not_fine(Verdict verdict) {
    return verdict == Verdict::failed || verdict == Verdict::warned || verdict == Verdict::setup_failed ||
           verdict == Verdict::harness_error || verdict == Verdict::blocked;
}

std::string place_text(const record::Finding& finding) {
    if (!finding.place) return {};
    std::string text = fmt::format("exchange {}", finding.place->exchange);
    if (finding.place->line > 0)
        text += fmt::format(", line {}:{}", finding.place->line, finding.place->column);
    if (!finding.place->path.empty()) text += fmt::format(", {}", finding.place->path);
    return text;
}

void print_finding(const record::Finding& finding) {
    fmt::print("{}", wrapped(fmt::format("[{}] {}", finding.rule, printable(finding.message)), 4));
    if (finding.known) {
        fmt::print("{}",
                   wrapped(fmt::format("known deviation: {}; {}, until {}", printable(finding.known->because),
                                       printable(finding.known->owner), finding.known->review_by),
                           6));
    }
    for (const record::KnownQuirk& quirk : finding.quirks) {
        fmt::print("{}", wrapped(fmt::format("known quirk of {}: {} ({})", printable(quirk.product),
                                             printable(quirk.does), printable(quirk.source)),
                                 6));
    }
    if (!finding.expected.empty()) fmt::print("{}", wrapped("expected " + printable(finding.expected), 6));
    if (!finding.actual.empty()) fmt::print("{}", wrapped("actual   " + printable(finding.actual), 6));
    if (const std::string place = place_text(finding); !place.empty())
        fmt::print("{}", wrapped("at " + printable(place), 6));
}

void print_case(const record::CaseResult& result, bool colour) {
    constexpr std::size_t shown = 3;
    fmt::print("{} {}\n", painted(result.verdict, colour), result.id);
    if (!result.attempts.empty()) fmt::print("{}", wrapped(record::attempts_text(result), 4));
    if (!result.reason.empty()) fmt::print("{}", wrapped(printable(result.reason, 1200), 4));
    for (std::size_t i = 0; i < std::min(shown, result.findings.size()); ++i)
        print_finding(result.findings[i]);
    if (result.findings.size() > shown)
        fmt::print("    and {} more of this kind\n", result.findings.size() - shown);
}

bool is_passive(const record::CaseResult& result) { return result.id.starts_with("passive."); }

/// "376 passed, 6 failed", or "" when there is nothing to count.
template <class Counted>
std::string counts_of(const record::RunRecord& run, Counted counted) {
    std::map<Verdict, std::size_t> counts;
    bool passive = false;
    for (const record::CaseResult& result : run.cases) {
        if (!counted(result)) continue;
        ++counts[result.verdict];
        passive = passive || is_passive(result);
    }
    std::string text;
    for (const auto& [verdict, count] : counts) {
        const bool never_shown = passive && verdict == Verdict::not_applicable;
        text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count,
                            never_shown ? "never shown" : record::to_text(verdict));
    }
    return text;
}

double seconds(record::RunTime time) { return std::chrono::duration<double>(time).count(); }

record::RunTime sum_of(const auto& cases, record::RunTime record::CaseResult::*time) {
    record::RunTime sum{};
    for (const record::CaseResult* result : cases) sum += result->*time;
    return sum;
}

/// What waits says little about how fast anything is.
void print_waiting(const record::RunRecord& run) {
    std::size_t count = 0;
    record::RunTime waited{};
    for (const record::CaseResult& result : run.cases) {
        count += result.waited.count() > 0 ? 1 : 0;
        waited += result.waited;
    }
    if (count > 0)
        fmt::print("{}", wrapped(fmt::format("{} cases waited {:.1f} s in all; --times lists them", count,
                                             seconds(waited)),
                                 0));
}

void print_both_sides(const record::RunRecord& run) {
    for (const std::string suite : {judge::service_suite, judge::client_suite}) {
        const auto of_side = [&suite](const record::CaseResult& result) { return result.suite == suite; };
        fmt::print("{}", wrapped(fmt::format("rules over {}: {}", suite, counts_of(run, of_side)), 0));
    }
}

/// What the run was about.
std::string subject_of(const record::RunHeader& header) {
    const auto source = header.options.find(record::observed_option);
    if (source == header.options.end())
        return fmt::format("{} as profile '{}'", header.target, header.profile_name);
    const bool live = source->second == record::observed_live;
    return printable(live ? header.target + " and its clients"
                          : fmt::format("{} and its clients, as seen in {}", header.target, source->second));
}

void print_counts(const record::RunRecord& run) {
    fmt::print(
        "{}",
        wrapped(fmt::format("{} exchanges in {:.1f} s", run.exchanges.size(), seconds(run.elapsed)), 0));
    if (run.header.is_observed()) return print_both_sides(run);
    print_waiting(run);
    const auto is_case = [](const record::CaseResult& result) { return !is_passive(result); };
    fmt::print("{}", wrapped("cases: " + counts_of(run, is_case), 0));
    if (const auto flaky = std::ranges::count(run.cases, true, &record::CaseResult::flaky); flaky > 0)
        fmt::print("flaky: {}\n", flaky);
    if (std::ranges::any_of(run.cases, is_passive))
        fmt::print("{}", wrapped("rules over every exchange: " + counts_of(run, is_passive), 0));
}

/// What an interrupted run did not come to is counted, not listed.
bool was_not_come_to(const record::RunRecord& run, const record::CaseResult& result) {
    return !run.complete && result.verdict == Verdict::blocked && result.exchanges.empty();
}

void print_interruption(const record::RunRecord& run) {
    const auto left = std::ranges::count_if(
        run.cases, [&](const record::CaseResult& result) { return was_not_come_to(run, result); });
    fmt::print("The run was interrupted; it did not come to {} cases, which are blocked.\n", left);
}

/// What the target speaks like, and which bugs are known of its like.
void print_dialect(const record::RunRecord& run) {
    if (run.dialects.empty()) return;
    const record::DialectMatch& match = run.dialects.front();
    fmt::print("speaks like: {} ({} of {} signs)\n", match.name, match.shown, match.decided);
    if (match.bugs.empty()) return;
    std::string numbers;
    for (const std::string& bug : match.bugs) numbers += " " + bug.substr(0, bug.find(':'));
    fmt::print("{}", wrapped("known bugs of its like, told in the report:" + numbers, 0));
}

std::string duration_text(std::chrono::seconds left) {
    return left < std::chrono::minutes{1} ? fmt::format("{} s", left.count())
                                          : fmt::format("{} min", (left.count() + 59) / 60);
}

}  // namespace

ProgressStyle progress_style(const std::string& asked) {
    if (asked == "tty") return ProgressStyle::tty;
    if (asked == "plain") return ProgressStyle::plain;
    if (asked == "json") return ProgressStyle::json;
    if (asked == "none") return ProgressStyle::none;
    return is_terminal(stderr) && !variable_is_set("CI") ? ProgressStyle::tty : ProgressStyle::plain;
}

void Progress::ended(const drive::CaseNews& news) {
    ++done_;
    const std::string& id = news.planned->definition.id;
    const bool not_fine = is_not_fine(news.verdict);
    not_fine_ += not_fine ? 1 : 0;
    switch (style_) {
        case ProgressStyle::tty: return redraw(id);
        case ProgressStyle::plain:
            if (not_fine)
                fmt::print(stderr, "[{}/{}] {}{} {}\n", done_, total_, news.flaky ? "flaky, " : "",
                           record::to_text(news.verdict), id);
            return;
        case ProgressStyle::json:
            fmt::print(stderr, "{}\n",
                       nlohmann::json{{"case", id},
                                      {"verdict", record::to_text(news.verdict)},
                                      {"attempts", news.attempts},
                                      {"flaky", news.flaky},
                                      {"done", done_},
                                      {"total", total_}}
                           .dump());
            return;
        case ProgressStyle::none: return;
    }
}

void Progress::redraw(const std::string& id) {
    const auto spent = std::chrono::steady_clock::now() - began_;
    const auto left = std::chrono::duration_cast<std::chrono::seconds>(
        spent * static_cast<double>(total_ - std::min(done_, total_)) / static_cast<double>(done_));
    std::string line = fmt::format("{}/{}  {} not fine  about {} left  {}", done_, total_, not_fine_,
                                   duration_text(left), id);
    line.resize(std::min(line.size(), columns - 1));
    fmt::print(stderr, "\r\x1b[K{}", line);
    std::fflush(stderr);
}

void Progress::finish() {
    if (style_ == ProgressStyle::tty) fmt::print(stderr, "\r\x1b[K");
    std::fflush(stderr);
}

void print_times(const record::RunRecord& run) {
    std::vector<const record::CaseResult*> cases;
    for (const record::CaseResult& result : run.cases) {
        if (result.elapsed.count() > 0) cases.push_back(&result);
    }
    std::ranges::stable_sort(cases, std::greater{}, &record::CaseResult::elapsed);
    const auto waiting = std::ranges::stable_partition(
        cases, [](const record::CaseResult* result) { return result->waited.count() == 0; });
    const auto print = [](auto&& some, const char* title) {
        fmt::print("{} {}: {:.3f} s\n", some.size(), title,
                   seconds(sum_of(some, &record::CaseResult::elapsed)));
        for (const record::CaseResult* result : some)
            fmt::print("{:9.3f} s {:9.3f} s  {}\n", seconds(result->elapsed), seconds(result->waited),
                       result->id);
    };
    fmt::print("   elapsed      waited  case\n");
    print(waiting, "cases wait, by design or for the target");
    print(std::ranges::subrange{cases.begin(), waiting.begin()}, "cases do not");
}

void print_summary(const record::RunRecord& run, const suite::Reckoning& reckoning,
                   const std::filesystem::path& out) {
    const bool colour = colours(stdout);
    for (const record::CaseResult& result : run.cases) {
        if (is_not_fine(result.verdict) && !was_not_come_to(run, result)) print_case(result, colour);
    }
    for (const std::string& sentence : reckoning.stale) fmt::print("stale deviation: {}\n", sentence);
    if (!run.complete) print_interruption(run);
    for (const std::string& note : run.notes) fmt::print("{}", wrapped("note: " + printable(note, 1200), 0));
    fmt::print("{}\n", subject_of(run.header));
    print_counts(run);
    print_dialect(run);
    if (!run.header.plan_hash.empty()) fmt::print("seed {}; --seed repeats its requests\n", run.header.seed);
    if (reckoning.known > 0) fmt::print("{} findings are known deviations\n", reckoning.known);
    if (!out.empty()) fmt::print("report: {}\n", (out / "index.html").string());
}

}  // namespace assay::apps
