// The SDR repository (IPMI 2.0 §33): bounded, starts with the records of the chassis file.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "assay/base/octets.hpp"
#include "assay/bmc/partial_record.hpp"
#include "assay/bmc/reservation.hpp"

namespace assay::bmc {

class SdrRepository {
public:
    static constexpr std::size_t octets_for_additions = 0x2000;

    /// Numbers those records that have the id 0, each after the one before it.
    explicit SdrRepository(std::vector<base::Octets> records);

    [[nodiscard]] std::size_t size() const { return records_.size(); }
    [[nodiscard]] const std::vector<base::Octets>& records() const { return records_; }
    /// The record with this id; 0000h is the first, FFFFh the last. Null when there is none.
    [[nodiscard]] const base::Octets* find(std::uint16_t id) const;
    /// The id of the record after `record`, or FFFFh.
    [[nodiscard]] std::uint16_t id_after(const base::Octets& record) const;
    [[nodiscard]] static std::uint16_t id_of(const base::Octets& record);

    [[nodiscard]] std::size_t capacity() const { return capacity_; }  ///< octets
    [[nodiscard]] std::size_t room() const { return capacity_ - used_; }

    /// Appends a record under `id`, or a new id where that is 0.
    /// @return the id; nothing when there is no room, which sets overflowed(). @pre the record has a header
    std::optional<std::uint16_t> add(base::OctetView record, std::uint16_t id, std::uint32_t time);
    /// Deletes `record`, which find() returned, and cancels the reservation.
    void erase(const base::Octets& record, std::uint32_t time);
    /// Deletes everything and cancels the reservation.
    void clear(std::uint32_t time);

    [[nodiscard]] bool overflowed() const { return overflowed_; }
    [[nodiscard]] std::uint32_t last_addition() const { return last_addition_; }
    [[nodiscard]] std::uint32_t last_erasure() const { return last_erasure_; }

    /// What outlives a loss of power besides the records (§33.9).
    struct Marks {
        bool overflowed = false;
        std::uint32_t last_addition = 0;
        std::uint32_t last_erasure = 0;
    };
    [[nodiscard]] Marks marks() const { return {overflowed_, last_addition_, last_erasure_}; }
    /// Takes the place of everything that is there.
    /// @return false when it does not fit; then nothing is changed. @pre each record has a header
    [[nodiscard]] bool replace(std::vector<base::Octets> records, const Marks& marks);

    /// §33.19, §33.20.
    [[nodiscard]] bool in_update_mode() const { return in_update_mode_; }
    void set_update_mode(bool on) { in_update_mode_ = on; }

    [[nodiscard]] Reservation& reservation() { return reservation_; }
    /// A record on its way in by Partial Add SDR.
    [[nodiscard]] PartialRecord& partial() { return partial_; }
    /// An id for a record that is to come.
    [[nodiscard]] std::uint16_t unused_id();

private:
    std::vector<base::Octets> records_;
    std::size_t used_ = 0;
    std::size_t capacity_ = 0;
    std::uint16_t latest_id_ = 0;
    bool overflowed_ = false;
    bool in_update_mode_ = false;
    std::uint32_t last_addition_ = 0;  // §37: the records came with the firmware
    std::uint32_t last_erasure_ = 0;
    Reservation reservation_;
    PartialRecord partial_;
};

}  // namespace assay::bmc
