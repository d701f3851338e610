#include "assay/xml/schema_error.hpp"

#include <fmt/format.h>

namespace assay::xml {
namespace {

std::string kind_of(const SchemaError& error) {
    switch (error.severity) {
        case Severity::error: return "error";
        case Severity::fatal: return "not well-formed";
        case Severity::tolerated: return "tolerated (" + error.quirk + ")";
    }
    return {};
}

}  // namespace

std::string to_text(const std::string& file, const SchemaError& error) {
    return fmt::format("{}:{}:{}: {}: {}", file, error.line, error.column, kind_of(error), error.message);
}

}  // namespace assay::xml
