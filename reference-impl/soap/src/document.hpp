// A document as the parser leaves it: flat lists whose text lies in the message or in the parser's scratch
// memory.
#pragma once

#include <cstddef>
#include <memory_resource>
#include <string_view>
#include <vector>

#include "assay/soap/uri.hpp"

namespace assay::soap {

struct Document {
    struct Attribute {
        std::string_view prefix;
        std::string_view local;
        std::string_view value;   ///< normalized
        const Uri* ns = nullptr;  ///< never null once the parser is done with the tag
    };
    struct Node {
        std::string_view local;
        const Uri* ns;
        std::string_view text = {};   ///< character content; empty where it is white space between children
        std::size_t first_attribute;  ///< place in `attributes` of the first one
        std::size_t attribute_count = 0;
        std::size_t child_count = 0;
    };

    explicit Document(std::pmr::memory_resource& scratch) : nodes{&scratch}, attributes{&scratch} {}

    std::pmr::vector<Node> nodes;  ///< in the order of the document: what is in an element follows it at once
    std::pmr::vector<Attribute> attributes;
};

}  // namespace assay::soap
