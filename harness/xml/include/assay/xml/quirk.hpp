// Where published schemas contradict themselves or real traffic: named, reasoned, and tolerated or not.
#pragma once

#include <regex>
#include <string>
#include <vector>

namespace assay::xml {

/// How a schema error is recognised as a quirk: the element it is reported on, and its message. With a child
/// named, the error is explained only if the content is right once that child is read so.
struct QuirkMatch {
    std::string target_namespace;
    std::string element;   ///< local part
    std::regex message;    ///< searched in the message of the error
    std::string child;     ///< local part of a child that real traffic has there; empty for none
    std::string reads_as;  ///< the name that it is published under; empty when it is to be left out
};

/// One entry of quirks.toml.
struct Quirk {
    std::string id;         ///< words, e.g. "option-name-with-colon"
    std::string published;  ///< what the published schema says
    std::string wire;       ///< what real traffic does, or the other text says
    std::string source;
    std::string because;               ///< why it is tolerated, or why it is not
    std::vector<QuirkMatch> tolerate;  ///< errors that it explains; empty when it is only worth knowing
};

}  // namespace assay::xml
