// A representation that can be looked into.
#pragma once

#include <optional>

#include "assay/soap/element.hpp"

namespace assay::xpath {

/// An element, which is read first when it is written already. What cannot be read is an element without
/// name.
class Tree {
public:
    /// @param of  outlives this
    explicit Tree(const soap::Element& of);

    [[nodiscard]] const soap::Element& root() const { return read_ ? *read_ : given_; }

private:
    const soap::Element& given_;
    std::optional<soap::Element> read_;
};

}  // namespace assay::xpath
