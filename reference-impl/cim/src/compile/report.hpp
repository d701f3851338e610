// Where a breach is told.
#pragma once

#include <string>
#include <vector>

#include "assay/mof/diagnostic.hpp"

namespace assay::cim {

/// The document that is being compiled and the list that its breaches go to; both outlive it.
struct Site {
    const mof::Document* document;
    std::vector<mof::Diagnostic>* diagnostics;

    void error(const mof::Place& place, std::string message) const {
        diagnostics->push_back(mof::diagnostic_at(*document, place, std::move(message)));
    }
};

}  // namespace assay::cim
