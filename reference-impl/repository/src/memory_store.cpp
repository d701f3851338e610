#include "assay/repository/memory_store.hpp"

#include <cassert>
#include <mutex>

namespace assay::repository {

Bin MemoryStore::open(const std::string& name, const std::string&) {
    const auto [found, added] = names_.try_emplace(name, Bin{static_cast<std::uint32_t>(bins_.size())});
    if (added) bins_.emplace_back();
    return found->second;
}

Outcome<std::optional<std::string>> MemoryStore::get(Bin bin, std::string_view key) const {
    const std::shared_lock lock{mutex_};
    const auto value = bins_[std::size_t(bin)].find(key);
    return value ? std::optional<std::string>{*value} : std::nullopt;
}

Outcome<> MemoryStore::next(Bin bin, const std::optional<std::string>& after, std::size_t most,
                            std::vector<Entry>& into) const {
    const std::shared_lock lock{mutex_};
    bins_[std::size_t(bin)].next(after, most, into);
    return {};
}

std::uint64_t MemoryStore::size(Bin bin) const {
    const std::shared_lock lock{mutex_};
    return bins_[std::size_t(bin)].size();
}

bool MemoryStore::apply_one(const Change& change) {
    PackedMap& map = bins_[std::size_t(change.bin)];
    switch (change.kind) {
        case Change::Kind::insert: return map.insert(change.key, change.value);
        case Change::Kind::replace: return map.replace(change.key, change.value);
        case Change::Kind::erase: return map.erase(change.key);
    }
    return false;
}

Outcome<bool> MemoryStore::apply(std::span<const Change> changes) {
    const std::lock_guard lock{mutex_};
    if (changes.empty()) return true;
    if (!apply_one(changes.front())) return false;
    for (const Change& change : changes.subspan(1)) {
        [[maybe_unused]] const bool done = apply_one(change);
        assert(done);  // the index goes with the instances
    }
    return true;
}

}  // namespace assay::repository
