// What the rules need of a schema validator; the judge brings the real one.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace assay::rules {

struct SchemaViolation {
    std::string message;
    std::uint32_t line = 0;    ///< from 1
    std::uint32_t column = 0;  ///< from 1
};

class Validator {
public:
    Validator() = default;
    Validator(const Validator&) = delete;
    Validator& operator=(const Validator&) = delete;
    virtual ~Validator() = default;

    /// What in a well-formed message (UTF-8) breaks the schemas, in document order; empty when nothing does.
    [[nodiscard]] virtual std::vector<SchemaViolation> validate(std::string_view message) const = 0;
};

}  // namespace assay::rules
