// What was found wrong: the rule, the place, what was expected and what was there. Data, so that every
// reporter can show it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace assay::record {

/// The part of an exchange that a place is in. Heads and bodies count their octets apart, because a chunked
/// body has no place of its own in the octets that travelled.
enum class Part { request_head, request_body, response_head, response_body, connection };

/// Where in the evidence. Lines and columns count from 1; 0 means that the place is the part as a whole.
struct Place {
    std::uint32_t exchange = 0;  ///< Exchange::id
    Part part = Part::response_body;
    std::size_t offset = 0;  ///< in octets, from the beginning of the part (bodies: as decoded, in UTF-8)
    std::size_t length = 0;  ///< in octets; 0 when only a point is known
    std::uint32_t line = 0;
    std::uint32_t column = 0;
    std::string path;  ///< e.g. "/s:Envelope/s:Header/wsa:RelatesTo", with customary prefixes, or a header
                       ///< field's name
};

/// Why a finding may stay for a while: what a deviation says of it.
struct KnownDeviation {
    std::string because;
    std::string owner;
    std::string review_by;  ///< "2027-01-01"
    std::string where;      ///< of the deviation: file:line:column
};

/// What products like the target are known to do. It tells where a finding may come from, and excuses
/// nothing.
struct KnownQuirk {
    std::string product;  ///< who does it, for people
    std::string does;     ///< one sentence
    std::string source;   ///< where it is known from
};

struct Finding {
    std::string rule;     ///< Rule::id
    std::string message;  ///< one sentence that would let a maintainer fix it
    std::string expected;
    std::string actual;
    std::optional<Place> place;
    std::optional<KnownDeviation> known = {};  ///< set when the run was reckoned with the known deviations
    std::vector<KnownQuirk> quirks = {};       ///< of the target's like that fit the finding
};

/// Cuts texts and path to 4096 octets, between characters, with "…" at the end: what a target sends must not
/// make findings as large as itself.
void shorten(Finding& finding);

}  // namespace assay::record
