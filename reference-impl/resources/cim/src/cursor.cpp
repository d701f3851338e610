#include "cursor.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "assay/model/names.hpp"

namespace assay::cim_resource {
namespace {

using service::Item;

class Items final : public service::Cursor {
public:
    Items(std::unique_ptr<cim::InstanceCursor> instances, Showing showing)
        : instances_{std::move(instances)}, showing_{std::move(showing)} {}

    cim::awaitable<Outcome<std::size_t>> fill(std::vector<Item>& into, std::size_t most) override {
        const std::size_t before = into.size();
        for (;;) {
            while (next_ < batch_.size() && into.size() - before < most) {
                const cim::Instance& each = batch_[next_++];
                if (is_shown(each)) into.push_back(item_of(each));
            }
            if (into.size() > before) co_return into.size() - before;
            batch_.clear();
            next_ = 0;
            const auto got = co_await instances_->fill(batch_, chooses() ? std::max(most, at_once) : most);
            if (!got || *got == 0) co_return got;
            // Others get their turn while nothing is found.
            if (chooses()) {
                co_await boost::asio::post(co_await boost::asio::this_coro::executor,
                                           boost::asio::use_awaitable);
            }
        }
    }

    [[nodiscard]] std::optional<std::uint64_t> estimate() const override {
        return chooses() ? std::nullopt : instances_->estimate();
    }

private:
    static constexpr std::size_t at_once = 256;

    /// Is there anything that an instance can fail?
    [[nodiscard]] bool chooses() const { return !showing_.keys.keys.empty() || showing_.query != nullptr; }

    [[nodiscard]] bool is_shown(const cim::Instance& instance) const {
        if (!has_keys(instance, showing_.keys, showing_.any_case)) return false;
        if (showing_.query == nullptr) return true;
        if (!showing_.query->matches(instance)) return false;
        // A query may reach classes beyond that of the ResourceURI, for which leave has been given.
        return showing_.grants == nullptr ||
               showing_.grants->allow(model::Right::read, showing_.target.uri_of(instance.of()));
    }

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
    [[nodiscard]] cim::XmlForm form_of(const std::string& uri) const {
        return {.uri = uri, .null_elements = showing_.null_elements};
    }

    /// DSP0227 §8.1: parts of an instance travel in wsman:XmlFragment.
    [[nodiscard]] soap::Element part_of(const cim::Instance& instance, const std::string& uri) const {
        soap::Element fragment{model::names::XmlFragment};
        soap::Element whole = cim::to_element(instance, form_of(uri));
        const auto properties = instance.of().properties();
        const std::vector<std::size_t> selected = showing_.query->selected(instance.of());
        for (soap::Element& each : whole.children) {
            const bool wanted = std::ranges::any_of(
                selected, [&](std::size_t index) { return properties[index].name == each.name.local; });
            if (wanted) fragment.add(std::move(each));
        }
        return fragment;
    }

    [[nodiscard]] soap::Element object_of(const cim::Instance& instance) const {
        const std::string uri = showing_.target.uri_of(instance.of());
        if (showing_.query != nullptr && showing_.query->projects()) return part_of(instance, uri);
        if (showing_.trees) return cim::to_element(instance, form_of(uri));
        return soap::Element::written(cim::to_octets(instance, form_of(uri)));
    }

    const std::unique_ptr<cim::InstanceCursor> instances_;
    const Showing showing_;
    std::vector<cim::Instance> batch_;
    std::size_t next_ = 0;  ///< in the batch
};

}  // namespace

std::unique_ptr<service::Cursor> items_of(std::unique_ptr<cim::InstanceCursor> instances, Showing showing) {
    return std::make_unique<Items>(std::move(instances), std::move(showing));
}

}  // namespace assay::cim_resource
