#include "assay/load/rate_profile.hpp"

#include <algorithm>
#include <cassert>
#include <charconv>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "assay/base/setup_error.hpp"
#include "assay/base/text.hpp"
#include "assay/load/quantity.hpp"

namespace assay::load {
namespace {

constexpr long double second = 1e9L;
constexpr long double for_ever = std::numeric_limits<long double>::infinity();

[[noreturn]] void refuse(std::string_view stage, const char* what) {
    throw base::SetupError{
        fmt::format("'{}' {}", stage, what), "--rate",
        "write requests a second, e.g. 500, or stages such as 100..1000/30s,1000/1m,..0/10s"};
}

double rate_of(std::string_view text, std::string_view stage) {
    double rate = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), rate);
    if (error != std::errc{} || end != text.data() + text.size() || !(rate >= 0) || rate > 1e9)
        refuse(stage, "is not a rate");
    return rate;
}

RateStage stage_of(std::string_view text, const std::vector<RateStage>& before) {
    RateStage stage;
    const auto slash = std::min(text.find('/'), text.size());
    const std::string_view rates = text.substr(0, slash);
    if (slash < text.size()) {
        stage.length = parse_duration(base::trimmed(text.substr(slash + 1)));
        if (!stage.length || *stage.length <= base::Duration::zero())
            refuse(text, "has no time above zero behind its '/'");
    }
    const auto dots = rates.find("..");
    if (dots == std::string_view::npos) {
        stage.from = stage.to = rate_of(rates, text);
        return stage;
    }
    if (!stage.length) refuse(text, "is a ramp without its time");
    if (dots == 0 && before.empty()) refuse(text, "is a ramp that begins nowhere");
    stage.from = dots == 0 ? before.back().to : rate_of(rates.substr(0, dots), text);
    stage.to = rate_of(rates.substr(dots + 2), text);
    return stage;
}

}  // namespace

// The integral of a rate that changes evenly from `from` to `to`.
long double RateProfile::Piece::requests_at(long double elapsed) const {
    if (from == to) return from * elapsed / second;
    return (from + (to - from) * elapsed / length / 2) * elapsed / second;
}

// Its inverse; in this form of the quadratic's root nothing cancels, whether the ramp goes up or down.
long double RateProfile::Piece::elapsed_at(long double requests) const {
    if (requests <= 0) return 0;
    if (from == to) return requests * second / from;
    const long double slope = (to - from) / length * second;  // requests a second, a second
    const long double root = std::sqrt(std::max(0.0L, from * from + 2 * slope * requests));
    return std::min(length, 2 * requests / (from + root) * second);
}

RateProfile::RateProfile(std::vector<RateStage> stages) : stages_{std::move(stages)} {
    assert(!stages_.empty());
    long double begin = 0;
    long double requests = 0;
    const auto add = [&](long double from, long double to, long double length) {
        pieces_.push_back({begin, length, from, to, requests});
        if (length == for_ever) return;
        requests += pieces_.back().requests_at(length);
        begin += length;
    };
    for (const RateStage& stage : stages_)
        add(stage.from, stage.to, stage.length ? static_cast<long double>(stage.length->count()) : for_ever);
    if (stages_.back().length) add(stages_.back().to, stages_.back().to, for_ever);
}

RateProfile RateProfile::after(base::Duration warm_up) const {
    if (warm_up <= base::Duration::zero()) return *this;
    std::vector<RateStage> stages{{stages_.front().from, stages_.front().from, warm_up}};
    stages.insert(stages.end(), stages_.begin(), stages_.end());
    return RateProfile{std::move(stages)};
}

std::optional<base::Duration> RateProfile::when(long double requests) const {
    auto piece = pieces_.begin();
    while (piece->length != for_ever &&
           requests >= piece->requests_before + piece->requests_at(piece->length)) {
        ++piece;
    }
    if (piece->length == for_ever && piece->to <= 0) return std::nullopt;
    const long double time = piece->begin + piece->elapsed_at(requests - piece->requests_before);
    if (time >= static_cast<long double>(base::Duration::max().count() / 2)) return std::nullopt;
    return base::Duration{static_cast<base::Duration::rep>(time)};
}

long double RateProfile::until(base::Duration time) const {
    const auto elapsed = static_cast<long double>(time.count());
    auto piece = pieces_.rbegin();
    while (piece->begin > elapsed && std::next(piece) != pieces_.rend()) ++piece;
    return piece->requests_before + piece->requests_at(std::max(0.0L, elapsed - piece->begin));
}

std::optional<base::Duration> RateProfile::length() const {
    base::Duration whole{};
    for (const RateStage& stage : stages_) {
        if (!stage.length) return std::nullopt;
        whole += *stage.length;
    }
    return whole;
}

double RateProfile::lowest() const {
    double rate = stages_.front().from;
    for (const RateStage& stage : stages_) rate = std::min({rate, stage.from, stage.to});
    return rate;
}

double RateProfile::highest() const {
    double rate = 0;
    for (const RateStage& stage : stages_) rate = std::max({rate, stage.from, stage.to});
    return rate;
}

std::string RateProfile::text() const {
    std::string text;
    for (const RateStage& stage : stages_) {
        if (!text.empty()) text += ", ";
        text += fmt::format("{:g}", stage.from);
        if (stage.to != stage.from) text += fmt::format("..{:g}", stage.to);
        if (stage.length) text += fmt::format("/{:g}s", std::chrono::duration<double>(*stage.length).count());
    }
    return text;
}

RateProfile parse_rate(std::string_view text) {
    std::vector<RateStage> stages;
    for (;;) {
        const auto comma = std::min(text.find(','), text.size());
        if (!stages.empty() && !stages.back().length)
            refuse(text, "comes after a stage without a time, which never ends");
        stages.push_back(stage_of(base::trimmed(text.substr(0, comma)), stages));
        if (comma == text.size()) break;
        text.remove_prefix(comma + 1);
    }
    RateProfile profile{std::move(stages)};
    if (profile.highest() <= 0) refuse(profile.text(), "makes no load");
    return profile;
}

}  // namespace assay::load
