// The two halves of an HTTP message as places count them: in the heads from the first octet that travelled,
// interim responses included, in the body from its first character. A reader for showing only: it judges
// nothing and takes whatever it is given.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace assay::reports {

struct Message {
    std::string_view
        heads;              ///< all in front of the body but the empty line: interim responses, then the head
    std::string_view head;  ///< start line and fields with their line ends, without the empty line
    std::string body;       ///< without its chunks and its byte-order mark, in UTF-8
    std::vector<std::string> steps;  ///< what was undone to get the body, e.g. "chunks"
};

/// @param octets one request, or one response with the interim responses in front of it; has to outlive the
/// result
[[nodiscard]] Message message_of(std::string_view octets);

/// The value of the first field of that name in a head, without white space around; "" when there is none.
[[nodiscard]] std::string_view field(std::string_view head, std::string_view name);

}  // namespace assay::reports
