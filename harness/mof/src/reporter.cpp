#include "reporter.hpp"

#include <fmt/format.h>

namespace assay::mof {

std::string to_text(const Diagnostic& diagnostic) {
    return fmt::format("{}:{}:{}: {}", diagnostic.file, diagnostic.line, diagnostic.column,
                       diagnostic.message);
}

Diagnostic diagnostic_at(const Document& document, const Place& place, std::string message) {
    return {.file = place.file < document.files.size() ? document.files[place.file] : std::string{},
            .line = place.line,
            .column = place.column,
            .message = std::move(message)};
}

void Reporter::report(const Place& place, std::string message) {
    if (is_full()) return;
    diagnostics_.push_back(diagnostic_at(document_, place, std::move(message)));
    if (is_full()) diagnostics_.back().message += " (too many mistakes: the rest is passed over)";
}

}  // namespace assay::mof
