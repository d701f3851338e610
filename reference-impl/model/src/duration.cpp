#include "assay/model/duration.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <limits>
#include <span>

#include "assay/base/text.hpp"

namespace assay::model {
namespace {

using namespace std::chrono_literals;

constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max() / 2;

std::int64_t saturating_product(std::int64_t count, std::int64_t each) {
    std::int64_t product = 0;
    return __builtin_mul_overflow(count, each, &product) ? most : std::min(product, most);
}

std::int64_t saturating_sum(std::int64_t left, std::int64_t right) {
    std::int64_t sum = 0;
    return __builtin_add_overflow(left, right, &sum) ? most : std::min(sum, most);
}

struct Unit {
    char letter;
    std::int64_t months;
    std::int64_t nanoseconds;
};

constexpr std::int64_t second = 1'000'000'000;
constexpr std::array date_units{Unit{'Y', 12, 0}, Unit{'M', 1, 0}, Unit{'D', 0, 86'400 * second}};
constexpr std::array time_units{Unit{'H', 0, 3'600 * second}, Unit{'M', 0, 60 * second},
                                Unit{'S', 0, second}};

/// Walks over "12Y3M" and its like.
class Scanner {
public:
    explicit Scanner(std::string_view text) : rest_{text} {}

    bool take(char letter) {
        if (!rest_.starts_with(letter)) return false;
        rest_.remove_prefix(1);
        return true;
    }
    [[nodiscard]] bool done() const { return rest_.empty(); }

    /// The components of one half, each at most once and in order; false when there is none or one is broken.
    bool components(std::span<const Unit> units, XsDuration& into) {
        bool any = false;
        while (!rest_.empty() && rest_.front() != 'T') {
            if (!component(units, into)) return false;
            any = true;
        }
        return any;
    }

private:
    bool digits(std::int64_t& value, std::size_t& count) {
        for (; !rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9'; rest_.remove_prefix(1)) {
            value = saturating_sum(saturating_product(value, 10), rest_.front() - '0');
            ++count;
        }
        return count > 0;
    }

    bool component(std::span<const Unit>& units, XsDuration& into) {
        std::int64_t value = 0;
        std::size_t count = 0;
        if (!digits(value, count)) return false;
        const bool fraction = take('.');
        std::int64_t nanoseconds = 0;
        if (fraction && !fraction_digits(nanoseconds)) return false;
        while (!units.empty() && !rest_.starts_with(units.front().letter)) units = units.subspan(1);
        if (units.empty() || (fraction && units.front().letter != 'S')) return false;
        const Unit unit = units.front();
        units = units.subspan(1);
        rest_.remove_prefix(1);
        into.months = saturating_sum(into.months, saturating_product(value, unit.months));
        const std::int64_t whole = saturating_product(value, unit.nanoseconds);
        into.time = base::Duration{saturating_sum(into.time.count(), saturating_sum(whole, nanoseconds))};
        return true;
    }

    bool fraction_digits(std::int64_t& nanoseconds) {
        std::int64_t place = second / 10;
        std::size_t count = 0;
        for (; !rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9'; rest_.remove_prefix(1)) {
            nanoseconds += place * (rest_.front() - '0');
            place /= 10;
            ++count;
        }
        return count > 0;
    }

    std::string_view rest_;
};

}  // namespace

bool XsDuration::positive() const { return months > 0 || time > 0ns; }

base::Duration XsDuration::approximate() const {
    constexpr std::int64_t month = std::int64_t{30} * 86'400 * second;
    const bool negative = months < 0 || time < 0ns;
    const std::int64_t size =
        saturating_sum(saturating_product(std::abs(months), month), std::abs(time.count()));
    return base::Duration{negative ? -size : size};
}

std::optional<XsDuration> parse_duration(std::string_view text) {
    Scanner scan{base::trimmed(text)};
    const bool negative = scan.take('-');
    if (!scan.take('P')) return std::nullopt;
    XsDuration read;
    bool any = scan.components(date_units, read);
    if (scan.take('T')) {
        any = scan.components(time_units, read);
        if (!any) return std::nullopt;
    }
    if (!any || !scan.done()) return std::nullopt;
    if (negative) read = {.months = -read.months, .time = -read.time};
    return read;
}

std::string to_xs_duration(std::chrono::seconds seconds) {
    return "PT" + std::to_string(seconds.count()) + "S";
}

}  // namespace assay::model
