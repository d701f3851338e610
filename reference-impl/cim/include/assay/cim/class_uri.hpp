// How a class is named in a ResourceURI (DSP0227 §6.1; MS-WSMV §3.1.4.1.1).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace assay::cim {

/// Classes whose names begin with "Assay_" are this and the name.
inline constexpr std::string_view assay_class_base = "http://schemas.assay.example/wbem/1/";
/// Where they are.
inline constexpr std::string_view assay_namespace = "root/assay";
/// The namespace of a class whose URI tells none.
inline constexpr std::string_view default_namespace = "root/cimv2";

/// The URI that the service itself gives to a class: that of the DMTF for CIM_*, its own for Assay_*, that of
/// WMI with the namespace in it for all others.
[[nodiscard]] std::string class_uri(std::string_view name_space, std::string_view class_name);

/// What a ResourceURI names.
struct ClassUri {
    std::string base;                            ///< all before the class name, "/" included
    std::string class_name;                      ///< "*" stands for all classes
    std::optional<std::string> name_space = {};  ///< when the URI tells it
};

/// @return nothing when the URI is none of a class.
[[nodiscard]] std::optional<ClassUri> parse_class_uri(std::string_view uri);

}  // namespace assay::cim
