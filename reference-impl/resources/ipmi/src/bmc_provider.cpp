#include "bmc_provider.hpp"

#include <algorithm>

#include "assay/cim/name.hpp"
#include "assay/model/faults.hpp"

namespace assay::ipmi {
namespace {

namespace faults = model::faults;
using cim::Instance;
using ipmi_client::Trouble;

/// Asks the BMC when it is asked itself.
class Late final : public cim::InstanceCursor {
public:
    Late(BmcProvider& provider, cim::ClassPtr of) : provider_{provider}, of_{std::move(of)} {}

    awaitable<Outcome<std::size_t>> fill(std::vector<Instance>& into, std::size_t most) override {
        if (!ready_) {
            auto read = co_await provider_.read(of_, nullptr);
            if (!read) co_return read.error();
            ready_ = cim::cursor_of(std::move(*read));
        }
        co_return co_await ready_->fill(into, most);
    }

private:
    BmcProvider& provider_;  // the service's cursors end before its providers
    const cim::ClassPtr of_;
    std::unique_ptr<cim::InstanceCursor> ready_;
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
    auto all = co_await read(call.of, &path);
    if (!all) co_return all.error();
    const auto found =
        std::ranges::find_if(*all, [&](const Instance& each) { return each.path().keys == path.keys; });
    if (found == all->end()) co_return cim::no_such_instance(path);
    co_return std::move(*found);
}

Outcome<std::unique_ptr<cim::InstanceCursor>> BmcProvider::instances(const cim::Call& call) {
    return std::unique_ptr<cim::InstanceCursor>{std::make_unique<Late>(*this, call.of)};
}

awaitable<Outcome<cim::MethodResult>> BmcProvider::invoke(const cim::Call& call, const cim::ObjectPath& path,
                                                          const cim::Method& method,
                                                          std::vector<cim::Value> in) {
    const auto object = co_await get(call, path);
    if (!object) co_return object.error();
    co_return co_await perform(*object, method, in);
}

awaitable<Outcome<cim::MethodResult>> BmcProvider::perform(const Instance&, const cim::Method& method,
                                                           const std::vector<cim::Value>&) {
    co_return answer_of(method, Result::not_supported);
}

}  // namespace assay::ipmi
