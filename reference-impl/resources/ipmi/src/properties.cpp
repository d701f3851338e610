#include "properties.hpp"

#include "assay/vocab/names.hpp"

namespace assay::ipmi {

std::string class_uri(std::string_view class_name) {
    return std::string{vocab::cim_uri::dmtf_class_base} + std::string{class_name};
}

Properties::Properties(std::string_view class_name) : class_name_{class_name}, uri_{class_uri(class_name)} {}

soap::Name Properties::name_of(std::string_view property) const { return {uri_, std::string{property}}; }

Properties& Properties::set(std::string_view name, std::string value) {
    elements_.emplace(name, soap::Element{name_of(name), std::move(value)});
    return *this;
}

Properties& Properties::set_datetime(std::string_view name, base::WallTime time) {
    soap::Element element{name_of(name)};
    element.add(soap::Name{std::string{vocab::ns::cim.uri}, "Datetime"}, base::to_rfc3339(time));
    elements_.emplace(name, std::move(element));
    return *this;
}

Properties& Properties::set_null(std::string_view name) {
    soap::Element element{name_of(name)};
    element.set(soap::Name{std::string{vocab::ns::xsi.uri}, "nil"}, "true");
    elements_.emplace(name, std::move(element));
    return *this;
}

soap::Element Properties::element() const {
    soap::Element instance{name_of(class_name_)};
    for (const auto& [name, element] : elements_) instance.add(element);
    return instance;
}

}  // namespace assay::ipmi
