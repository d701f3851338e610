// How much of a message is read: what a peer sends must neither fill our memory nor take our time for ever.
// Each limit is far above what a service has reason to send; harness/docs/adr/0014 has the figures.
#pragma once

#include <cstddef>

namespace assay::observe {

struct Limits {
    std::size_t answer_octets = 4UL << 20U;  ///< of one answer as it travels, interim ones before it included
    std::size_t head_octets = 256UL << 10U;  ///< of all heads, chunk lines and trailers of one message
    std::size_t fields = 1000;               ///< of all heads and trailers of one message
    std::size_t chunks = 100'000;            ///< of one chunked body
    std::size_t interim = 100;               ///< 1xx responses before the one that counts
    std::size_t nodes = 100'000;             ///< elements, comments and processing instructions of one body
    std::size_t attributes = 1000;           ///< of one element, namespace declarations included
    std::size_t in_scope = 1000;             ///< namespace declarations, of all elements that are open
    std::size_t depth = 256;                 ///< of elements; the root is at depth 1
    std::size_t name_octets = 4096;          ///< of one name or namespace name in XML
    std::size_t kept_octets = 64UL << 10U;   ///< that stay as evidence of an answer that was given up
};

inline constexpr Limits limits{};

}  // namespace assay::observe
