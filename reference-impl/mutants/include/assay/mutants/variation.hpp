// Lawful variations: what the specification lets a service do otherwise. The suites may find nothing in them.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "assay/server/seams.hpp"

namespace assay::mutants {

struct Variation {
    std::string_view id;
    std::string_view
        permitted_by;  ///< vocab::rule("…"): the rule that leaves it open; a mutant breaks that rule
    std::string_view clause;
    std::string_view title;
    std::function<void(server::Seams& seams)> install;  ///< sets one seam, or that of the status beside it
    std::string_view lacks = "";  ///< features, with a space between, that the service has no more
};

using Variations = std::vector<Variation>;

/// Every variation, chapter by chapter.
[[nodiscard]] Variations all_variations();

/// As JSON: [{"id":…,"permitted_by":…,"clause":…,"title":…,"lacks":[…]}].
[[nodiscard]] std::string to_json(std::span<const Variation> variations);

}  // namespace assay::mutants
