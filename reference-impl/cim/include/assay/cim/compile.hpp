// MOF syntax → classes and instances.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "assay/cim/class_store.hpp"
#include "assay/cim/class_uri.hpp"
#include "assay/cim/instance.hpp"
#include "assay/mof/diagnostic.hpp"

namespace assay::cim {

struct Compiled {
    std::shared_ptr<const ClassStore> classes;
    std::vector<Instance> instances = {};  ///< in the order of the text, each of them with a path of its own
    std::vector<mof::Diagnostic> diagnostics = {};  ///< every breach of DSP0004; what they hit is left out

    [[nodiscard]] bool ok() const { return diagnostics.empty(); }
};

/// Compiles all documents together: a superclass stands before its subclasses, every other class may stand
/// behind those that refer to it, also in another document.
/// Qualifier declarations hold for all namespaces; those of DSP0004 §5.6 are known without one.
/// @param name_space  of what stands before any #pragma namespace
[[nodiscard]] Compiled compile(std::span<const mof::Document> documents,
                               std::string_view name_space = default_namespace);

}  // namespace assay::cim
