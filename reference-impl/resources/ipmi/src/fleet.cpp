#include "assay/ipmi/fleet.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "assay/ipmi-client/queries.hpp"
#include "assay/model/faults.hpp"
#include "bmc_provider.hpp"
#include "gathering.hpp"

namespace assay::ipmi {
namespace {

constexpr std::string_view scheme = "IPMI:";

/// The system that a key's value names: all of it, or what stands between "IPMI:" and the next colon.
std::string_view system_in(std::string_view key) {
    if (!key.starts_with(scheme)) return key;
    key.remove_prefix(scheme.size());
    return key.substr(0, key.find(':'));
}

}  // namespace

std::string Source::id_of(std::string_view what) const {
    return fmt::format("{}{}:{}", scheme, system, what);
}

Fleet::Fleet(boost::asio::any_io_executor executor, std::vector<Member> members, Report report,
             Polling polling)
    : executor_{std::move(executor)}, report_{std::move(report)}, polling_{polling} {
    for (Member& each : members) {
        std::string name = each.name;
        bmcs_.push_back(std::make_unique<Bmc>(executor_, std::move(each)));
        if (!name.empty()) by_name_.emplace(std::move(name), bmcs_.back().get());
    }
}

awaitable<Outcome<Source>> Fleet::identify(Bmc& bmc) {
    auto source = co_await ask_name(bmc);
    // whatever the trouble is, it is not over in a moment
    if (!source) failed(bmc, source.error(), std::chrono::steady_clock::now());
    co_return source;
}

awaitable<Outcome<Source>> Fleet::ask_name(Bmc& bmc) {
    const auto ready = co_await bmc.client.connect();
    if (!ready) co_return fault_of(ready.error());
    if (!bmc.name_.empty()) co_return Source{bmc, bmc.name_};
    auto guid = co_await ipmi_client::system_guid(bmc.client);
    if (!guid) co_return fault_of(guid.error());
    const auto learned = learn(bmc, *guid);
    if (!learned) co_return learned.error();
    co_return Source{bmc, std::move(*guid)};
}

/// Makers give many boards one GUID, or none. Two systems of one name would be one instance to a client, so
/// the second is left out; one that has taken another's place while that was gone is not a second.
Outcome<> Fleet::learn(Bmc& bmc, const std::string& guid) {
    const std::lock_guard lock{mutex_};
    const auto [place, is_new] = by_name_.emplace(guid, &bmc);
    const bool taken = !is_new && place->second != &bmc && !place->second->failure_;
    if (taken) {
        bmc.guid_ = guid;
        return model::faults::internal_error(
            fmt::format("BMC {}: its system is {}, as that of BMC {}; give one of them a name in the "
                        "configuration",
                        bmc.client.address(), guid, place->second->client.address()));
    }
    place->second = &bmc;
    if (bmc.guid_ == guid) return boost::system::in_place_value;
    const auto old = by_name_.find(bmc.guid_);
    if (old != by_name_.end() && old->second == &bmc) by_name_.erase(old);
    bmc.guid_ = guid;
    return boost::system::in_place_value;
}

std::vector<Bmc*> Fleet::to_ask(base::Instant now) {
    const std::lock_guard lock{mutex_};
    std::vector<Bmc*> all, wanted;
    for (const auto& each : bmcs_) {
        all.push_back(each.get());
        const bool resting = each->failure_ && now - each->failure_->at < polling_.pause;
        if (!resting) wanted.push_back(each.get());
    }
    return wanted.empty() ? all : wanted;
}

std::vector<Bmc*> Fleet::to_identify(base::Instant now) {
    std::vector<Bmc*> found = to_ask(now);
    std::erase_if(found, [](const Bmc* each) { return !each->name_.empty(); });
    return found;
}

Bmc* Fleet::named_by(const cim::ObjectPath& path) {
    const std::lock_guard lock{mutex_};
    for (const cim::Key& key : path.keys) {
        const auto* const text = key.value.get<std::string>();
        if (text == nullptr) continue;
        const auto found = by_name_.find(std::string{system_in(*text)});
        if (found != by_name_.end()) return found->second;
    }
    return nullptr;
}

std::optional<model::Fault> Fleet::unidentified() {
    const std::lock_guard lock{mutex_};
    for (const auto& each : bmcs_) {
        const bool unknown = each->name_.empty() && each->guid_.empty();
        if (unknown && each->failure_) return each->failure_->fault;
    }
    return std::nullopt;
}

void Fleet::succeeded(Bmc& bmc) {
    {
        const std::lock_guard lock{mutex_};
        if (!bmc.failure_) return;
        bmc.failure_.reset();
    }
    report_(fmt::format("BMC {}: its instances are there again", bmc.client.address()));
}

void Fleet::failed(Bmc& bmc, const model::Fault& fault, base::Instant now) {
    {
        const std::lock_guard lock{mutex_};
        const bool known = bmc.failure_.has_value();
        bmc.failure_ = {.fault = fault, .at = now};
        if (known) return;
    }
    report_(fault.reason + "; its instances are missing");
}

void Fleet::left_out(Bmc& bmc, const model::Fault& fault) {
    {
        const std::lock_guard lock{mutex_};
        if (bmc.failure_) return;
    }
    report_(fault.reason + "; instances are missing");
}

awaitable<void> Fleet::disconnect() {
    std::vector<Bmc*> all;
    for (const auto& each : bmcs_) all.push_back(each.get());
    Gathering closing{shared_from_this(), std::move(all),
                      [](Bmc& bmc) -> awaitable<Outcome<std::vector<cim::Instance>>> {
                          co_await bmc.client.disconnect();
                          co_return std::vector<cim::Instance>{};
                      }};
    while (co_await closing.next()) {
    }
}

}  // namespace assay::ipmi
