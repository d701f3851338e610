// Any octets can be read as an HTTP answer, with the same outcome whatever the pieces are, and be checked.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "assay/load/answer_check.hpp"
#include "assay/load/response_reader.hpp"

namespace {

using assay::load::ResponseReader;
using State = ResponseReader::State;

struct Outcome {
    State state;
    int status;
    std::string body;

    bool operator==(const Outcome&) const = default;
};

Outcome read(std::string_view octets, std::size_t piece) {
    ResponseReader reader{4096};
    State state = State::more;
    while (state == State::more && !octets.empty()) {
        const auto room = reader.room();
        const std::size_t count = std::min({octets.size(), room.size(), piece});
        std::copy_n(octets.begin(), count, room.begin());
        octets.remove_prefix(count);
        state = reader.received(count);
    }
    if (state == State::more) state = reader.ended();
    if (state != State::complete) return {state, 0, {}};
    (void)assay::load::check(reader.response(), "01234567");
    (void)assay::load::element_content(reader.response().body, "EnumerationContext");
    return {state, reader.response().status, std::string{reader.response().body}};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    // Within the limit: beyond it, what is too large depends on how much arrives at once.
    const std::string_view octets{reinterpret_cast<const char*>(data), std::min<std::size_t>(size, 4096)};
    const Outcome whole = read(octets, octets.size());
    if (read(octets, 1) != whole || read(octets, 7) != whole) std::abort();
    return 0;
}
