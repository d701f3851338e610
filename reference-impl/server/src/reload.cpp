#include "reload.hpp"

#include <fmt/format.h>

#include <boost/asio/post.hpp>
#include <exception>
#include <string>
#include <utility>

namespace assay::server {
namespace {

std::vector<std::string> addresses_of(const Config& config) {
    std::vector<std::string> origins;
    for (const Listener& each : config.listen) origins.push_back(each.address.origin());
    return origins;
}

bool is_same_repository(const Config& one, const Config& other) {
    return one.repository.file == other.repository.file &&
           one.repository.instances == other.repository.instances &&
           one.repository.octets == other.repository.octets;
}

bool are_same(const service::Limits& one, const service::Limits& other) {
    return one.largest_reply_octets == other.largest_reply_octets && one.enumerations == other.enumerations &&
           one.enumeration_lifetime == other.enumeration_lifetime && one.batch_items == other.batch_items;
}

}  // namespace

std::vector<wire::Listener> listeners_of(const Config& config, const wire::TlsTwist& twist) {
    std::vector<wire::Listener> listeners;
    for (const auto& [address, tls] : config.listen) {
        listeners.push_back(
            {.address = address, .tls = address.secure ? wire::load_tls(tls, twist) : nullptr});
    }
    return listeners;
}

Reload::Reload(Config config, std::function<Config()> read, Endpoint& endpoint, wire::Server& server,
               AccessLog* log)
    : config_{std::move(config)}, read_{std::move(read)}, endpoint_{endpoint}, server_{server}, log_{log} {}

void Reload::begin() {
    boost::asio::post(thread_, [this] { perform(); });
}

void Reload::perform() {
    try {
        use(read_());
        fmt::print(stderr, "wsmand: the configuration was read again\n");
    } catch (const std::exception& mistake) {
        fmt::print(stderr, "wsmand: the configuration stays as it was: {}\n", mistake.what());
    }
}

void Reload::use(const Config& fresh) {
    // Everything that can fail comes first, so that nothing is half renewed.
    auto access = std::make_shared<const Access>(fresh.access);
    std::vector<std::shared_ptr<const wire::TlsContext>> tls;
    if (addresses_of(fresh) == addresses_of(config_)) {
        for (wire::Listener& each : listeners_of(fresh)) tls.push_back(std::move(each.tls));
    }
    name_what_needs_a_restart(fresh);
    endpoint_.use(std::move(access));
    server_.renew(fresh.wire, std::move(tls));
    if (log_ != nullptr) log_->reopen();
}

void Reload::name_what_needs_a_restart(const Config& fresh) const {
    const auto name = [](bool changed, const char* what) {
        if (changed) fmt::print(stderr, "wsmand: a change of {} needs a restart\n", what);
    };
    name(addresses_of(fresh) != addresses_of(config_), "the listeners, and of their certificates with it,");
    name(fresh.threads != config_.threads, "threads");
    name(fresh.conformance != config_.conformance, "conformance");
    name(fresh.profile != config_.profile, "profile");
    name(fresh.access_log != config_.access_log, "the access log's name");
    name(fresh.class_files != config_.class_files, "cim");
    name(!is_same_repository(fresh, config_), "repository");
    name(fresh.bmcs != config_.bmcs, "bmc");
    name(!are_same(fresh.service, config_.service),
         "reply_octets, batch_items and the limits of enumerations");
}

}  // namespace assay::server
