// The files of a folder, in an order that does not depend on the machine.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace assay::suite {

/// Files below `folder` whose names end with `extension`, sorted; links are followed, hidden files are not
/// read.
/// @throws base::SetupError when the folder cannot be read
[[nodiscard]] std::vector<std::filesystem::path> files_in(const std::filesystem::path& folder,
                                                          const std::string& extension, bool recursive);

}  // namespace assay::suite
