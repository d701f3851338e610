// The reference of the case API, made from what the bindings say of themselves.
#pragma once

#include <string>

namespace assay::apps {

/// For a terminal.
[[nodiscard]] std::string api_text();

/// The page harness/docs/case-api.md.
[[nodiscard]] std::string api_markdown();

/// A JSON document.
[[nodiscard]] std::string api_json();

}  // namespace assay::apps
