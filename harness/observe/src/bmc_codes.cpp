// Codes in words, for people.
#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include <fmt/format.h>

#include "assay/observe/bmc_reading.hpp"

namespace assay::observe {
namespace {

using Word = std::pair<std::uint32_t, std::string_view>;

constexpr std::array statuses{
    Word{0x00, "no errors"},
    Word{0x01, "insufficient resources to create a session"},
    Word{0x02, "invalid session id"},
    Word{0x03, "invalid payload type"},
    Word{0x04, "invalid authentication algorithm"},
    Word{0x05, "invalid integrity algorithm"},
    Word{0x06, "no matching authentication payload"},
    Word{0x07, "no matching integrity payload"},
    Word{0x08, "inactive session id"},
    Word{0x09, "invalid role"},
    Word{0x0A, "unauthorized role or privilege level"},
    Word{0x0B, "insufficient resources to create a session at the role"},
    Word{0x0C, "invalid name length"},
    Word{0x0D, "unauthorized name"},
    Word{0x0E, "unauthorized GUID"},
    Word{0x0F, "invalid integrity check value"},
    Word{0x10, "invalid confidentiality algorithm"},
    Word{0x11, "no cipher suite match with proposed algorithms"},
    Word{0x12, "illegal or unrecognized parameter"},
};

constexpr std::array completions{
    Word{0x00, "completed normally"},
    Word{0xC0, "node busy"},
    Word{0xC1, "invalid command"},
    Word{0xC2, "command invalid for given LUN"},
    Word{0xC3, "timeout"},
    Word{0xC4, "out of space"},
    Word{0xC5, "reservation canceled or invalid"},
    Word{0xC6, "request data truncated"},
    Word{0xC7, "request data length invalid"},
    Word{0xC8, "request data field length limit exceeded"},
    Word{0xC9, "parameter out of range"},
    Word{0xCA, "cannot return number of requested data bytes"},
    Word{0xCB, "requested sensor, data or record not present"},
    Word{0xCC, "invalid data field in request"},
    Word{0xCD, "command illegal for sensor or record type"},
    Word{0xCE, "command response could not be provided"},
    Word{0xCF, "duplicated request"},
    Word{0xD0, "SDR repository in update mode"},
    Word{0xD1, "device in firmware update mode"},
    Word{0xD2, "BMC initialization in progress"},
    Word{0xD3, "destination unavailable"},
    Word{0xD4, "insufficient privilege level"},
    Word{0xD5, "command not supported in present state"},
    Word{0xD6, "sub-function disabled or unavailable"},
    Word{0xFF, "unspecified error"},
};

std::string in_words(std::span<const Word> words, std::uint32_t code) {
    const auto found = std::ranges::find(words, code, &Word::first);
    if (found == words.end()) return fmt::format("{:02X}h", code);
    return fmt::format("{:02X}h ({})", code, found->second);
}

}  // namespace

std::string status_text(std::uint32_t status) { return in_words(statuses, status); }
std::string completion_text(std::uint32_t completion) { return in_words(completions, completion); }

}  // namespace assay::observe
