#include "cursor.hpp"

namespace assay::cim_resource {
namespace {

using service::Item;

class Items final : public service::Cursor {
public:
    Items(std::unique_ptr<cim::InstanceCursor> instances, Showing showing)
        : instances_{std::move(instances)}, showing_{std::move(showing)} {}

    cim::awaitable<Outcome<std::size_t>> fill(std::vector<Item>& into, std::size_t most) override {
        const std::size_t before = into.size();
        while (into.size() == before) {
            batch_.clear();
            const auto got = co_await instances_->fill(batch_, most);
            if (!got) co_return got.error();
            if (*got == 0) co_return std::size_t{0};
            for (const cim::Instance& each : batch_) {
                if (has_keys(each, showing_.keys, showing_.any_case)) into.push_back(item_of(each));
            }
        }
        co_return into.size() - before;
    }

    [[nodiscard]] std::optional<std::uint64_t> estimate() const override {
        return showing_.keys.keys.empty() ? instances_->estimate() : std::nullopt;
    }

private:
    [[nodiscard]] Item item_of(const cim::Instance& instance) const {
        Item item;
        if (showing_.objects) {
            item.object =
                showing_.cut ? object_of(cim::cast(instance, showing_.target.of)) : object_of(instance);
        }
        if (showing_.references) {
            item.selectors = cim::selectors_of(instance.path());
            item.resource_uri = showing_.target.uri_of(instance.of());
        }
        return item;
    }
    [[nodiscard]] soap::Element object_of(const cim::Instance& instance) const {
        const std::string uri = showing_.target.uri_of(instance.of());
        if (showing_.trees) return cim::to_element(instance, {.uri = uri});
        return soap::Element::written(cim::to_octets(instance, {.uri = uri}));
    }

    const std::unique_ptr<cim::InstanceCursor> instances_;
    const Showing showing_;
    std::vector<cim::Instance> batch_;
};

}  // namespace

std::unique_ptr<service::Cursor> items_of(std::unique_ptr<cim::InstanceCursor> instances, Showing showing) {
    return std::make_unique<Items>(std::move(instances), std::move(showing));
}

}  // namespace assay::cim_resource
