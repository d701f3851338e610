// Key material that does not outlive its owner.
#pragma once

#include <array>

#include "assay/ipmi-wire/cursor.hpp"

namespace assay::ipmi_wire {

/// Up to 32 octets of a key or a password, held in place: nothing of them is on the heap, and where they
/// stood is overwritten when they are moved away or their owner ends.
class Secret {
public:
    static constexpr std::size_t longest =
        32;  ///< an HMAC-SHA256 key (IPMI 2.0 §13.28.1b); a password has 20

    Secret() = default;
    /// @pre octets.size() <= longest
    explicit Secret(OctetView octets);
    Secret(Secret&& other) noexcept;
    Secret& operator=(Secret&& other) noexcept;
    Secret(const Secret&) = delete;
    Secret& operator=(const Secret&) = delete;
    ~Secret() { cleanse(); }

    /// A secret of this length whose octets are to be written. @pre length <= longest
    [[nodiscard]] static Secret of_length(std::size_t length);

    [[nodiscard]] OctetView view() const { return OctetView{octets_}.first(length_); }
    [[nodiscard]] std::span<Octet> writable() { return std::span{octets_}.first(length_); }

private:
    void cleanse() noexcept;

    std::array<Octet, longest> octets_{};
    std::size_t length_ = 0;
};

}  // namespace assay::ipmi_wire
