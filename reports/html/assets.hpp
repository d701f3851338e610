// The styles and the scripts of the reports, embedded when the project is built from html/assets/.
#pragma once

#include <string_view>

namespace assay::reports::assets {

extern const std::string_view report_css;
extern const std::string_view report_js;
extern const std::string_view load_css;
extern const std::string_view load_js;

}  // namespace assay::reports::assets
