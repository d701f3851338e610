#include <algorithm>
#include <limits>
#include <numeric>

#include "assay/model/faults.hpp"
#include "providers.hpp"

namespace assay::conformance {
namespace {

using cim::MethodResult;
using cim::Value;

std::int64_t number(const Value& value) {
    const auto* held = value.get<std::int64_t>();
    return held == nullptr ? 0 : *held;
}

// Results are put together outside coroutines: g++ 12 cannot have lists of values in theirs.

MethodResult with(Value return_value, Value first = {}, Value second = {}, Value third = {}) {
    MethodResult made{.return_value = std::move(return_value)};
    made.parameters.push_back(std::move(first));
    made.parameters.push_back(std::move(second));
    made.parameters.push_back(std::move(third));
    return made;
}

MethodResult reversed(std::vector<Value> in) {
    Value::Array list = in[0].elements();
    std::ranges::reverse(list);
    in[0] = std::move(list);
    return {.return_value = 0U, .parameters = std::move(in)};
}

MethodResult echoed(std::vector<Value> in) { return {.return_value = true, .parameters = std::move(in)}; }

MethodResult total(const Value& numbers) {
    const Value::Array& all = numbers.elements();
    if (all.empty()) return with({});
    const auto sum =
        std::accumulate(all.begin(), all.end(), std::int64_t{0},
                        [](std::int64_t so_far, const Value& each) { return so_far + number(each); });
    return with(sum);
}

/// The part, as the inner one of another.
Outcome<MethodResult> wrapped(std::vector<Value> in) {
    const Instance* part = in[0].object();
    if (part == nullptr) {
        return model::faults::invalid_parameter(model::faults::Parameter::InvalidName,
                                                "there is no part to wrap");
    }
    Instance outer{part->class_ptr()};
    outer.set("Name", "wrapper");
    outer.set("Amount", 1U);
    outer.set("Inner", std::move(in[0]));
    return with(0U, {}, outer);
}

Outcome<MethodResult> failed(const Value& how) {
    constexpr std::uint64_t with_a_fault = 2;
    const auto* word = how.get<std::uint64_t>();
    if (word != nullptr && *word == with_a_fault) return model::faults::internal_error("it was told to fail");
    return with(1U);
}

}  // namespace

/// Gives the result back when the sum is remembered.
awaitable<Outcome<MethodResult>> Calculator::kept(const Call& call, const cim::ObjectPath& path,
                                                  std::int64_t memory, MethodResult result) {
    auto instance = co_await data().get(call, path);
    if (!instance) co_return instance.error();
    instance->set("Memory", memory);
    const auto stored = co_await data().put(call, path, std::move(*instance));
    if (!stored) co_return stored.error();
    co_return result;
}

awaitable<Outcome<MethodResult>> Calculator::invoke(const Call& call, const cim::ObjectPath& path,
                                                    const cim::Method& method, std::vector<Value> in) {
    const std::string& name = method.name;
    if (name == "Add") {
        const std::int64_t sum = number(in[0]) + number(in[1]);
        co_return co_await kept(call, path, sum, with(0U, {}, {}, sum));
    }
    if (name == "Clear") co_return co_await kept(call, path, 0, with({}));
    if (name == "Echo") co_return echoed(std::move(in));
    if (name == "Reverse") co_return reversed(std::move(in));
    if (name == "Total") co_return total(in[0]);
    if (name == "Wrap") co_return wrapped(std::move(in));
    if (name == "Describe") co_return with("a calculator");
    if (name == "Version") co_return with(0U, "1.0");
    if (name == "Fail") co_return failed(in[0]);
    if (name == "Heaviest") co_return co_await heaviest(call, std::move(in));
    co_return co_await Forwarding::invoke(call, path, method, std::move(in));
}

awaitable<Outcome<MethodResult>> Calculator::heaviest(const Call& call, std::vector<Value> in) {
    Value heaviest;
    std::int64_t most = -1;
    for (const Value& each : in[0].elements()) {
        const cim::ObjectPath* path = each.reference();
        if (path == nullptr) continue;
        Call other = call;
        other.of = classes_.find(path->name_space, path->class_name);
        const auto node = co_await data().get(other, *path);
        if (!node) co_return node.error();
        const auto* weight = node->find("Weight")->get<std::uint64_t>();
        if (weight == nullptr || static_cast<std::int64_t>(*weight) <= most) continue;
        most = static_cast<std::int64_t>(*weight);
        heaviest = each;
    }
    co_return with(0U, {}, std::move(heaviest));
}

}  // namespace assay::conformance
