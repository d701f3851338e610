// Xerces-C++'s opinion of a document: a second independent witness of the service's own reader.
#pragma once

#include <memory>
#include <string>

#include "tree_builder.hpp"

namespace assay::soap {

/// One parser for many documents; of one thread.
class XercesWitness {
public:
    XercesWitness();
    ~XercesWitness();
    XercesWitness(const XercesWitness&) = delete;
    XercesWitness& operator=(const XercesWitness&) = delete;

    /// The tree that Xerces-C++'s SAX 2 interface gives, under the service's rules: no document type
    /// declaration, no processing instruction, the limits.
    /// @param text  taken for UTF-8, whatever it declares
    [[nodiscard]] Tree tree(const std::string& text, const ReadLimits& limits = {});

private:
    class Parser;
    std::unique_ptr<Parser> parser_;
};

}  // namespace assay::soap
