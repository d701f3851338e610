#include "assay/cim/class_uri.hpp"

#include "assay/vocab/names.hpp"

namespace assay::cim {
namespace {

constexpr std::string_view dmtf_base = vocab::cim_uri::dmtf_class_base;
constexpr std::string_view dmtf_all = "http://schemas.dmtf.org/wbem/wscim/1/*";
constexpr std::string_view wmi_base = vocab::cim_uri::wmi_class_base;

}  // namespace

std::string class_uri(std::string_view name_space, std::string_view class_name) {
    const std::string name{class_name};
    if (name.starts_with("CIM_")) return std::string{dmtf_base} + name;
    if (name.starts_with("Assay_")) return std::string{assay_class_base} + name;
    return std::string{wmi_base} + std::string{name_space} + '/' + name;
}

std::optional<ClassUri> parse_class_uri(std::string_view uri) {
    if (uri == dmtf_all) return ClassUri{.base = std::string{dmtf_base}, .class_name = "*"};
    const std::size_t slash = uri.rfind('/');
    if (slash == uri.npos || slash + 1 == uri.size()) return std::nullopt;
    ClassUri parsed{.base = std::string{uri.substr(0, slash + 1)},
                    .class_name = std::string{uri.substr(slash + 1)}};
    if (parsed.base == dmtf_base) return parsed;
    if (parsed.base == assay_class_base) {
        parsed.name_space = assay_namespace;
        return parsed;
    }
    if (!uri.starts_with(wmi_base) || slash <= wmi_base.size()) return std::nullopt;
    parsed.name_space = std::string{uri.substr(wmi_base.size(), slash - wmi_base.size())};
    return parsed;
}

}  // namespace assay::cim
