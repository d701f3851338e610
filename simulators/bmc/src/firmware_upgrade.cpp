#include "assay/bmc/firmware_upgrade.hpp"

#include <utility>

namespace assay::bmc {

void FirmwareUpgrade::begin(UpgradeAction action) {
    upload_.reset();
    switch (action) {
        case UpgradeAction::backup: previous_ = running_; break;
        case UpgradeAction::prepare: deferred_.reset(); break;
        case UpgradeAction::upload: upload_.emplace(); break;
        case UpgradeAction::compare: upload_.emplace().compare_only = true; break;
    }
}

FirmwareUpgrade::Upload FirmwareUpgrade::take(std::uint8_t block, base::OctetView octets) {
    if (!upload_) return Upload::not_started;
    const auto latest = static_cast<std::uint8_t>(upload_->next_block - 1);
    if (upload_->length > 0 && block == latest) return Upload::accepted;
    if (block != upload_->next_block) return Upload::wrong_block;
    if (octets.size() > largest_image - upload_->length) return Upload::too_large;
    for (std::size_t i = 0; i < octets.size() && upload_->length + i < upload_->version.size(); ++i)
        upload_->version[upload_->length + i] = octets[i];
    upload_->length += static_cast<std::uint32_t>(octets.size());
    ++upload_->next_block;
    return Upload::accepted;
}

FirmwareUpgrade::Finish FirmwareUpgrade::finish(std::uint32_t length) {
    if (!upload_) return Finish::not_started;
    const FirmwareImage image = *upload_;
    upload_.reset();
    if (length != image.length) return Finish::size_mismatch;
    if (length < image.version.size()) return Finish::not_an_image;
    if (image.compare_only) return image.version == running_ ? Finish::accepted : Finish::differs;
    deferred_ = image.version;
    return Finish::accepted;
}

bool FirmwareUpgrade::activate() {
    if (!deferred_) return false;
    previous_ = running_;
    running_ = *deferred_;
    deferred_.reset();
    rolled_back_ = false;
    return true;
}

bool FirmwareUpgrade::roll_back() {
    if (!previous_) return false;
    std::swap(running_, *previous_);
    rolled_back_ = true;
    return true;
}

}  // namespace assay::bmc
