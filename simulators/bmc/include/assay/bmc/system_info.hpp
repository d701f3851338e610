// System info parameters (IPMI 2.0 §22.14a, §22.14b): names that host and BMC tell each other, in blocks.
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "assay/base/octets.hpp"

namespace assay::bmc {

/// The parameters that are strings, §22.14b Table 22-16c.
enum class SystemName : std::uint8_t {
    firmware_version = 1,
    system_name = 2,
    primary_os = 3,
    present_os = 4,  ///< volatile: what runs now
    os_version = 5,
    bmc_url = 6,
    os_url = 7,
};
inline constexpr std::uint8_t system_name_count = 7;

/// What a chassis file sets; index SystemName - 1.
using SystemNames = std::array<std::string, system_name_count>;

class SystemInfo {
public:
    static constexpr std::size_t block_octets = 16;
    static constexpr std::size_t longest = 255;         ///< octets of a name: its length is one octet
    static constexpr std::size_t first_block_head = 2;  ///< encoding and length stand before the first octets

    /// @pre no name is longer than `longest`
    explicit SystemInfo(SystemNames names) : names_{std::move(names)} {}

    /// How many blocks `name` takes, at least one.
    [[nodiscard]] std::size_t blocks(SystemName name) const;
    /// The block, filled up with zeros. @pre block < blocks(name)
    [[nodiscard]] std::array<base::Octet, block_octets> read(SystemName name, std::size_t block) const;

    /// Is this a lawful block of `name`? The first decides encoding and length, others have to be inside.
    [[nodiscard]] bool is_writable(SystemName name, std::size_t block, base::OctetView octets) const;
    /// @pre is_writable(name, block, octets)
    void write(SystemName name, std::size_t block, base::OctetView octets);

    [[nodiscard]] const std::string& text(SystemName name) const { return names_[index_of(name)]; }
    [[nodiscard]] std::uint8_t encoding(SystemName name) const { return encodings_[index_of(name)]; }
    /// Takes the whole name at once. @pre text.size() <= longest
    void restore(SystemName name, std::uint8_t encoding, std::string text) {
        encodings_[index_of(name)] = encoding;
        names_[index_of(name)] = std::move(text);
    }

    [[nodiscard]] std::uint8_t progress() const { return set_in_progress_; }
    void set_progress(std::uint8_t progress) { set_in_progress_ = progress; }

    /// The host starts anew: what it told about the system that ran is no longer so.
    void host_started();

private:
    [[nodiscard]] static std::size_t index_of(SystemName name) { return static_cast<std::size_t>(name) - 1; }

    SystemNames names_;
    std::array<std::uint8_t, system_name_count> encodings_{};
    std::uint8_t set_in_progress_ = 0;
};

}  // namespace assay::bmc
