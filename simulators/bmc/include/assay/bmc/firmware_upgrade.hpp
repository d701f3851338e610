// Upgrading the BMC's firmware (PICMG HPM.1 R1.0): one component, of which an image is counted and checked
// but not kept; its first six octets are the version that it brings.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "assay/base/octets.hpp"

namespace assay::bmc {

/// HPM.1 §3.4: major, minor in BCD, and four octets of the vendor's.
using FirmwareVersion = std::array<base::Octet, 6>;

/// HPM.1 Table 3-8, Initiate Upgrade Action.
enum class UpgradeAction : std::uint8_t { backup = 0, prepare = 1, upload = 2, compare = 3 };

/// An image whose blocks are coming in.
struct FirmwareImage {
    bool compare_only = false;
    std::uint8_t next_block = 0;
    std::uint32_t length = 0;
    FirmwareVersion version{};
};

class FirmwareUpgrade {
public:
    static constexpr std::uint32_t largest_image = 64U << 20U;

    enum class Upload : std::uint8_t { accepted, not_started, wrong_block, too_large };
    enum class Finish : std::uint8_t { accepted, not_started, size_mismatch, not_an_image, differs };

    /// @param running the version that runs now
    explicit FirmwareUpgrade(const FirmwareVersion& running) : running_{running} {}

    [[nodiscard]] const FirmwareVersion& running() const { return running_; }
    /// The version that ran before, when there is a backup of it.
    [[nodiscard]] const std::optional<FirmwareVersion>& previous() const { return previous_; }
    /// An uploaded version that waits to be activated.
    [[nodiscard]] const std::optional<FirmwareVersion>& deferred() const { return deferred_; }

    void begin(UpgradeAction action);
    void abort() { upload_.reset(); }
    /// Takes the next block; a repetition of the latest one is accepted and not counted.
    [[nodiscard]] Upload take(std::uint8_t block, base::OctetView octets);
    [[nodiscard]] Finish finish(std::uint32_t length);
    /// @return false when nothing waits
    [[nodiscard]] bool activate();
    /// @return false when there is no backup
    [[nodiscard]] bool roll_back();
    /// Was the latest start one of the backup?
    /// What outlives a restart: the images in flash, but no upload under way.
    struct Images {
        FirmwareVersion running{};
        std::optional<FirmwareVersion> previous, deferred;
        bool rolled_back = false;
    };
    [[nodiscard]] Images images() const { return {running_, previous_, deferred_, rolled_back_}; }
    void restore(const Images& images) {
        running_ = images.running;
        previous_ = images.previous;
        deferred_ = images.deferred;
        rolled_back_ = images.rolled_back;
    }

    [[nodiscard]] bool rolled_back() const { return rolled_back_; }

private:
    FirmwareVersion running_;
    std::optional<FirmwareVersion> previous_, deferred_;
    std::optional<FirmwareImage> upload_;
    bool rolled_back_ = false;
};

}  // namespace assay::bmc
