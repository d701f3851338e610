// A resource class whose instances live in this process.
#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "assay/memory/row.hpp"
#include "assay/service/resource.hpp"

namespace assay::memory {

using service::awaitable;
using service::Outcome;
using service::Request;

/// Get, Put, Create, Delete and Enumerate over rows of one shape. Keys name an instance; some keys do, if
/// they match one instance only.
class MemoryResource final : public service::Resource {
public:
    /// @param most  how many instances there may be
    MemoryResource(Shape shape, std::vector<Row> rows, std::size_t most = 10'000);

    awaitable<Outcome<soap::Element>> get(const Request& request) override;
    awaitable<Outcome<soap::Element>> put(const Request& request,
                                          const soap::Element& representation) override;
    awaitable<Outcome<model::SelectorSet>> create(const Request& request,
                                                  const soap::Element& representation) override;
    awaitable<Outcome<>> remove(const Request& request) override;
    awaitable<Outcome<std::unique_ptr<service::Cursor>>> enumerate(
        const Request& request, const service::EnumerationWish& wish) override;
    [[nodiscard]] bool waits() const override { return false; }

private:
    using Rows = std::vector<Row>;
    class Walk;

    Outcome<std::size_t> locate(const model::SelectorSet& selectors) const;
    Outcome<model::SelectorSet> checked_selectors(const model::SelectorSet& selectors) const;
    bool matches(const Row& row, const model::SelectorSet& selectors) const;
    Row fresh_row(const Request& request, const model::SelectorSet& keys) const;
    Rows& changeable();

    const Shape shape_;
    const std::size_t most_;
    std::mutex mutex_;
    std::shared_ptr<Rows> rows_;  ///< shared with cursors, copied when changed while one holds it
};

}  // namespace assay::memory
