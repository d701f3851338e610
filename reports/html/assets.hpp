// The style and the script of the report, embedded when the project is built from html/assets/.
#pragma once

#include <string_view>

namespace assay::reports::assets {

extern const std::string_view report_css;
extern const std::string_view report_js;

}  // namespace assay::reports::assets
