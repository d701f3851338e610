// One HTTP message as it travelled, read leniently: what cannot be right is noted as trouble and read on.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace assay::observe {

/// A stretch of octets in what was read.
struct Stretch {
    std::size_t offset = 0;
    std::size_t length = 0;

    [[nodiscard]] std::size_t end() const { return offset + length; }
};

/// One field line; folded lines are joined to it by one space each.
struct HttpField {
    std::string name;   ///< as spelt
    std::string value;  ///< without white space around it
    Stretch name_at;
    Stretch value_at;  ///< of the first line when the field is folded
};

/// What RFC 9112 does not allow a sender.
enum class Framing {
    bad_start_line,
    bad_field,            ///< a line without colon, or with an empty name
    space_before_colon,   ///< §5.1
    obsolete_fold,        ///< §5.2
    bare_line_feed,       ///< §2.2, also in chunk framing
    unfinished_head,      ///< the octets end before the empty line
    bad_length,           ///< a Content-Length that is not a count
    conflicting_lengths,  ///< several Content-Length values that differ
    length_and_coding,    ///< Content-Length beside Transfer-Encoding, §6.2
    unknown_coding,       ///< a request whose last transfer coding is not chunked, §6.1
    forbidden_coding,     ///< Transfer-Encoding where no body can be (1xx, 204), §6.1
    bad_chunk,      ///< a chunk size that is no hexadecimal count, or chunk data not followed by a line end
    short_body,     ///< the octets end before the body does
    surplus_octets  ///< octets after the end of the message
};

[[nodiscard]] std::string_view to_text(Framing kind);

/// One trouble and where it shows, in octets of what was read.
struct FramingTrouble {
    Framing kind;
    std::size_t offset = 0;
    std::string what;  ///< one sentence
};

/// How the message says where its body ends.
enum class BodyEnd { no_body, content_length, chunked, until_close };

/// A 1xx response that came before the one that counts.
struct InterimResponse {
    int status = 0;
    Stretch at;
};

/// One message. Every offset counts from the first octet that was read, interim responses included.
struct HttpReading {
    bool present = false;  ///< was there any octet?
    bool head_complete = false;
    std::string method;   ///< requests only
    std::string target;   ///< requests only
    int status = 0;       ///< responses only; 0 when it cannot be read
    std::string reason;   ///< responses only
    std::string version;  ///< "HTTP/1.1"
    Stretch start_line;
    std::vector<HttpField> fields;
    std::vector<HttpField> trailers;
    std::vector<InterimResponse> interim;
    BodyEnd body_end = BodyEnd::no_body;
    Stretch transported;  ///< the body as it travelled, with chunk framing
    std::string body;     ///< the body with the chunk framing taken off
    std::vector<FramingTrouble> troubles;
    std::string excess;  ///< which of `limits` ended the reading, in words; else ""

    /// The first field of this name, whatever its case; nullptr when there is none.
    [[nodiscard]] const HttpField* field(std::string_view name) const;
    /// Its value; "" when there is none.
    [[nodiscard]] std::string_view value(std::string_view name) const;
    /// How many fields have this name?
    [[nodiscard]] std::size_t count(std::string_view name) const;
};

/// Reads the octets of one request, within `limits`. Never throws.
[[nodiscard]] HttpReading read_request(std::string_view octets);

/// Reads the octets of one response up to the moment the connection closed or fell silent; 1xx responses
/// before it become `interim`. Never throws; reads no further than `limits`.
/// @param request_method the method answered: HEAD has no body in its answer
[[nodiscard]] HttpReading read_response(std::string_view octets, std::string_view request_method = "POST");

}  // namespace assay::observe
