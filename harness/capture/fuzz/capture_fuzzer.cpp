// Whatever a capture holds, it is read to its end or refused, within its limits.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string_view>

#include "assay/base/setup_error.hpp"
#include "assay/base/temporary_folder.hpp"
#include "assay/capture/capture.hpp"
#include "assay/capture/har.hpp"

namespace {

using namespace assay;

/// With the keys of a connection whose client random is all "a", so that records are opened too.
capture::CaptureOptions options() {
    capture::CaptureOptions made;
    const std::string random(64, '6');
    const std::string secret(64, '7');
    for (const char* label :
         {"CLIENT_RANDOM", "CLIENT_HANDSHAKE_TRAFFIC_SECRET", "SERVER_HANDSHAKE_TRAFFIC_SECRET",
          "CLIENT_TRAFFIC_SECRET_0", "SERVER_TRAFFIC_SECRET_0"}) {
        made.keys.add(std::string{label} + ' ' + random + ' ' + secret, "fuzzer");
    }
    made.connections = 8;
    made.octets = 1U << 20U;
    return made;
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer calls it by this name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const base::TemporaryFolder folder;
    const std::filesystem::path file = folder.write("input", {reinterpret_cast<const char*>(data), size});
    try {
        const record::Journal journal = capture::is_capture(file) ? capture::read_capture(file, options())
                                        : capture::is_har(file)   ? capture::read_har(file)
                                                                  : record::Journal{};
        for (const record::Exchange& exchange : journal.exchanges) {
            if (exchange.request.empty() && exchange.response.empty()) std::abort();
        }
    } catch (const base::SetupError&) {
        return 0;
    }
    return 0;
}
