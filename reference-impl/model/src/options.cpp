#include "assay/model/options.hpp"

#include <algorithm>

#include "assay/base/text.hpp"
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

const Option* OptionSet::first_mandatory() const {
    const auto found = std::ranges::find(options, true, &Option::must_comply);
    return found == options.end() ? nullptr : &*found;
}

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
