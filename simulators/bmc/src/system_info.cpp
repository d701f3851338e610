#include "assay/bmc/system_info.hpp"

#include <algorithm>
#include <cassert>

namespace assay::bmc {
namespace {

constexpr std::uint8_t last_encoding = 2;  // ASCII and Latin 1, UTF-8, UNICODE

/// Where block `block` begins in the string; the first block has less room for it.
constexpr std::size_t start_of(std::size_t block) {
    return block == 0 ? 0 : block * SystemInfo::block_octets - SystemInfo::first_block_head;
}

}  // namespace

std::size_t SystemInfo::blocks(SystemName name) const {
    const std::size_t octets = names_[index_of(name)].size() + first_block_head;
    return (octets + block_octets - 1) / block_octets;
}

std::array<base::Octet, SystemInfo::block_octets> SystemInfo::read(SystemName name, std::size_t block) const {
    assert(block < blocks(name));
    const std::string& text = names_[index_of(name)];
    std::array<base::Octet, block_octets> octets{};
    auto to = octets.begin();
    if (block == 0) {
        *to++ = encodings_[index_of(name)];
        *to++ = static_cast<base::Octet>(text.size());
    }
    const std::size_t from = start_of(block);
    const auto room = static_cast<std::size_t>(octets.end() - to);
    const std::size_t count = std::min(room, text.size() - std::min(from, text.size()));
    std::copy_n(text.begin() + static_cast<std::ptrdiff_t>(from), count, to);
    return octets;
}

bool SystemInfo::is_writable(SystemName name, std::size_t block, base::OctetView octets) const {
    if (block == 0) return octets.size() >= first_block_head && octets[0] <= last_encoding;
    return start_of(block) < names_[index_of(name)].size();
}

void SystemInfo::write(SystemName name, std::size_t block, base::OctetView octets) {
    assert(is_writable(name, block, octets));
    std::string& text = names_[index_of(name)];
    if (block == 0) {
        encodings_[index_of(name)] = octets[0];
        text.assign(octets[1], '\0');
        octets = octets.subspan(first_block_head);
    }
    const std::size_t from = start_of(block);
    const std::size_t count = std::min(octets.size(), text.size() - from);
    std::copy_n(octets.begin(), count, text.begin() + static_cast<std::ptrdiff_t>(from));
}

void SystemInfo::host_started() {
    set_in_progress_ = 0;
    names_[index_of(SystemName::present_os)].clear();
}

}  // namespace assay::bmc
