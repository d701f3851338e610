#include "assay/cim/provider.hpp"

#include <algorithm>

#include "assay/cim/name.hpp"
#include "assay/model/faults.hpp"

namespace assay::cim {
namespace {

namespace faults = model::faults;

class Ready final : public InstanceCursor {
public:
    explicit Ready(std::vector<Instance> instances) : instances_{std::move(instances)} {}

    awaitable<Outcome<std::size_t>> fill(std::vector<Instance>& into, std::size_t most) override {
        const std::size_t count = std::min(most, instances_.size() - next_);
        const auto from = instances_.begin() + static_cast<std::ptrdiff_t>(next_);
        into.insert(into.end(), from, from + static_cast<std::ptrdiff_t>(count));
        next_ += count;
        co_return count;
    }
    [[nodiscard]] std::optional<std::uint64_t> estimate() const override { return instances_.size(); }

private:
    const std::vector<Instance> instances_;
    std::size_t next_ = 0;
};

/// Passes on the association instances that refer to an object.
class Referring final : public InstanceCursor {
public:
    Referring(std::unique_ptr<InstanceCursor> from, ObjectPath object, std::string role)
        : from_{std::move(from)}, object_{std::move(object)}, role_{std::move(role)} {}

    awaitable<Outcome<std::size_t>> fill(std::vector<Instance>& into, std::size_t most) override {
        const std::size_t before = into.size();
        while (into.size() == before) {
            const auto got = co_await from_->fill(into, most);
            if (!got) co_return got.error();
            if (*got == 0) co_return std::size_t{0};
            const auto begin = into.begin() + static_cast<std::ptrdiff_t>(before);
            into.erase(
                std::remove_if(begin, into.end(), [this](const Instance& each) { return !refers(each); }),
                into.end());
        }
        co_return into.size() - before;
    }

private:
    [[nodiscard]] bool refers(const Instance& association) const {
        const auto properties = association.of().properties();
        for (std::size_t i = 0; i < properties.size(); ++i) {
            const ObjectPath* path = association[i].reference();
            if (path != nullptr && *path == object_ &&
                (role_.empty() || same_name(role_, properties[i].name))) {
                return true;
            }
        }
        return false;
    }

    const std::unique_ptr<InstanceCursor> from_;
    const ObjectPath object_;
    const std::string role_;
};

}  // namespace

std::unique_ptr<InstanceCursor> cursor_of(std::vector<Instance> instances) {
    return std::make_unique<Ready>(std::move(instances));
}

awaitable<Outcome<Instance>> Provider::get(const Call&, const ObjectPath&) {
    co_return faults::action_not_supported(vocab::action::Get);
}

awaitable<Outcome<Instance>> Provider::put(const Call&, const ObjectPath&, Instance) {
    co_return faults::action_not_supported(vocab::action::Put);
}

awaitable<Outcome<ObjectPath>> Provider::create(const Call&, Instance) {
    co_return faults::action_not_supported(vocab::action::Create);
}

awaitable<Outcome<>> Provider::remove(const Call&, const ObjectPath&) {
    co_return faults::action_not_supported(vocab::action::Delete);
}

Outcome<std::unique_ptr<InstanceCursor>> Provider::instances(const Call&) {
    return faults::action_not_supported(vocab::action::Enumerate);
}

Outcome<std::unique_ptr<InstanceCursor>> Provider::references(const Call& call, const ObjectPath& object,
                                                              std::string_view role) {
    auto all = instances(call);
    if (!all) return all.error();
    return std::unique_ptr<InstanceCursor>{
        std::make_unique<Referring>(std::move(*all), object, std::string{role})};
}

awaitable<Outcome<MethodResult>> Provider::invoke(const Call& call, const ObjectPath&, const Method& method,
                                                  std::vector<Value>) {
    co_return faults::action_not_supported(call.of->uri() + '/' + method.name);
}

model::Fault no_such_instance(const ObjectPath& path) {
    constexpr std::size_t readable = 200;  // a fault has to fit into 4096 octets, whatever the keys are
    return faults::destination_unreachable("there is no instance " + path.to_string().substr(0, readable));
}

}  // namespace assay::cim
