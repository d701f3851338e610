// A named breach of one rule: what the suites have to find; and how a program that has breaches lists them
// and takes one.
#pragma once

#include <algorithm>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace assay::vocab {

template <class Seams>
struct Mutant {
    std::string_view id;
    std::string_view violates;  ///< vocab::rule("…"): the finding has to name this rule
    std::string_view title;
    std::function<void(Seams& seams)> install;  ///< sets one seam
};

/// The mutants as JSON: [{"id":…,"violates":…,"title":…}].
template <class Seams>
[[nodiscard]] std::string to_json(std::span<const Mutant<Seams>> mutants) {
    // Ids and titles are our own constants and hold nothing that JSON would escape.
    std::string json = "[";
    for (const Mutant<Seams>& each : mutants) {
        if (json.size() > 1) json += ",";
        json += "\n  {\"id\": \"" + std::string{each.id} + "\", \"violates\": \"" +
                std::string{each.violates} + "\", \"title\": \"" + std::string{each.title} + "\"}";
    }
    return json + "\n]\n";
}

/// Takes `option NAME` from the arguments and installs what `among` has of that name.
/// @return why not; nullptr when it was done
template <class Several, class Seams>
[[nodiscard]] const char* install_named(std::vector<std::string>& arguments, std::string_view option,
                                        const Several& among, Seams& seams) {
    const auto at = std::ranges::find(arguments, option);
    if (at == arguments.end() || at + 1 == arguments.end()) return "no mutant and no variation is named";
    const auto found = std::ranges::find_if(among, [&](const auto& each) { return each.id == *(at + 1); });
    if (found == among.end()) return "there is none of this name";
    arguments.erase(at, at + 2);
    found->install(seams);
    return nullptr;
}

}  // namespace assay::vocab
