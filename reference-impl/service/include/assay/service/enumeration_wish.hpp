// What a wsen:Enumerate asks of a resource.
#pragma once

#include <optional>
#include <string>

#include "assay/soap/element.hpp"
#include "assay/xpath/syntax.hpp"

namespace assay::service {

/// wsman:EnumerationMode (DSP0226 §8.7).
enum class Mode { object, epr, object_and_epr };

/// wsmb:PolymorphismMode (DSP0227 §8.3): what is shown of instances of subclasses.
enum class Polymorphism {
    include_subclass_properties,  ///< each instance as its own class
    exclude_subclass_properties,  ///< each instance cut to the class that was named
    none,                         ///< instances of exactly that class
};

/// A filter as it came: the resource reads its text or element itself.
struct FilterText {
    std::string dialect;
    std::string text = {};                      ///< white space around it trimmed; empty for an element
    std::optional<soap::Element> element = {};  ///< the one element, if it holds one
    xpath::Bindings bindings = {};              ///< the namespace prefixes in scope
};

struct EnumerationWish {
    Mode mode = Mode::object;
    /// Nothing when the request does not say; including is the default of DSP0227.
    std::optional<Polymorphism> polymorphism = {};
    /// Only in a dialect which the resource speaks (Resource::dialects); all others are applied by the
    /// service.
    std::optional<FilterText> filter = {};
    /// The service looks into the objects whatever the mode is: they may not be written octets.
    bool needs_trees = false;

    [[nodiscard]] bool wants_objects() const { return mode != Mode::epr || needs_trees; }
    [[nodiscard]] bool wants_references() const { return mode != Mode::object; }
};

}  // namespace assay::service
