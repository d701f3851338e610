#include "assay/script/bmc_ask.hpp"

#include <array>

#include <fmt/format.h>

#include "assay/base/octets.hpp"

namespace assay::script {
namespace {

constexpr std::array<std::string_view, 10> names{"datagram", "again", "receive",   "request",  "open_session",
                                                 "rakp1",    "rakp3", "challenge", "activate", "close"};

/// Text is told as hexadecimal: it may hold any octet.
struct Shown {
    std::string operator()(std::monostate) const { return "nothing"; }
    std::string operator()(bool flag) const { return flag ? "true" : "false"; }
    std::string operator()(std::int64_t number) const { return std::to_string(number); }
    std::string operator()(double number) const { return fmt::format("{}", number); }
    std::string operator()(const std::string& text) const {
        return fmt::format("'{}'", base::to_hex(base::octets_of(text)));
    }
    std::string operator()(const Array& array) const {
        std::string all;
        for (const Value& each : array) all += std::visit(*this, each.held) + ",";
        return "[" + all + "]";
    }
    std::string operator()(const Table& table) const {
        std::string all;
        for (const auto& [name, value] : table)
            all += fmt::format(" {}={}", name, std::visit(*this, value.held));
        return all;
    }
};

}  // namespace

std::string_view to_text(BmcMessage message) { return names.at(static_cast<std::size_t>(message)); }

std::string asked(const BmcSend& send) {
    std::string text{to_text(send.message)};
    if (send.session != 0) text += fmt::format(" session {}:{}", send.session, Shown{}(send.terms));
    text += fmt::format(";{}", Shown{}(send.fields));
    if (send.other_port) text += "; from another port";
    return text;
}

}  // namespace assay::script
