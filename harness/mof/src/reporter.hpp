// Collects the mistakes of one run, up to a bound.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "assay/mof/diagnostic.hpp"

namespace assay::mof {

class Reporter {
public:
    Reporter(const Document& document, std::size_t most) : document_{document}, most_{most} {}

    void report(const Place& place, std::string message);
    [[nodiscard]] bool is_full() const { return diagnostics_.size() >= most_; }
    [[nodiscard]] std::vector<Diagnostic> take() { return std::move(diagnostics_); }

private:
    const Document& document_;
    const std::size_t most_;
    std::vector<Diagnostic> diagnostics_;
};

}  // namespace assay::mof
