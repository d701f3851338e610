#include "assay/cim/object_manager.hpp"

#include <algorithm>

#include "assay/base/setup_error.hpp"
#include "assay/model/faults.hpp"

namespace assay::cim {
namespace {

/// One cursor after the other.
class Chained final : public InstanceCursor {
public:
    explicit Chained(std::vector<std::unique_ptr<InstanceCursor>> parts) : parts_{std::move(parts)} {}

    awaitable<Outcome<std::size_t>> fill(std::vector<Instance>& into, std::size_t most) override {
        for (; current_ < parts_.size(); ++current_) {
            auto got = co_await parts_[current_]->fill(into, most);
            if (!got || *got > 0) co_return got;
            parts_[current_].reset();
        }
        co_return std::size_t{0};
    }

    [[nodiscard]] std::optional<std::uint64_t> estimate() const override {
        std::uint64_t total = 0;
        for (const auto& part : parts_) {
            const auto count = part ? part->estimate() : std::nullopt;
            if (!count) return std::nullopt;
            total += *count;
        }
        return total;
    }

private:
    std::vector<std::unique_ptr<InstanceCursor>> parts_;
    std::size_t current_ = 0;
};

}  // namespace

ObjectManager::ObjectManager(std::shared_ptr<const ClassStore> classes, std::shared_ptr<Provider> others)
    : classes_{std::move(classes)}, others_{std::move(others)} {}

void ObjectManager::claim(std::string_view name_space, std::string_view class_name,
                          std::shared_ptr<Provider> provider) {
    const ClassPtr of = classes_->find(name_space, class_name);
    if (of == nullptr) {
        throw base::SetupError{
            "a provider serves the class " + std::string{class_name} + ", which is not there",
            std::string{name_space}, "add the class file that declares it"};
    }
    claimed_.insert_or_assign(of.get(), std::move(provider));
}

Provider& ObjectManager::provider_of(const Class& of) const {
    const auto found = claimed_.find(&of);
    return found == claimed_.end() ? *others_ : *found->second;
}

bool ObjectManager::waits() const {
    return others_->waits() ||
           std::ranges::any_of(claimed_, [](const auto& each) { return each.second->waits(); });
}

awaitable<Outcome<Instance>> ObjectManager::get(const Call& call, const ObjectPath& path) const {
    const bool is_alone = !call.of->is_abstract() && !classes_->has_subclasses(*call.of);
    return is_alone ? provider_of(*call.of).get(call, path) : get_of_family(call, path);
}

awaitable<Outcome<Instance>> ObjectManager::get_of_family(const Call& call, const ObjectPath& path) const {
    if (!call.of->is_abstract()) {
        auto found = co_await provider_of(*call.of).get(call, path);
        // Only the class that was named says why it has no answer.
        if (found || found.error().subcode != vocab::fault::DestinationUnreachable) co_return found;
    }
    for (const ClassPtr& of : classes_->family(call.of)) {
        if (of == call.of || of->is_abstract()) continue;
        Call exact = call;
        exact.of = of;
        ObjectPath named = path;
        named.class_name = of->name();
        auto found = co_await provider_of(*of).get(exact, named);
        if (found) co_return found;
    }
    co_return no_such_instance(path);
}

Outcome<std::unique_ptr<InstanceCursor>> ObjectManager::instances(const Call& call, bool deep) const {
    std::vector<std::unique_ptr<InstanceCursor>> parts;
    for (const ClassPtr& of : deep ? classes_->family(call.of) : std::vector{call.of}) {
        if (of->is_abstract()) continue;
        Call exact = call;
        exact.of = of;
        auto cursor = provider_of(*of).instances(exact);
        if (cursor) {
            parts.push_back(std::move(*cursor));
        } else if (of == call.of) {
            return cursor.error();
        }
    }
    if (parts.size() == 1) return std::move(parts.front());
    return std::unique_ptr<InstanceCursor>{std::make_unique<Chained>(std::move(parts))};
}

}  // namespace assay::cim
