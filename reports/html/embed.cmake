# Writes OUT, a C++ file that defines the contents of the assets in FOLDER as declared in assets.hpp: NAMES is a
# list of file names, "report.css" becomes report_css.
file(WRITE "${OUT}" "#include \"assets.hpp\"\n\nnamespace assay::reports::assets {\n\n")
foreach(name IN LISTS NAMES)
  file(READ "${FOLDER}/${name}" content)
  string(MAKE_C_IDENTIFIER ${name} identifier)
  file(APPEND "${OUT}" "const std::string_view ${identifier} = R\"~asset~(${content})~asset~\";\n\n")
endforeach()
file(APPEND "${OUT}" "}  // namespace assay::reports::assets\n")
