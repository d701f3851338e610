// The two TOML files that may lie beside schemas: catalogue.toml and quirks.toml. Private to this module.
#pragma once

#include <filesystem>
#include <vector>

#include "assay/xml/quirk.hpp"
#include "assay/xml/schema_set.hpp"

namespace assay::xml {

/// What folder/catalogue.toml lists, in its order; without that file every *.xsd of the folder, by name.
/// @throws SetupError when the folder holds no schema, or a namespace is there twice
[[nodiscard]] std::vector<SchemaFile> read_catalogue(const std::filesystem::path& folder);

/// What folder/quirks.toml lists; nothing without that file.
/// @throws SetupError for an entry that is not whole
[[nodiscard]] std::vector<Quirk> read_quirks(const std::filesystem::path& folder);

}  // namespace assay::xml
