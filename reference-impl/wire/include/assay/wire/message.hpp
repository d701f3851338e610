// An HTTP request and its reply, as far as anything above the socket needs them.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace assay::wire {

using Headers = std::vector<std::pair<std::string, std::string>>;

struct Request {
    std::string method;
    std::string target;  ///< as sent, e.g. "/wsman?x=1"
    Headers headers = {};
    std::string body = {};
    /// Filled in by Handler::admit for Handler::answer.
    std::string user = {};

    /// The first header of that name in any case, or nullptr.
    [[nodiscard]] const std::string* header(std::string_view name) const;
    /// The target without query.
    [[nodiscard]] std::string_view path() const;
};

struct Reply {
    unsigned status = 200;
    std::string content_type = {};  ///< empty for none
    Headers headers = {};           ///< beside Content-Type, Content-Length, Connection and Date
    std::string body = {};
    bool close = false;  ///< end the connection after this reply
};

/// The status line and header fields, with the empty line that ends them.
/// @param date         the Date field's value (RFC 9110 §5.6.7)
/// @param http_minor   of the request: 1 or 0
/// @param keep_alive   whether the connection stays open
[[nodiscard]] std::string head_of(const Reply& reply, std::string_view date, unsigned http_minor,
                                  bool keep_alive);

}  // namespace assay::wire
