#include "bmc_answer.hpp"

#include <utility>

#include <fmt/format.h>

namespace assay::script {
namespace {

constexpr std::uint32_t class_of_ipmi = 7;

}  // namespace

BmcAnswer::BmcAnswer(record::Exchange exchange)
    : exchange_{std::move(exchange)}, datagram_{observe::read_datagram(exchange_.response)} {
    if (!answered() || datagram_.rmcp_class != class_of_ipmi || !datagram_.payload_type) return;
    if (exchange_.bmc) clear_ = exchange_.bmc->clear_response;
    if (!clear_ && !datagram_.encrypted) clear_ = datagram_.payload;
    if (!clear_) return;
    const std::uint32_t type = *datagram_.payload_type;
    if (type == 0) lan_ = observe::read_lan_message(*clear_);
    if (observe::is_setup(type)) setup_ = observe::read_setup(type, *clear_);
}

record::Integrity BmcAnswer::integrity() const {
    return exchange_.bmc ? exchange_.bmc->integrity : record::Integrity::unchecked;
}

observe::Number BmcAnswer::octet(std::size_t number) const {
    if (!lan_ || number == 0) return std::nullopt;
    if (number == 1) return lan_->completion;
    if (number - 2 >= lan_->data.size()) return std::nullopt;
    return static_cast<unsigned char>(lan_->data[number - 2]);
}

std::string BmcAnswer::summary() const {
    if (exchange_.ending == record::Ending::timed_out) return "silence";
    if (!answered()) return fmt::format("{}: {}", record::to_text(exchange_.ending), exchange_.trouble);
    if (setup_ && setup_->status) return fmt::format("status {}", observe::status_text(*setup_->status));
    if (lan_ && lan_->completion)
        return fmt::format("completion code {}, {} octets of data",
                           observe::completion_text(*lan_->completion), lan_->data.size());
    const char* const what = datagram_.encrypted && !clear_ ? "that cannot be decrypted" : "of another kind";
    return fmt::format("a datagram of {} octets {}", exchange_.response.size(), what);
}

record::Place BmcAnswer::place() const {
    record::Place place;
    place.exchange = exchange_.id;
    place.part = record::Part::connection;
    return place;
}

}  // namespace assay::script
