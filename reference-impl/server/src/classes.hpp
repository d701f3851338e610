// The CIM side of the service: classes, where their instances come from, and the resource that shows them.
#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "assay/base/clock.hpp"
#include "assay/cim/compile.hpp"
#include "assay/cim/object_manager.hpp"
#include "assay/repository/repository.hpp"
#include "assay/service/registry.hpp"

namespace assay::server {

/// Compiles the class files and adds their classes to the registry. Outlives the registry's use; the
/// service's loops run no more when it is destroyed.
class Classes {
public:
    /// @param files  MOF; all of them are compiled together
    /// @throws base::SetupError with every mistake in the files
    Classes(const std::vector<std::filesystem::path>& files, service::Registry& registry);

private:
    cim::Compiled compiled_;
    std::shared_ptr<repository::Repository> repository_;
    cim::ObjectManager manager_;
};

/// The class files that come with the program. @param conformance  those of the conformance classes, too
[[nodiscard]] std::vector<std::filesystem::path> standard_class_files(bool conformance);

}  // namespace assay::server
