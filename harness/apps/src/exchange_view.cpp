#include "exchange_view.hpp"

#include <algorithm>
#include <chrono>
#include <string_view>

#include <fmt/format.h>

#include "assay/base/text.hpp"
#include "assay/observe/fault_reading.hpp"
#include "assay/observe/reading.hpp"
#include "assay/reports/datagrams.hpp"
#include "text.hpp"

namespace assay::apps {
namespace {

constexpr std::size_t lines_shown = 60;
constexpr std::size_t line_octets = 2000;

/// Head and body as text, whatever the encoding of the body.
std::string text_of(const std::string& octets, const observe::MessageReading& message) {
    const std::size_t head = octets.find("\r\n\r\n");
    if (head == std::string::npos || message.envelope.text.empty()) return octets;
    const std::size_t body = std::min(message.http.transported.offset, octets.size());
    return octets.substr(0, std::max(body, head + 4)) + message.envelope.text;
}

std::string behind(std::string_view mark, std::string_view text) {
    std::string lines;
    std::size_t count = 0;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, end);
        if (line.ends_with('\r')) line.remove_suffix(1);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (++count > lines_shown) return lines + fmt::format("{} …\n", mark);
        lines += fmt::format("{} {}\n", mark, printable(line, line_octets));
    }
    return lines;
}

double milliseconds(record::RunTime time) { return std::chrono::duration<double, std::milli>{time}.count(); }

}  // namespace

std::string messages_shown(const record::Exchange& exchange) {
    if (exchange.bmc)
        return behind(">", reports::request_text(exchange)) + behind("<", reports::response_text(exchange));
    const observe::Reading reading = observe::read(exchange);
    return behind(">", text_of(exchange.request, reading.request)) +
           behind("<", text_of(exchange.response, reading.response));
}

std::string shown(const record::Exchange& exchange) {
    std::string text = messages_shown(exchange);
    const bool answered = exchange.ending == record::Ending::answered;
    if (!answered)
        text += fmt::format("  {} {}\n", record::to_text(exchange.ending), printable(exchange.trouble));
    return text + fmt::format("  {:.1f} ms\n", milliseconds(exchange.times.finished - exchange.times.sent));
}

std::string gist(const record::Exchange& exchange) {
    if (exchange.ending != record::Ending::answered && exchange.response.empty())
        return std::string{record::to_text(exchange.ending)};
    if (exchange.bmc) return fmt::format("a datagram of {} octets", exchange.response.size());
    const observe::Reading reading = observe::read(exchange);
    std::string text = fmt::format("HTTP {}", reading.response.http.status);
    const auto fault = observe::fault_of(reading.response.envelope);
    if (!fault) return text;
    for (const observe::ResolvedName& name : {fault->code, fault->subcode}) {
        if (!name.local.empty()) text += " " + printable(observe::customary_name(name.uri, name.local));
    }
    return text + (fault->fault_detail_uri.empty() ? "" : " " + printable(fault->fault_detail_uri));
}

}  // namespace assay::apps
