#include "assay/bmc/event_log.hpp"

#include <algorithm>

namespace assay::bmc {
namespace {

namespace wire = ipmi_wire;

}  // namespace

EventLog::EventLog(std::size_t capacity, WhenFull when_full) : capacity_{capacity}, when_full_{when_full} {
    constexpr std::size_t mca_details = 4, oem_details = 11;  // §31.10: entries; IANA number and eight octets
    auxiliary_[0].details.assign(mca_details, 0);
    for (std::size_t oem = 1; oem < auxiliary_logs; ++oem) auxiliary_[oem].details.assign(oem_details, 0);
}

std::uint16_t EventLog::unused_id() {
    do {
        latest_id_ = latest_id_ >= 0xFFFE ? std::uint16_t{1} : static_cast<std::uint16_t>(latest_id_ + 1);
    } while (std::ranges::find(records_, latest_id_, &wire::SelRecord::id) != records_.end());
    return latest_id_;
}

std::optional<std::uint16_t> EventLog::add(wire::SelRecord record, std::uint32_t time) {
    if (record.is_timestamped()) record.set_timestamp(time);
    const auto id = restore(record);
    if (id) last_addition_ = time;
    return id;
}

std::optional<std::uint16_t> EventLog::restore(wire::SelRecord record) {
    if (!takes_more()) {
        overflowed_ = true;
        return std::nullopt;
    }
    if (records_.size() >= capacity_) {
        records_.erase(records_.begin());
        reservation_.cancel();  // §31.4: a record that was there is gone
    }
    if (record.id == 0) record.id = unused_id();
    if (record.is_timestamped()) last_addition_ = record.timestamp();
    records_.push_back(record);
    return record.id;
}

void EventLog::replace(std::vector<wire::SelRecord> records, const Marks& marks) {
    records_ = std::move(records);
    latest_id_ = marks.latest_id;
    overflowed_ = marks.overflowed;
    last_addition_ = marks.last_addition;
    last_erasure_ = marks.last_erasure;
}

const wire::SelRecord* EventLog::find(std::uint16_t id) const {
    if (records_.empty()) return nullptr;
    if (id == wire::first_record) return &records_.front();
    if (id == wire::last_record) return &records_.back();
    const auto found = std::ranges::find(records_, id, &wire::SelRecord::id);
    return found == records_.end() ? nullptr : &*found;
}

std::uint16_t EventLog::id_after(const wire::SelRecord& record) const {
    const auto* const next = &record + 1;
    return next == records_.data() + records_.size() ? wire::last_record : next->id;
}

void EventLog::erase(const wire::SelRecord& record, std::uint32_t time) {
    records_.erase(records_.begin() + (&record - records_.data()));
    last_erasure_ = time;
    reservation_.cancel();
}

void EventLog::clear(std::uint32_t time, base::Instant done) {
    records_.clear();
    partial_.abandon();
    erased_at_ = done;
    overflowed_ = false;
    last_erasure_ = time;
    reservation_.cancel();
}

}  // namespace assay::bmc
