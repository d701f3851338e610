#include "assay/memory/row.hpp"

#include <algorithm>

#include "assay/base/text.hpp"
#include "assay/model/faults.hpp"

namespace assay::memory {
namespace {

using model::Outcome;
using soap::Element;
namespace faults = model::faults;
using faults::Representation;

constexpr vocab::QName nil{vocab::ns::xsi, "nil"};

bool is_nil(const Element& element) {
    const std::string* value = element.attribute(nil);
    return value != nullptr && (base::trimmed(*value) == "true" || base::trimmed(*value) == "1");
}

Outcome<> check_root(const Shape& shape, const Element& representation) {
    if (representation.name.ns != shape.uri) {
        return faults::invalid_representation(Representation::InvalidNamespace,
                                              "the representation is not in the class's namespace");
    }
    if (representation.name.local != shape.name) {
        return faults::invalid_representation(Representation::InvalidValues,
                                              "the representation has to be one " + shape.name);
    }
    return boost::system::in_place_value;
}

Outcome<std::size_t> property_of(const Shape& shape, const Element& child) {
    if (child.name.ns != shape.uri) {
        return faults::invalid_representation(Representation::InvalidNamespace,
                                              child.name.local + " is not in the class's namespace");
    }
    const auto found = std::ranges::find(shape.properties, child.name.local, &Property::name);
    if (found == shape.properties.end()) {
        return faults::invalid_representation(Representation::InvalidValues,
                                              shape.name + " has no property " + child.name.local);
    }
    return static_cast<std::size_t>(found - shape.properties.begin());
}

Outcome<> read_property(const Property& property, const Element& child, std::vector<std::string>& values) {
    if (!property.array && !values.empty()) {
        return faults::invalid_representation(Representation::InvalidValues,
                                              property.name + " is given twice");
    }
    if (is_nil(child)) return boost::system::in_place_value;
    const Checked checked = check_value(property, child.text);
    if (checked.mismatch || !child.children.empty()) {
        return faults::invalid_representation(Representation::InvalidValues,
                                              "the value of " + property.name + " is not of its type");
    }
    values.push_back(checked.canonical);
    return boost::system::in_place_value;
}

}  // namespace

Element to_element(const Shape& shape, const Row& row) {
    Element element{{shape.uri, shape.name}};
    for (std::size_t i = 0; i < shape.properties.size(); ++i) {
        for (const std::string& value : row.values[i])
            element.add({shape.uri, shape.properties[i].name}, value);
    }
    return element;
}

model::SelectorSet keys_of(const Shape& shape, const Row& row) {
    model::SelectorSet keys;
    for (std::size_t i = 0; i < shape.properties.size(); ++i) {
        if (shape.properties[i].key) keys.add(shape.properties[i].name, row.values[i].front());
    }
    return keys;
}

Outcome<Row> read_row(const Shape& shape, const Element& representation, const Row& before) {
    if (auto root = check_root(shape, representation); !root) return root.error();
    Row row{.values = std::vector<std::vector<std::string>>(shape.properties.size())};
    std::vector<bool> given(shape.properties.size());
    for (const Element& child : representation.children) {
        const auto index = property_of(shape, child);
        if (!index) return index.error();
        const Property& property = shape.properties[*index];
        given[*index] = true;
        if (property.read_only) continue;
        if (auto read = read_property(property, child, row.values[*index]); !read) return read.error();
    }
    for (std::size_t i = 0; i < shape.properties.size(); ++i) {
        const Property& property = shape.properties[i];
        if (property.read_only || (property.key && !given[i])) row.values[i] = before.values[i];
        if ((property.required || property.key) && row.values[i].empty()) {
            return faults::invalid_representation(Representation::MissingValues,
                                                  property.name + " is required");
        }
    }
    return row;
}

}  // namespace assay::memory
