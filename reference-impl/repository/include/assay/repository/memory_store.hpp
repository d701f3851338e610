// The store that ends with the process.
#pragma once

#include <deque>
#include <shared_mutex>

#include "assay/repository/packed_map.hpp"

namespace assay::repository {

class MemoryStore final : public Store {
public:
    Bin open(const std::string& name, const std::string& layout) override;
    [[nodiscard]] Outcome<std::optional<std::string>> get(Bin bin, std::string_view key) const override;
    Outcome<> next(Bin bin, const std::optional<std::string>& after, std::size_t most,
                   std::vector<Entry>& into) const override;
    [[nodiscard]] std::uint64_t size(Bin bin) const override;
    Outcome<bool> apply(std::span<const Change> changes) override;
    [[nodiscard]] bool waits() const override { return false; }

private:
    bool apply_one(const Change& change);

    mutable std::shared_mutex mutex_;
    std::map<std::string, Bin, std::less<>> names_;
    std::deque<PackedMap> bins_;
};

}  // namespace assay::repository
