// The CIM side of the service: classes, where their instances come from, and the resource that shows them.
#pragma once

#include <memory>

#include "assay/cim/compile.hpp"
#include "assay/cim/object_manager.hpp"
#include "assay/repository/repository.hpp"
#include "assay/server/config.hpp"
#include "assay/service/registry.hpp"

namespace assay::server {

/// The classes of the class files: this machine's for what it can tell, the BMCs' for the hardware, the
/// repository's for all others. Made when the server has its loops and ended before them, because what is
/// under way holds a place there.
class Classes {
public:
    /// Adds the classes to the registry.
    /// @throws base::SetupError with every mistake in the files, or when the repository cannot be used
    Classes(const Config& config, service::Registry& registry);
    ~Classes();

    /// Finishes the writes under way and gives the BMCs their sessions back. To be called when the server
    /// runs no more.
    void stop();

    /// The conformance classes answer as the cases rely on it. @param started  when the service was
    void add_conformance(service::Registry& registry, base::WallTime started);

private:
    class Hardware;

    cim::Compiled compiled_;
    std::unique_ptr<Hardware> hardware_;  ///< nullptr without BMCs
    std::shared_ptr<repository::Repository> repository_;
    cim::ObjectManager manager_;
};

}  // namespace assay::server
