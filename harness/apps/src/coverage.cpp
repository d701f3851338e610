#include "coverage.hpp"

namespace assay::apps {

Coverage coverage_of(const ProductData& data) {
    Coverage coverage;
    for (const auto& [id, rule] : data.rules) coverage[id];
    for (const script::CaseDefinition& definition : data.collection.cases) {
        for (const std::string& rule : definition.proves) coverage[rule].push_back(definition.id);
    }
    return coverage;
}

}  // namespace assay::apps
