#include "assay/bmc/sdr_repository.hpp"

#include <algorithm>
#include <cassert>

#include "assay/ipmi-wire/sdr.hpp"
#include "assay/ipmi-wire/sel.hpp"

namespace assay::bmc {
namespace {

namespace wire = ipmi_wire;

void set_id(base::Octets& record, std::uint16_t id) {
    assert(record.size() >= wire::sdr_header_length);
    record[0] = static_cast<base::Octet>(id & 0xFFU);
    record[1] = static_cast<base::Octet>(id >> 8U);
}

}  // namespace

SdrRepository::SdrRepository(std::vector<base::Octets> records) : records_{std::move(records)} {
    for (base::Octets& record : records_) {
        if (id_of(record) == 0) set_id(record, unused_id());
        latest_id_ = id_of(record);
        used_ += record.size();
    }
    capacity_ = used_ + octets_for_additions;
}

std::uint16_t SdrRepository::id_of(const base::Octets& record) { return wire::Reader{record}.u16(); }

std::uint16_t SdrRepository::unused_id() {
    do {
        latest_id_ = latest_id_ >= 0xFFFE ? std::uint16_t{1} : static_cast<std::uint16_t>(latest_id_ + 1);
    } while (std::ranges::find(records_, latest_id_, &SdrRepository::id_of) != records_.end());
    return latest_id_;
}

const base::Octets* SdrRepository::find(std::uint16_t id) const {
    if (records_.empty()) return nullptr;
    if (id == wire::first_record) return &records_.front();
    if (id == wire::last_record) return &records_.back();
    const auto found = std::ranges::find(records_, id, &SdrRepository::id_of);
    return found == records_.end() ? nullptr : &*found;
}

std::uint16_t SdrRepository::id_after(const base::Octets& record) const {
    const auto* const next = &record + 1;
    return next == records_.data() + records_.size() ? wire::last_record : id_of(*next);
}

bool SdrRepository::replace(std::vector<base::Octets> records, const Marks& marks) {
    std::size_t used = 0;
    for (const base::Octets& record : records) used += record.size();
    if (used > capacity_) return false;
    records_ = std::move(records);
    used_ = used;
    overflowed_ = marks.overflowed;
    last_addition_ = marks.last_addition;
    last_erasure_ = marks.last_erasure;
    return true;
}

std::optional<std::uint16_t> SdrRepository::add(base::OctetView record, std::uint16_t id,
                                                std::uint32_t time) {
    if (record.size() > room()) {
        overflowed_ = true;
        return std::nullopt;
    }
    if (id == 0) id = unused_id();
    base::Octets& added = records_.emplace_back(record.begin(), record.end());
    set_id(added, id);
    used_ += added.size();
    last_addition_ = time;
    return id;
}

void SdrRepository::erase(const base::Octets& record, std::uint32_t time) {
    used_ -= record.size();
    records_.erase(records_.begin() + (&record - records_.data()));
    last_erasure_ = time;
    reservation_.cancel();
}

void SdrRepository::clear(std::uint32_t time) {
    records_.clear();
    used_ = 0;
    partial_.abandon();
    overflowed_ = false;
    last_erasure_ = time;
    reservation_.cancel();
}

}  // namespace assay::bmc
