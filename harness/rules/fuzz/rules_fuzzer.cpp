// Whatever two messages are, every rule can look at them, and each finding has a place.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "assay/observe/reading.hpp"
#include "assay/rules/examine.hpp"
#include "assay/rules/standard_rules.hpp"

namespace {

using namespace assay;

class ContentValidator : public rules::Validator {
public:
    std::vector<xml::SchemaError> validate(std::string_view) override { return {}; }
};

std::string message(std::string_view start_line, std::string_view body) {
    return std::string{start_line} +
           "\r\nContent-Type: application/soap+xml\r\nContent-Length: " + std::to_string(body.size()) +
           "\r\n\r\n" + std::string{body};
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer calls it by this name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view octets{reinterpret_cast<const char*>(data), size};
    const auto border = octets.find('\0');
    const std::string_view request = octets.substr(0, border);
    const std::string_view response = border == std::string_view::npos ? request : octets.substr(border + 1);
    record::Exchange exchange;
    exchange.request = message("POST /wsman HTTP/1.1", request);
    exchange.response = message("HTTP/1.1 400 Bad Request", response);
    std::vector<observe::Reading> readings;
    readings.push_back(observe::read(exchange));
    static ContentValidator validator;
    static const rules::RuleBook book = rules::standard_rules(validator);
    for (const rules::RuleReport& report : rules::examine(readings, book)) {
        for (const record::Finding& finding : report.findings) {
            if (!finding.place || finding.message.empty() || finding.rule.empty()) std::abort();
        }
    }
    return 0;
}
