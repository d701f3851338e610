// Whatever the importers take, the chassis file that they write of it is read, and a chassis is made of it.
#include "assay/base/setup_error.hpp"
#include "assay/bmc/chassis.hpp"
#include "assay/bmc/chassis_file.hpp"
#include "assay/imports/imports.hpp"

using namespace assay;

namespace {

/// The input is four dumps: each but the last begins with the number of its octets, in two octets.
base::Octets take(base::OctetView& in) {
    if (in.size() < 2) return {};
    const std::size_t length =
        std::min<std::size_t>(std::size_t{in[0]} | std::size_t{in[1]} << 8U, in.size() - 2);
    const auto octets = in.subspan(2, length);
    in = in.subspan(2 + length);
    return {octets.begin(), octets.end()};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    base::OctetView in{data, size};
    imports::Dumps dumps;
    dumps.sdr = {"sdr", take(in)};
    dumps.frus = {{1, {"fru", take(in)}}};
    dumps.sel = {"sel", take(in)};
    dumps.sensors = {"sensors", {in.begin(), in.end()}};
    imports::Imported imported;
    try {
        imported = imports::import_chassis(dumps, {"fuzzed", "user", "password"});
    } catch (const base::SetupError&) {
        return 0;
    }
    // a SetupError from here on is a finding
    bmc::Chassis chassis{bmc::parse_chassis(imported.toml, "imported"), 1, base::Instant{}, base::WallTime{}};
    chassis.advance(base::Instant{} + std::chrono::seconds{2});
    return 0;
}
