// A set of XML schemas, compiled once and locked; any number of threads may validate against it.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "assay/xml/quirk.hpp"
#include "assay/xml/xerces_runtime.hpp"

namespace assay::xml {

struct SchemaFile {
    std::string target_namespace;
    std::filesystem::path file;
};

class SchemaSet {
public:
    /// The schemas of a folder: those that its catalogue.toml lists, else every *.xsd in it; with the quirks
    /// of its quirks.toml, if there is one. Imports are resolved by namespace within the set, never over the
    /// network.
    /// @throws SetupError that names file and line when a schema is unreadable, broken or imports what is not
    /// there
    [[nodiscard]] static SchemaSet load(const XercesRuntime& runtime, const std::filesystem::path& folder);

    /// The given schemas, in an order in which imports without a location find what they import before them.
    /// @throws SetupError likewise
    [[nodiscard]] static SchemaSet load(const XercesRuntime& runtime, std::vector<SchemaFile> files,
                                        std::vector<Quirk> quirks = {});

    [[nodiscard]] const std::vector<SchemaFile>& files() const;
    [[nodiscard]] const std::vector<Quirk>& quirks() const;

    /// What Validator needs; of no use to others.
    struct Compiled;
    [[nodiscard]] const std::shared_ptr<const Compiled>& compiled() const { return compiled_; }

private:
    explicit SchemaSet(std::shared_ptr<const Compiled> compiled) : compiled_{std::move(compiled)} {}

    std::shared_ptr<const Compiled> compiled_;
};

}  // namespace assay::xml
