#include "assay/service/cursor.hpp"

#include <algorithm>
#include <iterator>

namespace assay::service {
namespace {

class Ready final : public Cursor {
public:
    explicit Ready(std::vector<Item> items) : items_{std::move(items)} {}

    awaitable<Outcome<std::size_t>> fill(std::vector<Item>& into, std::size_t most) override {
        const std::size_t count = std::min(most, items_.size() - next_);
        const auto first = items_.begin() + static_cast<std::ptrdiff_t>(next_);
        std::move(first, first + static_cast<std::ptrdiff_t>(count), std::back_inserter(into));
        next_ += count;
        co_return count;
    }
    [[nodiscard]] std::optional<std::uint64_t> estimate() const override { return items_.size(); }

private:
    std::vector<Item> items_;
    std::size_t next_ = 0;
};

}  // namespace

std::unique_ptr<Cursor> cursor_of(std::vector<Item> items) {
    return std::make_unique<Ready>(std::move(items));
}

}  // namespace assay::service
