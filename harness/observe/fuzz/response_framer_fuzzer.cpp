// A response of any length, in pieces of any size: the framer finds the same end, or gives it up within the
// limits.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "assay/observe/http_reading.hpp"
#include "assay/observe/limits.hpp"
#include "assay/observe/response_framer.hpp"

namespace {

using assay::observe::ResponseFramer;

/// The input up to its first NUL, then what follows it again and again: for some inputs, that end in '!', so
/// often that limits come within reach; for the others a few times only, because long ones are slow.
std::string lengthened(std::string_view input) {
    const std::size_t nul = std::min(input.find('\0'), input.size());
    std::string octets{input.substr(0, nul)};
    const std::string_view piece = input.substr(std::min(nul + 1, input.size()));
    const std::size_t enough = input.ends_with('!') ? 300UL << 10U : 2UL << 10U;
    while (!piece.empty() && octets.size() < enough) octets += piece;
    return octets;
}

void feed_in_pieces(ResponseFramer& framer, std::string_view octets, std::size_t size) {
    for (std::size_t at = 0; at < octets.size(); at += size) framer.feed(octets.substr(at, size));
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer calls it by this name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace assay::observe;
    const std::string octets = lengthened({reinterpret_cast<const char*>(data), size});
    ResponseFramer whole;
    whole.feed(octets);
    ResponseFramer pieces;
    feed_in_pieces(pieces, octets, 1 + size % 4096);
    if (whole.state() != pieces.state() || whole.consumed() != pieces.consumed()) std::abort();
    if (whole.excess() != pieces.excess()) std::abort();
    if ((whole.state() == ResponseFramer::State::given_up) == whole.excess().empty()) std::abort();
    const HttpReading reading = read_response(octets);
    if (reading.fields.size() + reading.trailers.size() > limits.fields) std::abort();
    if (reading.interim.size() > limits.interim || reading.body.size() > limits.answer_octets) std::abort();
    return 0;
}
