# Writes OUT, a C++ file that defines the contents of CSS and JS as declared in assets.hpp.
file(READ "${CSS}" css)
file(READ "${JS}" js)
file(WRITE "${OUT}" "#include \"assets.hpp\"

namespace assay::reports::assets {

const std::string_view report_css = R\"~asset~(${css})~asset~\";

const std::string_view report_js = R\"~asset~(${js})~asset~\";

}  // namespace assay::reports::assets
")
