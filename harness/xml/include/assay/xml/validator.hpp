// Validates documents against a SchemaSet.
//
//     const xml::XercesRuntime xerces;                                           // in main, once
//     const xml::SchemaSet schemas = xml::SchemaSet::load(xerces, folder);       // e.g. base::home() /
//     "fixtures/schemas" xml::Validator validator{schemas};                                         // one a
//     thread, reused for (const xml::SchemaError& error : validator.validate(body)) …           // empty:
//     valid
//
// `assay validate FILE…` is validate_files() and to_text().
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "assay/xml/schema_error.hpp"
#include "assay/xml/schema_set.hpp"

namespace assay::xml {

struct ValidationLimits {
    std::size_t octets = 16U << 20U;
    std::size_t depth = 256;   ///< the root is at depth 1
    std::size_t errors = 100;  ///< errors of one document that are told; the rest is passed over
};

/// Not for two threads at once, but any number of validators may share one SchemaSet.
class Validator {
public:
    explicit Validator(const SchemaSet& schemas, const ValidationLimits& limits = {});
    ~Validator();
    Validator(Validator&&) noexcept;
    Validator& operator=(Validator&&) noexcept;

    /// Validates a whole document: its root element must be declared; below wildcards, what no schema of the
    /// set declares passes as the wildcards say. xsi:schemaLocation is ignored; a document type is fatal.
    /// @param octets UTF-8 with or without a byte-order mark, or UTF-16 of either order with or without one
    /// @return the errors in document order; none when the document is valid
    [[nodiscard]] std::vector<SchemaError> validate(std::string_view octets);

private:
    class Machinery;
    std::unique_ptr<Machinery> machinery_;
};

/// Are there errors that no quirk explains?
[[nodiscard]] bool has_errors(std::span<const SchemaError> errors);

struct FileReport {
    std::filesystem::path file;
    std::vector<SchemaError> errors;
};

/// Validates each file in turn.
/// @throws SetupError when a file cannot be read
[[nodiscard]] std::vector<FileReport> validate_files(std::span<const std::filesystem::path> files,
                                                     const SchemaSet& schemas);

}  // namespace assay::xml
