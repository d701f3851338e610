// The system event log (IPMI 2.0 §31): bounded, refuses when it is full, remembers that it did.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "assay/bmc/reservation.hpp"
#include "assay/ipmi-wire/sel.hpp"

namespace assay::bmc {

class EventLog {
public:
    /// @param capacity in records, at most 0xFFFD so that every record has an id
    explicit EventLog(std::size_t capacity) : capacity_{capacity} {}

    /// Appends the record under a new id, stamped with `time` where its type has a time stamp.
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
    /// Deletes everything, takes the overflow mark away and cancels the reservation.
    void clear(std::uint32_t time);

    [[nodiscard]] std::size_t size() const { return records_.size(); }
    [[nodiscard]] std::size_t capacity() const { return capacity_; }
    [[nodiscard]] bool overflowed() const { return overflowed_; }
    [[nodiscard]] std::uint32_t last_addition() const { return last_addition_; }
    [[nodiscard]] std::uint32_t last_erasure() const { return last_erasure_; }
    [[nodiscard]] Reservation& reservation() { return reservation_; }

private:
    [[nodiscard]] std::uint16_t unused_id();

    std::size_t capacity_;
    std::vector<ipmi_wire::SelRecord> records_;
    std::uint16_t latest_id_ = 0;
    bool overflowed_ = false;
    std::uint32_t last_addition_ = 0xFFFFFFFF;  // §37: unspecified
    std::uint32_t last_erasure_ = 0xFFFFFFFF;
    Reservation reservation_;
};

}  // namespace assay::bmc
