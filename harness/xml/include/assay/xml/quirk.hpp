// Where published schemas contradict themselves or real traffic: named, reasoned, and tolerated or not.
#pragma once

#include <regex>
#include <string>

namespace assay::xml {

/// How a schema error is recognised as a quirk: the element it is reported on, and its message.
struct QuirkMatch {
    std::string target_namespace;
    std::string element;  ///< local part
    std::regex message;   ///< searched in the message of the error
};

/// One entry of quirks.toml.
struct Quirk {
    std::string id;         ///< words, e.g. "option-name-with-colon"
    std::string published;  ///< what the published schema says
    std::string wire;       ///< what real traffic does, or the other text says
    std::string source;
    std::string because;  ///< why it is tolerated, or why it is not
    bool tolerated = false;
    QuirkMatch match;  ///< of meaning only when tolerated
};

}  // namespace assay::xml
