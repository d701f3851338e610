// Any octets can be read as a message, and the framer finds the same end whatever the pieces are.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "assay/observe/http_reading.hpp"
#include "assay/observe/response_framer.hpp"

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer calls it by this name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view octets{reinterpret_cast<const char*>(data), size};
    (void)assay::observe::read_request(octets);
    (void)assay::observe::read_response(octets);
    assay::observe::ResponseFramer whole;
    whole.feed(octets);
    assay::observe::ResponseFramer pieces;
    for (std::size_t at = 0; at < size; at += 7) pieces.feed(octets.substr(at, 7));
    if (whole.state() != pieces.state() || whole.consumed() != pieces.consumed()) std::abort();
    return 0;
}
