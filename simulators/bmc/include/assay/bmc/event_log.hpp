// The system event log (IPMI 2.0 §31): bounded; when it is full, it refuses and remembers that it did, or
// overwrites its oldest record.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "assay/base/clock.hpp"
#include "assay/bmc/partial_record.hpp"
#include "assay/bmc/reservation.hpp"
#include "assay/ipmi-wire/sel.hpp"

namespace assay::bmc {

/// What becomes of a record for which there is no room.
enum class WhenFull : std::uint8_t { stop, overwrite };

/// §31.10: one entry of the logs beside the SEL; what it says, it was told by Set Auxiliary Log Status.
struct AuxiliaryLogStatus {
    std::uint32_t timestamp = 0;
    base::Octets details;
};
inline constexpr std::size_t auxiliary_logs = 3;  ///< MCA, OEM 1, OEM 2

class EventLog {
public:
    /// @param capacity in records, at most 0xFFFD so that every record has an id
    explicit EventLog(std::size_t capacity, WhenFull when_full = WhenFull::stop);

    /// Appends the record under its id, or a new one where that is 0, stamped with `time` where its type has
    /// a time stamp.
    /// @return the id; nothing when the log is full, which sets overflowed().
    std::optional<std::uint16_t> add(ipmi_wire::SelRecord record, std::uint32_t time);
    /// Appends a record with the time stamp it has.
    std::optional<std::uint16_t> restore(ipmi_wire::SelRecord record);

    /// The record with this id, first_record or last_record; null when there is none.
    [[nodiscard]] const ipmi_wire::SelRecord* find(std::uint16_t id) const;
    /// The id after `record`'s, or last_record when it is the last.
    [[nodiscard]] std::uint16_t id_after(const ipmi_wire::SelRecord& record) const;

    /// Deletes `record`, which find() returned, and cancels the reservation.
    void erase(const ipmi_wire::SelRecord& record, std::uint32_t time);
    /// Deletes everything, takes the overflow mark away and cancels the reservation. The device is busy with
    /// it until `done`.
    void clear(std::uint32_t time, base::Instant done = base::Instant::min());
    [[nodiscard]] bool is_erasing(base::Instant now) const { return now < erased_at_; }

    /// A record on its way in by Partial Add SEL Entry (§31.7).
    [[nodiscard]] PartialRecord& partial() { return partial_; }
    /// An id for a record that is to come.
    [[nodiscard]] std::uint16_t unused_id();
    /// Is there room for one more, by refusing nothing?
    [[nodiscard]] bool takes_more() const { return overwrites() || size() < capacity_; }

    [[nodiscard]] AuxiliaryLogStatus& auxiliary(std::size_t which) { return auxiliary_[which]; }

    /// Oldest first.
    [[nodiscard]] const std::vector<ipmi_wire::SelRecord>& records() const { return records_; }
    [[nodiscard]] std::size_t size() const { return records_.size(); }
    [[nodiscard]] std::size_t capacity() const { return capacity_; }
    /// Does its oldest record give way when it is full?
    [[nodiscard]] bool overwrites() const { return when_full_ == WhenFull::overwrite; }
    [[nodiscard]] bool overflowed() const { return overflowed_; }
    [[nodiscard]] std::uint32_t last_addition() const { return last_addition_; }
    [[nodiscard]] std::uint32_t last_erasure() const { return last_erasure_; }
    [[nodiscard]] Reservation& reservation() { return reservation_; }

    /// What outlives a loss of power besides the records (§31.2).
    struct Marks {
        std::uint16_t latest_id = 0;
        bool overflowed = false;
        std::uint32_t last_addition = 0xFFFFFFFF;
        std::uint32_t last_erasure = 0xFFFFFFFF;
    };
    [[nodiscard]] Marks marks() const { return {latest_id_, overflowed_, last_addition_, last_erasure_}; }
    /// Takes the place of everything that is there. @pre records.size() <= capacity(); ids are different
    void replace(std::vector<ipmi_wire::SelRecord> records, const Marks& marks);

private:
    std::size_t capacity_;
    WhenFull when_full_;
    std::vector<ipmi_wire::SelRecord> records_;
    std::uint16_t latest_id_ = 0;
    bool overflowed_ = false;
    std::uint32_t last_addition_ = 0xFFFFFFFF;  // §37: unspecified
    std::uint32_t last_erasure_ = 0xFFFFFFFF;
    Reservation reservation_;
    PartialRecord partial_;
    base::Instant erased_at_ = base::Instant::min();
    std::array<AuxiliaryLogStatus, auxiliary_logs> auxiliary_;
};

}  // namespace assay::bmc
