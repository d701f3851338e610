#include "cursors.hpp"

#include <algorithm>

#include "record.hpp"

namespace assay::repository {
namespace {

using cim::Instance;

// However many are wanted: what is held at once, and how long others wait for the store, stays bounded.
constexpr std::size_t largest_step = 256;

class Members final : public cim::InstanceCursor {
public:
    Members(std::shared_ptr<const Shelves> shelves, cim::ClassPtr of, Bin bin)
        : shelves_{std::move(shelves)}, of_{std::move(of)}, bin_{bin} {}

    awaitable<Outcome<std::size_t>> fill(std::vector<Instance>& into, std::size_t most) override {
        std::vector<Entry> entries;
        const auto read = shelves_->store().next(bin_, after_, std::min(most, largest_step), entries);
        if (!read) co_return read.error();
        for (const Entry& entry : entries) {
            auto instance = shelves_->instance_of(of_, entry.value);
            if (!instance) co_return instance.error();
            into.push_back(std::move(*instance));
        }
        if (!entries.empty()) after_ = std::move(entries.back().key);
        co_return entries.size();
    }

    [[nodiscard]] std::optional<std::uint64_t> estimate() const override {
        return shelves_->store().size(bin_);
    }

private:
    const std::shared_ptr<const Shelves> shelves_;
    const cim::ClassPtr of_;
    const Bin bin_;
    std::optional<std::string> after_ = {};
};

class Referring final : public cim::InstanceCursor {
public:
    Referring(std::shared_ptr<const Shelves> shelves, cim::ClassPtr of, const Shelf& shelf,
              std::string target, std::optional<std::size_t> role)
        : shelves_{std::move(shelves)},
          of_{std::move(of)},
          shelf_{shelf},
          target_{std::move(target)},
          role_{role},
          after_{target_} {}

    awaitable<Outcome<std::size_t>> fill(std::vector<Instance>& into, std::size_t most) override {
        const std::size_t before = into.size();
        while (into.size() == before && !finished_) {
            const auto step = pass(into, std::min(most, largest_step));
            if (!step) co_return step.error();
        }
        co_return into.size() - before;
    }

private:
    /// Looks at up to `most` entries of the index.
    Outcome<> pass(std::vector<Instance>& into, std::size_t most) {
        std::vector<Entry> entries;
        const auto read = shelves_->store().next(*shelf_.references, after_, most, entries);
        if (!read) return read.error();
        finished_ = entries.size() < most;
        for (const Entry& entry : entries) {
            if (!entry.key.starts_with(target_)) {
                finished_ = true;
                break;
            }
            after_ = entry.key;
            const auto taken = take(entry.key, into);
            if (!taken) return taken.error();
        }
        return {};
    }

    /// The instance that an entry names, if it is one to pass on.
    Outcome<> take(std::string_view entry, std::vector<Instance>& into) {
        std::string key{entry.substr(target_.size(), entry.size() - target_.size() - 2)};
        const bool plays = !role_ || entry == reference_entry(target_, key, *role_);
        if (!plays || key == latest_) return {};
        const auto record = shelves_->store().get(shelf_.instances, key);
        if (!record) return record.error();
        latest_ = std::move(key);
        if (!*record) return {};  // deleted since the index was read
        auto instance = shelves_->instance_of(of_, **record);
        if (!instance) return instance.error();
        into.push_back(std::move(*instance));
        return {};
    }

    const std::shared_ptr<const Shelves> shelves_;
    const cim::ClassPtr of_;
    const Shelf shelf_;
    const std::string target_;
    const std::optional<std::size_t> role_;
    std::optional<std::string> after_;
    std::optional<std::string> latest_ = {};
    bool finished_ = false;
};

}  // namespace

std::unique_ptr<cim::InstanceCursor> cursor_over(std::shared_ptr<const Shelves> shelves, cim::ClassPtr of,
                                                 Bin instances) {
    return std::make_unique<Members>(std::move(shelves), std::move(of), instances);
}

std::unique_ptr<cim::InstanceCursor> cursor_over_references(std::shared_ptr<const Shelves> shelves,
                                                            cim::ClassPtr of, const Shelf& shelf,
                                                            const cim::ObjectPath& object,
                                                            std::optional<std::size_t> role) {
    std::string target = target_of(object, of->name_space());
    return std::make_unique<Referring>(std::move(shelves), std::move(of), shelf, std::move(target), role);
}

}  // namespace assay::repository
