// One document read by the service's reader and by its witnesses. Where they differ, the recommendations
// decide, and the settled differences say what these say.
#pragma once

#include <string>

#include "tree_builder.hpp"
#include "xerces_witness.hpp"

namespace assay::soap {

/// What came of comparing our reading of a document with that of one witness.
struct Comparison {
    enum class Outcome { same_tree, same_refusal, settled, unsettled };
    Outcome outcome;
    std::string why;  ///< the clause that settles a difference, or what both said when none does
};

/// Reads documents with the service's reader and two parsers that know nothing of it; of one thread.
class Comparer {
public:
    [[nodiscard]] static Comparison with_libxml(const std::string& text);
    [[nodiscard]] Comparison with_xerces(const std::string& text);

private:
    [[nodiscard]] std::string settled_with_xerces(const std::string& text, const Tree& ours,
                                                  const Tree& theirs);

    XercesWitness xerces_;
};

}  // namespace assay::soap
