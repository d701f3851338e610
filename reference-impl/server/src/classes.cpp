#include "classes.hpp"

#include "assay/base/home.hpp"
#include "assay/base/setup_error.hpp"
#include "assay/cim-resource/cim_resource.hpp"
#include "assay/host/host_provider.hpp"
#include "assay/mof/parse.hpp"
#include "assay/repository/memory_store.hpp"

namespace assay::server {
namespace {

void refuse(const std::vector<mof::Diagnostic>& mistakes) {
    if (mistakes.empty()) return;
    std::string rest;
    for (std::size_t i = 1; i < mistakes.size(); ++i) rest += mof::to_text(mistakes[i]) + "\n  ";
    const mof::Diagnostic& first = mistakes.front();
    throw base::SetupError{first.message,
                           first.file + ':' + std::to_string(first.line) + ':' + std::to_string(first.column),
                           rest + "correct the class file"};
}

cim::Compiled compiled(const std::vector<std::filesystem::path>& files) {
    std::vector<mof::Document> documents;
    for (const std::filesystem::path& file : files) {
        mof::Parsed parsed = mof::parse_file(file);
        refuse(parsed.diagnostics);
        documents.push_back(std::move(parsed.document));
    }
    cim::Compiled result = cim::compile(documents);
    refuse(result.diagnostics);
    return result;
}

/// Class files may leave out what the machine could tell.
void claim_host_classes(cim::ObjectManager& manager) {
    constexpr std::string_view name_space = "root/cimv2";
    const auto host = std::make_shared<host::HostProvider>();
    for (const std::string_view name : host::HostProvider::classes()) {
        if (manager.classes().find(name_space, name) != nullptr) manager.claim(name_space, name, host);
    }
}

}  // namespace

Classes::Classes(const std::vector<std::filesystem::path>& files, service::Registry& registry)
    : compiled_{compiled(files)},
      repository_{std::make_shared<repository::Repository>(*compiled_.classes,
                                                           std::make_unique<repository::MemoryStore>())},
      manager_{compiled_.classes, repository_} {
    repository_->load(compiled_.instances);
    compiled_.instances.clear();
    claim_host_classes(manager_);
    cim_resource::add_classes(registry, manager_);
}

std::vector<std::filesystem::path> standard_class_files(bool conformance) {
    return {base::home() / "fixtures/mof" / (conformance ? "all.mof" : "models.mof")};
}

}  // namespace assay::server
