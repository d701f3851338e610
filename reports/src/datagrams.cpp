#include "assay/reports/datagrams.hpp"

#include <algorithm>
#include <chrono>

#include <fmt/format.h>

#include "assay/base/octets.hpp"

namespace assay::reports {
namespace {

constexpr std::size_t octets_a_line = 16;

/// Sixteen octets a line, each after where it begins.
std::string dump(const std::string& octets) {
    std::string lines;
    for (std::size_t at = 0; at < octets.size(); at += octets_a_line) {
        lines += fmt::format("  {:04x} ", at);
        for (const base::Octet octet : base::octets_of(std::string_view{octets}.substr(at, octets_a_line)))
            lines += fmt::format(" {:02x}", octet);
        lines += "\n";
    }
    return lines;
}

std::string titled(const char* title, const std::string& octets) {
    return fmt::format("{}, {} octets\n{}", title, octets.size(), dump(octets));
}

std::string others_in(const record::Exchange& exchange, bool sent) {
    std::string text;
    for (const record::OtherDatagram& other : exchange.bmc->others) {
        if (other.sent != sent) continue;
        const auto at = std::chrono::duration<double>(other.at).count();
        text += titled(
            fmt::format("{} at {:.3f} s", sent ? "Sent before" : "Came, and answers nothing", at).c_str(),
            other.octets);
    }
    return text;
}

}  // namespace

std::string request_text(const record::Exchange& exchange) {
    std::string text;
    if (!exchange.request.empty()) text = titled("Datagram", exchange.request);
    if (exchange.bmc->clear_request)
        text += titled("Its payload in clear text", *exchange.bmc->clear_request);
    return text + others_in(exchange, true);
}

std::string response_text(const record::Exchange& exchange) {
    std::string text;
    if (!exchange.response.empty()) text = titled("Datagram", exchange.response);
    if (exchange.bmc->clear_response)
        text += titled("Its payload in clear text", *exchange.bmc->clear_response);
    if (exchange.bmc->integrity != record::Integrity::unchecked)
        text += fmt::format("Its code is {}\n", to_text(exchange.bmc->integrity));
    return text + others_in(exchange, false);
}

}  // namespace assay::reports
