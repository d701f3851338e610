#include "xsd_type.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "assay/base/text.hpp"
#include "literals.hpp"
#include "value_map.hpp"

namespace assay::schema {
namespace {

struct Names {
    const char* cim;
    const char* plain;  ///< the type of XML Schema below it
};

/// In the order of mof::DataType.
constexpr std::array<Names, 14> names{{{"cim:cimBoolean", "xs:boolean"},
                                       {"cim:cimUnsignedByte", "xs:unsignedByte"},
                                       {"cim:cimUnsignedShort", "xs:unsignedShort"},
                                       {"cim:cimUnsignedInt", "xs:unsignedInt"},
                                       {"cim:cimUnsignedLong", "xs:unsignedLong"},
                                       {"cim:cimByte", "xs:byte"},
                                       {"cim:cimShort", "xs:short"},
                                       {"cim:cimInt", "xs:int"},
                                       {"cim:cimLong", "xs:long"},
                                       {"cim:cimFloat", "xs:float"},
                                       {"cim:cimDouble", "xs:double"},
                                       {"cim:cimChar16", "xs:string"},
                                       {"cim:cimString", "xs:string"},
                                       {"cim:cimDateTime", ""}}};

const Names& names_of(mof::DataType type) { return names.at(static_cast<std::size_t>(type)); }

std::string facet(std::string_view name, std::string_view value) {
    return fmt::format("<xs:{} value=\"{}\"/>", name, base::xml_escaped(value));
}

void add_limits(const Element& element, XsdType& type) {
    const auto add = [&](const char* qualifier, const char* name) {
        const auto limit = element.qualifiers.number(qualifier);
        if (limit) type.facets.push_back(facet(name, to_text(*limit)));
    };
    add("MinValue", "minInclusive");
    add("MaxValue", "maxInclusive");
    const auto least = element.qualifiers.number("MinLen");
    if (least && least->magnitude > 0) add("MinLen", "minLength");
    const auto most = element.qualifiers.number("MaxLen");
    if (most && most->magnitude > 0) add("MaxLen", "maxLength");
}

std::string union_of(const std::vector<ValueRange>& ranges, mof::DataType type) {
    std::string members;
    for (const ValueRange& range : ranges) {
        members +=
            fmt::format("<xs:simpleType><xs:restriction base=\"{}\">{}{}</xs:restriction></xs:simpleType>",
                        names_of(type).plain, facet("minInclusive", to_text(range.least)),
                        facet("maxInclusive", to_text(range.most)));
    }
    return members;
}

void add_values(const Element& element, XsdType& type) {
    const auto map = element.qualifiers.texts("ValueMap");
    if (map.empty() || std::ranges::find(map, "..") != map.end()) return;  // ".." leaves no value out
    std::vector<ValueRange> ranges;
    bool plain = true;
    for (const std::string& entry : map) {
        if (!is_integer(element.type.data)) continue;
        const auto range = read_range(entry, element.type.data);
        if (!range) return;
        plain = plain && range->least == range->most;
        ranges.push_back(*range);
    }
    if (!plain) {
        type.unioned = union_of(ranges, element.type.data);
        return;
    }
    for (const std::string& entry : map) type.facets.push_back(facet("enumeration", entry));
}

}  // namespace

std::string xsd_name(mof::DataType type) { return names_of(type).cim; }

XsdType xsd_type(const Element& element) {
    XsdType type;
    type.repeated = element.array.has_value();
    if (element.array) type.most = element.array->size ? std::to_string(*element.array->size) : "unbounded";
    if (element.type.is_reference()) {
        type.name = "cim:cimReference";
    } else if (element.is_embedded()) {
        type.name = "xs:anyType";  // the instance says by xsi:type what it is (§9.2.5)
    } else if (element.qualifiers.flag("OctetString") && element.type.data == mof::DataType::uint8) {
        type = {.name = "cim:cimBase64Binary"};  // the whole array is one run of octets
    } else if (element.qualifiers.flag("OctetString")) {
        type.name = "cim:cimHexBinary";
    } else {
        type.name = xsd_name(element.type.data);
        add_limits(element, type);
        add_values(element, type);
    }
    return type;
}

}  // namespace assay::schema
