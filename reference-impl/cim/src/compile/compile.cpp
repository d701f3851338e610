#include "assay/cim/compile.hpp"

#include "compile/classes.hpp"
#include "compile/instances.hpp"

namespace assay::cim {
namespace {

/// Calls `handle(site, namespace, what)` for each production of that kind, in order.
template <class Kind, class Handle>
void each(std::span<const mof::Document> documents, std::string_view name_space,
          std::vector<mof::Diagnostic>& diagnostics, const Handle& handle) {
    for (const mof::Document& document : documents) {
        for (const mof::Production& production : document.productions) {
            const auto* what = std::get_if<Kind>(&production.what);
            if (what == nullptr) continue;
            handle(Site{.document = &document, .diagnostics = &diagnostics},
                   production.name_space.empty() ? name_space : production.name_space, *what);
        }
    }
}

}  // namespace

Compiled compile(std::span<const mof::Document> documents, std::string_view name_space) {
    Compiled result;
    std::vector<mof::Diagnostic>& diagnostics = result.diagnostics;
    QualifierTypes types;
    each<mof::QualifierDeclaration>(
        documents, name_space, diagnostics,
        [&](const Site& site, std::string_view, const auto& said) { types.declare(site, said); });
    ClassCompiler classes{types};
    each<mof::Class>(
        documents, name_space, diagnostics,
        [&](const Site& site, std::string_view in, const auto& said) { classes.declare(site, in, said); });
    auto store = std::make_shared<ClassStore>(classes.resolve());
    store->add_namespace(name_space);
    InstanceCompiler instances{*store};
    each<mof::Instance>(
        documents, name_space, diagnostics,
        [&](const Site& site, std::string_view in, const auto& said) { instances.declare(site, in, said); });
    result.instances = instances.take();
    result.classes = std::move(store);
    return result;
}

}  // namespace assay::cim
