// An HTTP request and its reply, as far as anything above the socket needs them.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "assay/wire/peer.hpp"

namespace assay::wire {

using Headers = std::vector<std::pair<std::string, std::string>>;

struct Request {
    std::string method;
    std::string target;  ///< as sent, e.g. "/wsman?x=1"
    Headers headers = {};
    std::string body = {};
    std::shared_ptr<const Peer> peer = {};  ///< never nullptr when it comes from a connection
    /// There are more connections than allowed: the one that gets an answer is closed with it.
    bool crowded = false;
    /// Of the connection: what the handler keeps there from one request to the next. Not nullptr when the
    /// request comes from a connection, and not to be used when the request is done.
    std::shared_ptr<const void>* kept = nullptr;
    /// Filled in by the handler, for itself.
    std::shared_ptr<const void> admitted = {};
    std::string user = {};
    std::string charset = {};
    std::optional<std::string> soap_action = {};
    std::string action = {};
    std::string resource_uri = {};

    /// The first header of that name in any case, or nullptr.
    [[nodiscard]] const std::string* header(std::string_view name) const;
    /// The target without query, and without scheme and authority where it is in absolute form.
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
