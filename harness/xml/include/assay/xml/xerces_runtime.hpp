// Xerces-C++'s process-wide set-up, owned by whoever validates: main, a test, a benchmark.
#pragma once

namespace assay::xml {

/// Initialises Xerces-C++ on construction and winds it down on destruction. Make one in main before any
/// thread that validates, and let it outlive every SchemaSet and Validator. A second one does no harm.
class XercesRuntime {
public:
    /// @throws SetupError when the library cannot initialise itself
    XercesRuntime();
    ~XercesRuntime();
    XercesRuntime(const XercesRuntime&) = delete;
    XercesRuntime& operator=(const XercesRuntime&) = delete;
};

}  // namespace assay::xml
