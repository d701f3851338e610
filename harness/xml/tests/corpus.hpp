// Documents for comparing two schema sets: good messages, and generated ones that mostly break a rule.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace assay::xml {

struct CorpusDocument {
    std::string name;  ///< which message, what was done to it, and where
    std::string text;
};

/// Every *.xml of a folder, by name.
[[nodiscard]] std::vector<CorpusDocument> read_messages(const std::filesystem::path& folder);

/// Up to `count` mutants of a well-formed message, each changed in one place. The same seed gives the same
/// mutants.
[[nodiscard]] std::vector<CorpusDocument> mutants_of(const CorpusDocument& message, std::size_t count,
                                                     std::uint32_t seed);

/// For each name of an element or an attribute with a value in the messages, where it stands first: its value
/// replaced by each of a few that tell the datatypes apart.
[[nodiscard]] std::vector<CorpusDocument> value_probes(const std::vector<CorpusDocument>& messages);

/// For each pair of parent and child in the messages, where it stands first: the child changed in every way
/// there is.
[[nodiscard]] std::vector<CorpusDocument> structure_probes(const std::vector<CorpusDocument>& messages);

}  // namespace assay::xml
