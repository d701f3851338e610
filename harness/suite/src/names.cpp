#include "assay/suite/names.hpp"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

namespace assay::suite {
namespace {

/// Levenshtein's distance.
std::size_t distance(std::string_view left, std::string_view right) {
    std::vector<std::size_t> row(right.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < left.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < right.size(); ++j) {
            const std::size_t replaced = diagonal + (left[i] == right[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
        }
    }
    return row.back();
}

}  // namespace

bool matches(std::string_view glob, std::string_view name) {
    std::size_t g = 0;
    std::size_t n = 0;
    std::size_t star = std::string_view::npos;
    std::size_t star_name = 0;
    while (n < name.size()) {
        if (g < glob.size() && (glob[g] == '?' || (glob[g] == name[n] && glob[g] != '*'))) {
            ++g;
            ++n;
        } else if (g < glob.size() && glob[g] == '*') {
            star = g++;
            star_name = n;
        } else if (star != std::string_view::npos) {
            g = star + 1;
            n = ++star_name;
        } else {
            return false;
        }
    }
    while (g < glob.size() && glob[g] == '*') ++g;
    return g == glob.size();
}

std::vector<std::string> near_misses(std::string_view name, std::span<const std::string> known) {
    constexpr std::size_t shown = 3;
    std::vector<std::pair<std::size_t, std::string>> near;
    for (const std::string& candidate : known) {
        const std::size_t apart = distance(name, candidate);
        const bool part_of_it = name.size() >= 3 && candidate.find(name) != std::string::npos;
        if (part_of_it || apart <= std::max<std::size_t>(2, name.size() / 3))
            near.emplace_back(apart, candidate);
    }
    std::ranges::stable_sort(near, {}, &std::pair<std::size_t, std::string>::first);
    std::vector<std::string> names;
    for (const auto& [apart, candidate] : near) {
        if (names.size() < shown) names.push_back(candidate);
    }
    return names;
}

std::string did_you_mean(std::string_view name, std::span<const std::string> known,
                         const std::string& otherwise) {
    const auto near = near_misses(name, known);
    return near.empty() ? otherwise : fmt::format("did you mean {}?", fmt::join(near, " or "));
}

}  // namespace assay::suite
