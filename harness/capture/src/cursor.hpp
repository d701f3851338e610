// Reads integers in network order and never beyond the end.
#pragma once

#include <cstddef>
#include <cstdint>

#include "assay/base/octets.hpp"

namespace assay::capture {

/// What would go beyond the end reads as nothing, and is_good() is false from then on.
class Cursor {
public:
    explicit Cursor(base::OctetView octets) : left_{octets} {}

    [[nodiscard]] bool is_good() const { return good_; }
    [[nodiscard]] base::OctetView left() const { return left_; }

    std::uint8_t u8() { return static_cast<std::uint8_t>(number(1)); }
    std::uint16_t u16() { return static_cast<std::uint16_t>(number(2)); }
    std::uint32_t u24() { return number(3); }
    std::uint32_t u32() { return number(4); }

    base::OctetView take(std::size_t count) {
        if (count > left_.size()) {
            good_ = false;
            left_ = {};
            return {};
        }
        const base::OctetView taken = left_.first(count);
        left_ = left_.subspan(count);
        return taken;
    }

    void skip(std::size_t count) { (void)take(count); }

private:
    std::uint32_t number(std::size_t count) {
        std::uint32_t value = 0;
        for (const base::Octet octet : take(count)) value = value << 8U | octet;
        return value;
    }

    base::OctetView left_;
    bool good_ = true;
};

}  // namespace assay::capture
