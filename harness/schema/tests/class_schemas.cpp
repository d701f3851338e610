#include "class_schemas.hpp"

#include "assay/mof/parse.hpp"
#include "assay/schema/xsd.hpp"
#include "assay/testing/source_dir.hpp"

namespace assay::schema {
namespace {

xml::SchemaSet load(const xml::XercesRuntime& runtime, const base::TemporaryFolder& folder,
                    const std::string& name_space) {
    const std::filesystem::path ours = std::filesystem::path{ASSAY_SOURCE_DIR} / "fixtures/schemas";
    std::vector<xml::SchemaFile> files;
    for (const auto& [uri, file] :
         {std::pair{"http://schemas.xmlsoap.org/ws/2004/08/addressing", "ws-addressing-2004.xsd"},
          std::pair{"http://schemas.dmtf.org/wbem/wscim/1/common", "wscim-common.xsd"}}) {
        files.push_back({.target_namespace = uri, .file = ours / file});
    }
    for (const ClassPtr& of : shipped().order) {
        if (of->name_space != name_space) continue;
        files.push_back({.target_namespace = of->uri, .file = folder.write(of->name + ".xsd", to_xsd(*of))});
    }
    return xml::SchemaSet::load(runtime, std::move(files));
}

}  // namespace

const Compiled& shipped() {
    static const Compiled compiled =
        compile(mof::parse_file(std::filesystem::path{ASSAY_SOURCE_DIR} / "fixtures/mof/all.mof").document);
    return compiled;
}

ClassSchemas::ClassSchemas(const std::string& name_space) : schemas_{load(runtime_, folder_, name_space)} {}

std::string ClassSchemas::errors_of(const std::string& document) const {
    std::string result;
    xml::Validator validator{schemas_};
    for (const xml::SchemaError& error : validator.validate(document)) result += error.message + "\n";
    return result;
}

}  // namespace assay::schema
