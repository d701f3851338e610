// The FRU devices behind the BMC (IPMI 2.0 §34): inventories that can be read and, mostly, written.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "assay/base/octets.hpp"
#include "assay/ipmi-wire/fru.hpp"

namespace assay::bmc {

/// §34.1 octet 4 bit 0: how offsets and counts are told.
enum class FruAccess : std::uint8_t { octets = 0, words = 1 };

struct FruModel {
    std::uint8_t id = 0;
    std::string name;  ///< of the locator record, at most 16 characters
    std::uint8_t entity_id = 0;
    std::uint8_t entity_instance = 1;
    FruAccess access = FruAccess::octets;
    bool read_only = false;
    bool has_locator = false;                     ///< is there to be a record that tells of it?
    std::shared_ptr<const base::Octets> content;  ///< the whole device, with what is unused at its end
    /// What `content` was built from; null where it was given as octets.
    std::shared_ptr<const ipmi_wire::FruInventory> inventory;
};

/// Contents are shared with the model until they are written.
class FruDevices {
public:
    explicit FruDevices(const std::vector<FruModel>& models);

    class Device {
    public:
        explicit Device(const FruModel& model)
            : id_{model.id}, access_{model.access}, read_only_{model.read_only}, content_{model.content} {}

        [[nodiscard]] std::uint8_t id() const { return id_; }
        [[nodiscard]] FruAccess access() const { return access_; }
        [[nodiscard]] bool is_read_only() const { return read_only_; }
        [[nodiscard]] const base::Octets& content() const { return *content_; }
        /// @pre offset + octets.size() <= content().size()
        void write(std::size_t offset, base::OctetView octets);
        /// Was it ever written, so that it is no longer what the model says?
        [[nodiscard]] bool is_written() const { return written_; }
        [[nodiscard]] bool is_present() const { return present_; }
        void set_present(bool present) { present_ = present; }

    private:
        std::uint8_t id_;
        FruAccess access_;
        bool read_only_;
        bool present_ = true;
        bool written_ = false;
        std::shared_ptr<const base::Octets> content_;
    };

    /// Null when there is none with this id, or it is not present.
    [[nodiscard]] Device* find(std::uint8_t id);
    /// Puts the device in or takes it out; what it holds stays in it. @return false when there is none with
    /// this id
    bool set_present(std::uint8_t id, bool present);
    [[nodiscard]] const std::vector<Device>& all() const { return devices_; }
    [[nodiscard]] bool empty() const { return devices_.empty(); }

private:
    std::vector<Device> devices_;
};

}  // namespace assay::bmc
