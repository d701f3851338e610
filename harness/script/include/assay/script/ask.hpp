// What a running case wants done. The case itself touches no socket: whoever drives it does this and answers.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "assay/script/bmc_ask.hpp"

namespace assay::script {

/// Which connection of the case. 0 is its ordinary one, kept alive while messages are ordinary;
/// others come from t:connect(). Both are opened when first used.
using Channel = std::uint32_t;
inline constexpr Channel ordinary_channel = 0;

/// How a connection is made where a case wants it otherwise than the run does.
struct Greeting {
    bool clear = false;                           ///< no TLS, whatever the target's URL says
    bool certificate = true;                      ///< ours is shown, if we have one
    std::string newest = {};                      ///< TLS version at most: "1.0" to "1.3"; empty: any
    std::string ciphers = {};                     ///< OpenSSL's list for TLS 1.2 and older; empty: the usual
    std::optional<std::string> server_name = {};  ///< of the server name indication; "": none is sent

    bool operator==(const Greeting&) const = default;
    [[nodiscard]] bool is_usual() const { return *this == Greeting{}; }
};

/// An answer to a Digest challenge (RFC 7616 §3.4) as a case makes it up; the password stays with the driver.
struct DigestClaim {
    std::string realm;
    std::string nonce;
    std::optional<std::string> opaque;
    std::string algorithm;   ///< "MD5" or "SHA-256"; empty: none is said, which means MD5
    std::string uri;         ///< what is said
    std::string hashed_uri;  ///< what the response is made of
    std::string method = "POST";
    std::uint32_t count = 1;
    std::string client_nonce;
};

/// Write octets, then read one response.
struct Send {
    Channel channel = ordinary_channel;
    /// Written one after the other; "{authorization}" in them stands for the credentials, see
    /// with_authorization().
    std::vector<std::string> pieces;
    std::size_t piece_octets = 0;  ///< when not 0: what is written is cut again into pieces of this size
    Milliseconds pause{
        0};  ///< between pieces; cut short by an interim response when the first piece expects one
    Milliseconds timeout{0};  ///< for the whole exchange; 0 for the run's own
    std::string label;        ///< for people: "Get", "raw"
    std::string unlawful_because;
    bool fresh = false;       ///< needs a connection of its own, closed afterwards (ordinary channel only)
    bool half_close = false;  ///< shut the sending direction down after the last piece
    bool head_only = false;   ///< the first head is all that is waited for, be it that of an interim response
    bool await = true;        ///< false: do not wait for a response
    bool second_user = false;                ///< with the credentials of the profile's [second_user]
    std::optional<DigestClaim> digest = {};  ///< takes the place of the user's own Authorization value
    Greeting greeting = {};                  ///< for a channel that is not connected yet
};

/// Read one more response from a channel, as after pipelined requests.
struct Read {
    Channel channel = ordinary_channel;
    Milliseconds timeout{0};
};

/// Close a channel. Not answered with an exchange.
struct Close {
    Channel channel = ordinary_channel;
};

/// Let time pass. Not answered with an exchange.
struct Sleep {
    Milliseconds duration{0};
};

/// Wait for the next request of a client under test. Answered with an exchange whose request is what came, or
/// with nothing when the client has ended or its time is up; nothing comes after that.
struct Await {};

/// Answer a request of the client. Not answered.
struct Reply {
    std::uint32_t exchange = 0;  ///< whose request is answered
    std::vector<std::string>
        pieces;                    ///< written one after the other; none: the request stays without an answer
    std::size_t piece_octets = 0;  ///< when not 0: what is written is cut again into pieces of this size
    Milliseconds delay{0};         ///< before the first piece
    Milliseconds pause{0};         ///< between pieces
    bool close = false;            ///< close the connection afterwards
    std::string unlawful_because;  ///< why the answer breaks rules on purpose; else empty
};

/// Wait for the client under test to end. Answered with a ClientOutcome.
struct AwaitEnd {};

using Ask = std::variant<Send, Read, Close, Sleep, Await, Reply, AwaitEnd, BmcSend>;

/// Is this answered with a record::Exchange?
[[nodiscard]] inline bool wants_exchange(const Ask& ask) {
    return std::holds_alternative<Send>(ask) || std::holds_alternative<Read>(ask) ||
           std::holds_alternative<Await>(ask) || std::holds_alternative<BmcSend>(ask);
}

/// What is kept in place of a client's credentials: whether they are those that it was given.
inline constexpr const char* right_credentials = "[redacted]";
inline constexpr const char* other_credentials = "[redacted: other credentials]";

/// The label of a request that the client sent to another origin than it was told to.
inline constexpr const char* elsewhere_label = "elsewhere";
/// The label of a request that came when the case had no answer for it any more.
inline constexpr const char* unexpected_label = "unexpected";

/// All the octets of an answer, in order.
[[nodiscard]] std::string octets_of(const Reply& reply);

/// What is written, piece by piece.
[[nodiscard]] std::vector<std::string> written_pieces(const Reply& reply);

/// All the octets of a request, in order.
[[nodiscard]] std::string octets_of(const Send& send);

/// Is there a place for credentials in it?
[[nodiscard]] bool asks_for_credentials(const Send& send);

/// What stands for the credentials in what is kept of a request.
/// @param ordinary what stands for those of the run's own user: "Basic [redacted]", empty for none
[[nodiscard]] std::string kept_authorization(const Send& send, const std::string& ordinary);

/// `octets` with the credentials filled in: "{authorization}" becomes the value, "{credentials}" what follows
/// the scheme in it. Without credentials the whole line of a field that asks for them is left out.
/// @param authorization the field's value, e.g. "Basic dXNlcjpwYXNz"; empty for none
[[nodiscard]] std::string with_authorization(const std::string& octets, const std::string& authorization);

/// What is written, piece by piece, with the credentials filled in; also where a placeholder was cut into
/// pieces.
[[nodiscard]] std::vector<std::string> written_pieces(const Send& send, const std::string& authorization);

}  // namespace assay::script
