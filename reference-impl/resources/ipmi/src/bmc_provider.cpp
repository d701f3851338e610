#include "bmc_provider.hpp"

#include <algorithm>

#include "assay/cim/name.hpp"
#include "assay/model/faults.hpp"
#include "gathering.hpp"

namespace assay::ipmi {
namespace {

namespace faults = model::faults;
using cim::Instance;
using ipmi_client::Trouble;

base::Instant now() { return std::chrono::steady_clock::now(); }

/// What the BMCs give, one BMC after the other.
class FromAll final : public cim::InstanceCursor {
public:
    FromAll(std::shared_ptr<Fleet> fleet, Gathering::Ask ask)
        : fleet_{std::move(fleet)}, gathering_{fleet_, fleet_->to_ask(now()), std::move(ask)} {}

    awaitable<Outcome<std::size_t>> fill(std::vector<Instance>& into, std::size_t most) override {
        for (;;) {
            if (part_) {
                const auto count = co_await part_->fill(into, most);
                if (!count || *count != 0) co_return count;
                part_.reset();
            }
            auto next = co_await gathering_.next();
            if (!next) co_return ended();
            if (next->bmc == nullptr) co_return next->instances.error();
            take(std::move(*next));
        }
    }

private:
    void take(Gathering::Part part) {
        fleet_->note(*part.bmc, part.instances, now());
        if (part.instances) {
            some_answered_ = true;
            part_ = cim::cursor_of(std::move(*part.instances));
        } else if (!first_fault_) {
            first_fault_ = part.instances.error();
        }
    }
    [[nodiscard]] Outcome<std::size_t> ended() const {
        if (first_fault_ && !some_answered_) return *first_fault_;
        return std::size_t{0};
    }

    const std::shared_ptr<Fleet> fleet_;
    Gathering gathering_;
    std::unique_ptr<cim::InstanceCursor> part_;
    bool some_answered_ = false;
    std::optional<model::Fault> first_fault_;
};

/// IPMI 2.0 §5.2 Table 5-2.
Result result_of(std::uint8_t completion) {
    constexpr std::uint8_t invalid_command = 0xC1, invalid_for_lun = 0xC2, out_of_range = 0xC9,
                           invalid_field = 0xCC, illegal_for_record = 0xCD, not_executable_now = 0xD5,
                           disabled_by_firewall = 0xD6;
    switch (completion) {
        case invalid_command:
        case invalid_for_lun:
        case illegal_for_record:
        case disabled_by_firewall: return Result::not_supported;
        case out_of_range:
        case invalid_field: return Result::invalid_parameter;
        case not_executable_now: return Result::invalid_transition;
        default: return Result::failed;
    }
}

}  // namespace

model::Fault fault_of(const ipmi_client::Error& error) {
    switch (error.trouble) {
        case Trouble::unresolved:
        case Trouble::unreachable:
        case Trouble::lost: return faults::endpoint_unavailable(error.message);
        case Trouble::busy: return faults::quota_limit(error.message);
        default: return faults::internal_error(error.message);
    }
}

Outcome<Result> result_of(const ipmi_client::Outcome<>& outcome) {
    if (outcome) return Result::completed;
    if (outcome.error().trouble == Trouble::not_permitted) return Result::failed;
    if (!outcome.error().completion) return fault_of(outcome.error());
    return result_of(*outcome.error().completion);
}

Instance instance_of(cim::ClassPtr of,
                     std::initializer_list<std::pair<std::string_view, cim::Value>> values) {
    Instance made{std::move(of)};
    for (const auto& [name, value] : values) made.set(name, value);
    return made;
}

cim::MethodResult answer_of(const cim::Method& method, Result result) {
    cim::MethodResult answer;
    answer.parameters.resize(method.parameters.size());
    if (!method.is_void) answer.return_value = static_cast<std::uint32_t>(result);
    return answer;
}

const cim::Value* argument(const cim::Method& method, const std::vector<cim::Value>& in,
                           std::string_view parameter) {
    for (std::size_t i = 0; i < method.parameters.size() && i < in.size(); ++i) {
        if (!cim::same_name(method.parameters[i].name, parameter)) continue;
        return in[i].is_null() ? nullptr : &in[i];
    }
    return nullptr;
}

awaitable<Outcome<Instance>> BmcProvider::get(const cim::Call& call, const cim::ObjectPath& path) {
    auto found = co_await find(call.of, path);
    if (!found) co_return found.error();
    co_return std::move(found->instance);
}

/// A path that names a BMC's system is asked for there and nowhere else.
awaitable<Outcome<BmcProvider::Found>> BmcProvider::find(cim::ClassPtr of, const cim::ObjectPath& path) {
    Bmc* bmc = fleet_->named_by(path);
    if (bmc == nullptr) {
        co_await learn_names();
        bmc = fleet_->named_by(path);
    }
    if (bmc != nullptr) co_return co_await find_at(*bmc, std::move(of), path);
    if (auto fault = fleet_->unidentified()) co_return std::move(*fault);
    co_return cim::no_such_instance(path);
}

awaitable<Outcome<BmcProvider::Found>> BmcProvider::find_at(Bmc& bmc, cim::ClassPtr of,
                                                            const cim::ObjectPath& path) {
    auto from = co_await fleet_->identify(bmc);
    if (!from) co_return from.error();
    auto all = co_await read(*from, std::move(of), &path);
    if (!all) co_return all.error();
    fleet_->note(bmc, all, now());
    const auto found =
        std::ranges::find_if(*all, [&](const Instance& each) { return each.path().keys == path.keys; });
    if (found == all->end()) co_return cim::no_such_instance(path);
    co_return Found{std::move(*from), std::move(*found)};
}

awaitable<void> BmcProvider::learn_names() {
    const auto identify = [fleet = fleet_](Bmc& bmc) -> awaitable<Outcome<std::vector<Instance>>> {
        const auto source = co_await fleet->identify(bmc);
        if (!source) co_return source.error();
        co_return std::vector<Instance>{};
    };
    Gathering names{fleet_, fleet_->to_identify(now()), identify};
    while (const auto part = co_await names.next()) {
        if (part->bmc == nullptr) co_return;
        fleet_->note(*part->bmc, part->instances, now());
    }
}

Outcome<std::unique_ptr<cim::InstanceCursor>> BmcProvider::instances(const cim::Call& call) {
    auto ask = [self = shared_from_this(),
                of = call.of](Bmc& bmc) -> awaitable<Outcome<std::vector<Instance>>> {
        const auto from = co_await self->fleet_->identify(bmc);
        if (!from) co_return from.error();
        co_return co_await self->read(*from, of, nullptr);
    };
    return std::unique_ptr<cim::InstanceCursor>{std::make_unique<FromAll>(fleet_, std::move(ask))};
}

awaitable<Outcome<cim::MethodResult>> BmcProvider::invoke(const cim::Call& call, const cim::ObjectPath& path,
                                                          const cim::Method& method,
                                                          std::vector<cim::Value> in) {
    const auto found = co_await find(call.of, path);
    if (!found) co_return found.error();
    co_return co_await perform(found->from, found->instance, method, in);
}

awaitable<Outcome<cim::MethodResult>> BmcProvider::perform(const Source&, const Instance&,
                                                           const cim::Method& method,
                                                           const std::vector<cim::Value>&) {
    co_return answer_of(method, Result::not_supported);
}

}  // namespace assay::ipmi
