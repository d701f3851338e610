// The properties of one instance as WS-CIM XML (DSP0230 §8, §9).
#pragma once

#include <concepts>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "assay/base/clock.hpp"
#include "assay/soap/element.hpp"

namespace assay::ipmi {

/// "http://…/cim-schema/2/<class>": the ResourceURI, and the namespace of the properties.
[[nodiscard]] std::string class_uri(std::string_view class_name);

/// Collects properties; they are written in the order of their names.
class Properties {
public:
    explicit Properties(std::string_view class_name);

    Properties& set(std::string_view name, std::string value);
    Properties& set(std::string_view name, bool value) {
        return set(name, std::string{value ? "true" : "false"});
    }
    template <std::integral Number>
    Properties& set(std::string_view name, Number value) {
        return set(name, std::to_string(value));
    }
    /// An array: one element each, in order.
    template <class Value>
    Properties& set(std::string_view name, const std::vector<Value>& values) {
        for (const Value& value : values) set(name, value);
        return *this;
    }
    /// A time stamp, as cim:Datetime (DSP0230 §8.2).
    Properties& set_datetime(std::string_view name, base::WallTime time);
    /// NULL: an empty element with xsi:nil (DSP0230 §9.2).
    Properties& set_null(std::string_view name);

    [[nodiscard]] soap::Element element() const;

private:
    [[nodiscard]] soap::Name name_of(std::string_view property) const;

    std::string class_name_;
    std::string uri_;
    std::multimap<std::string, soap::Element, std::less<>> elements_;
};

}  // namespace assay::ipmi
