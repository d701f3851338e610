#include "assay/model/options.hpp"

#include <algorithm>
#include <array>

#include "assay/base/text.hpp"
#include "assay/model/datetime.hpp"
#include "assay/model/duration.hpp"
#include "assay/model/faults.hpp"
#include "assay/model/names.hpp"
#include "assay/model/selectors.hpp"

namespace assay::model {
namespace {

constexpr std::size_t longest_name = 2048;
constexpr std::size_t longest_value = 4096;

/// Windows names options "wmi:…" and "msftwinrm:…", which are no NCNames; the colon is let through.
bool is_option_name(std::string_view name) {
    const auto colon = name.find(':');
    if (colon == std::string_view::npos) return is_ncname(name);
    return is_ncname(name.substr(0, colon)) && is_ncname(name.substr(colon + 1));
}

bool is_integer(std::string_view text, bool negative_too) {
    if (text.starts_with('+') || (negative_too && text.starts_with('-'))) text.remove_prefix(1);
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// Has the value the look of the XML Schema type (part 2 §3)? Types beyond these are for the resource to
/// know.
bool has_type(std::string_view value, std::string_view type) {
    constexpr std::array counts{"unsignedByte", "unsignedShort",      "unsignedInt",
                                "unsignedLong", "nonNegativeInteger", "positiveInteger"};
    constexpr std::array integers{"byte", "short", "int", "long", "integer"};
    if (type == "boolean") return value == "true" || value == "false" || value == "1" || value == "0";
    if (std::ranges::find(counts, type) != counts.end()) return is_integer(value, false);
    if (std::ranges::find(integers, type) != integers.end()) return is_integer(value, true);
    if (type == "duration") return parse_duration(value).has_value();
    if (type == "dateTime") return parse_datetime(value).has_value();
    return true;
}

Outcome<Option> read_option(const soap::Element& element) {
    if (element.name != names::Option || !element.children.empty()) {
        return faults::schema_validation_error("wsman:OptionSet holds something else than wsman:Option");
    }
    const std::string* name = element.attribute("Name");
    if (name == nullptr || !is_option_name(*name)) {
        return faults::invalid_options(faults::Options::InvalidName, "wsman:Option needs a proper Name");
    }
    if (name->size() > longest_name || element.text.size() > longest_value) {
        return faults::encoding_limit(faults::Encoding::OptionLimit, "an option is too long");
    }
    Option option{.name = *name, .value = element.text};
    if (const std::string* type = element.attribute("Type")) {
        const std::string_view qname = base::trimmed(*type);
        option.type = qname.substr(qname.find(':') + 1);
        if (!has_type(base::trimmed(option.value), option.type)) {
            return faults::invalid_options(faults::Options::InvalidValue,
                                           "the option " + option.name + " is no " + option.type);
        }
    }
    if (const std::string* comply = element.attribute("MustComply")) {
        const std::string_view word = base::trimmed(*comply);
        if (word != "true" && word != "1" && word != "false" && word != "0") {
            return faults::schema_validation_error("MustComply is neither true nor false");
        }
        option.must_comply = word == "true" || word == "1";
    }
    return option;
}

}  // namespace

Outcome<OptionSet> read_options(const soap::Element& element) {
    OptionSet set;
    for (const soap::Element& child : element.children) {
        auto option = read_option(child);
        if (!option) return option.error();
        set.options.push_back(std::move(*option));
    }
    return set;
}

}  // namespace assay::model
