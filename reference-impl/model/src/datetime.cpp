#include "assay/model/datetime.hpp"

#include <chrono>

#include "assay/base/text.hpp"

namespace assay::model {
namespace {

using namespace std::chrono;

/// Fixed-width digits and punctuation; once something does not fit, everything after fails too.
class Scanner {
public:
    explicit Scanner(std::string_view text) : rest_{text} {}

    int digits(std::size_t width) {
        if (rest_.size() < width) good_ = false;
        int value = 0;
        for (std::size_t i = 0; good_ && i < width; ++i) {
            const char digit = rest_[i];
            good_ = digit >= '0' && digit <= '9';
            value = value * 10 + (digit - '0');
        }
        if (good_) rest_.remove_prefix(width);
        return value;
    }
    void expect(char letter) {
        if (good_ && !take(letter)) good_ = false;
    }
    bool take(char letter) {
        if (!rest_.starts_with(letter)) return false;
        rest_.remove_prefix(1);
        return true;
    }
    nanoseconds fraction() {
        if (!take('.')) return 0ns;
        nanoseconds value{0};
        nanoseconds place = 100ms;
        std::size_t count = 0;
        for (; !rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9'; rest_.remove_prefix(1)) {
            value += place * (rest_.front() - '0');
            place /= 10;
            ++count;
        }
        good_ = good_ && count > 0;
        return value;
    }
    [[nodiscard]] bool good() const { return good_; }
    [[nodiscard]] bool finished() const { return good_ && rest_.empty(); }

private:
    std::string_view rest_;
    bool good_ = true;
};

minutes zone(Scanner& scan) {
    if (scan.take('Z')) return 0min;
    const bool east = scan.take('+');
    if (!east && !scan.take('-')) return 0min;
    const int hour = scan.digits(2);
    scan.expect(':');
    const minutes offset = hours{hour} + minutes{scan.digits(2)};
    return east ? offset : -offset;
}

}  // namespace

std::optional<base::WallTime> parse_datetime(std::string_view text) {
    Scanner scan{base::trimmed(text)};
    const int y = scan.digits(4);
    scan.expect('-');
    const int m = scan.digits(2);
    scan.expect('-');
    const int d = scan.digits(2);
    scan.expect('T');
    const int hour = scan.digits(2);
    scan.expect(':');
    const int minute = scan.digits(2);
    scan.expect(':');
    const int second = scan.digits(2);
    if (!scan.good()) return std::nullopt;
    const nanoseconds part = scan.fraction();
    const minutes offset = zone(scan);
    const year_month_day date{year{y}, month{static_cast<unsigned>(m)}, day{static_cast<unsigned>(d)}};
    const bool midnight_after = hour == 24 && minute == 0 && second == 0;
    if (!scan.finished() || !date.ok() || y < 1900 || y > 2200 || (hour > 23 && !midnight_after) ||
        minute > 59 || second > 59 || offset > 14h || offset < -14h) {
        return std::nullopt;
    }
    return sys_days{date} + hours{hour} + minutes{minute} + seconds{second} + part - offset;
}

}  // namespace assay::model
