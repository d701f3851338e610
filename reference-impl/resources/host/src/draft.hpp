// An instance being filled in. What its class has not, or could not hold, is left out: class files may be
// changed by whoever runs the service, and the machine's texts hold anything.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "assay/cim/instance.hpp"

namespace assay::host {

class Draft {
public:
    explicit Draft(const cim::ClassPtr& of);

    /// Cut to the length that the property may have; what XML cannot hold becomes '?'. An empty text is null.
    Draft& text(std::string_view property, std::string_view value);
    Draft& texts(std::string_view property, const std::vector<std::string>& values);
    Draft& number(std::string_view property, std::optional<std::uint64_t> value);
    Draft& set(std::string_view property, cim::Value value);

    [[nodiscard]] cim::Instance take() { return std::move(instance_); }

private:
    cim::Instance instance_;
};

/// Well-formed UTF-8 that XML 1.0 can hold, of at most `most` characters.
[[nodiscard]] std::string clean(std::string_view text, std::size_t most = SIZE_MAX);

}  // namespace assay::host
