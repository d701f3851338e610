#include "assay/repository/packed_map.hpp"

#include <algorithm>
#include <cassert>

#include "varint.hpp"

namespace assay::repository {
namespace {

constexpr std::size_t block_octets = 2016;

/// One entry where it stands in its block.
struct Packed {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::string_view key;
    std::string_view value;
};

Packed packed_at(std::string_view block, std::size_t position) {
    std::string_view rest = block.substr(position);
    const std::size_t key_length = take_varint(rest), value_length = take_varint(rest);
    const auto start = static_cast<std::size_t>(rest.data() - block.data());
    return {position, start + key_length + value_length, block.substr(start, key_length),
            block.substr(start + key_length, value_length)};
}

std::string pack(std::string_view key, std::string_view value) {
    std::string entry;
    entry.reserve(key.size() + value.size() + 4);
    put_varint(entry, key.size());
    put_varint(entry, value.size());
    return entry.append(key).append(value);
}

/// Where in the block `key` stands or would stand.
struct Spot {
    std::size_t position = 0;
    std::optional<Packed> entry = {};  ///< when it stands there
};

Spot spot_of(std::string_view block, std::string_view key) {
    std::size_t position = 0;
    while (position < block.size()) {
        const Packed entry = packed_at(block, position);
        const int order = entry.key.compare(key);
        if (order == 0) return {position, entry};
        if (order > 0) break;
        position = entry.end;
    }
    return {position};
}

/// Grows by doubling, and no further than a block. A string left to itself would carry up to twice of it, and
/// its reserve() doubles as well, unless it is empty.
void reserve_for(std::string& block, std::size_t octets) {
    const std::size_t needed = block.size() + octets;
    if (needed <= block.capacity()) return;
    std::string larger;
    larger.reserve(std::max(needed, std::min(2 * block.capacity(), block_octets)));
    block = std::move(larger.append(block));
}

/// The end of the entry that crosses the middle of the block.
std::size_t middle_of(std::string_view block) {
    std::size_t position = 0;
    while (position < block.size() / 2) position = packed_at(block, position).end;
    return position;
}

}  // namespace

PackedMap::Blocks::const_iterator PackedMap::block_of(std::string_view key) const {
    return std::prev(blocks_.upper_bound(key));
}

PackedMap::Blocks::iterator PackedMap::block_of(std::string_view key) {
    return std::prev(blocks_.upper_bound(key));
}

/// Moves `block` and `position` to where an entry of so many octets can be put. Keys that only grow fill
/// their blocks to the end; others leave halves.
void PackedMap::make_room(Blocks::iterator& block, std::size_t& position, std::string_view key,
                          std::size_t octets) {
    std::string& packed = block->second;
    if (packed.empty() || packed.size() + octets <= block_octets) return;
    if (position == packed.size()) {
        block = blocks_.emplace_hint(std::next(block), key, "");
        position = 0;
        return;
    }
    const std::size_t middle = middle_of(packed);
    if (middle == packed.size()) return;  // one long entry behind short ones
    std::string upper = packed.substr(middle);
    std::string first{packed_at(packed, middle).key};
    packed = packed.substr(0, middle);  // not resize(), which would keep the capacity
    const auto behind = blocks_.emplace_hint(std::next(block), std::move(first), std::move(upper));
    if (position > middle) {
        position -= middle;
        block = behind;
    }
}

bool PackedMap::insert(std::string_view key, std::string_view value) {
    auto block = block_of(key);
    Spot spot = spot_of(block->second, key);
    if (spot.entry) return false;
    const std::string entry = pack(key, value);
    make_room(block, spot.position, key, entry.size());
    reserve_for(block->second, entry.size());
    block->second.insert(spot.position, entry);
    ++size_;
    return true;
}

bool PackedMap::replace(std::string_view key, std::string_view value) {
    const auto block = block_of(key);
    const Spot spot = spot_of(block->second, key);
    if (!spot.entry) return false;
    if (value.size() > spot.entry->value.size()) {
        erase(key);
        insert(key, value);
        return true;
    }
    block->second.replace(spot.position, spot.entry->end - spot.position, pack(key, value));
    return true;
}

bool PackedMap::erase(std::string_view key) {
    const auto block = block_of(key);
    const Spot spot = spot_of(block->second, key);
    if (!spot.entry) return false;
    block->second.erase(spot.position, spot.entry->end - spot.position);
    --size_;
    tidy(block);
    return true;
}

/// A block that is nearly empty goes, or takes what follows when that is little too.
void PackedMap::tidy(Blocks::iterator block) {
    std::string& packed = block->second;
    if (packed.size() >= block_octets / 4) return;
    const auto behind = std::next(block);
    if (behind != blocks_.end() && packed.size() + behind->second.size() <= block_octets / 2) {
        reserve_for(packed, behind->second.size());
        packed += behind->second;
        blocks_.erase(behind);
    } else if (packed.empty() && block != blocks_.begin()) {
        blocks_.erase(block);
    }
}

std::optional<std::string_view> PackedMap::find(std::string_view key) const {
    const Spot spot = spot_of(block_of(key)->second, key);
    if (!spot.entry) return std::nullopt;
    return spot.entry->value;
}

std::size_t PackedMap::octets() const {
    std::size_t sum = 0;
    for (const auto& [_, block] : blocks_) sum += block.capacity();
    return sum;
}

void PackedMap::next(const std::optional<std::string>& after, std::size_t most,
                     std::vector<Entry>& into) const {
    auto block = after ? block_of(*after) : blocks_.begin();
    for (; most > 0 && block != blocks_.end(); ++block) {
        for (std::size_t position = 0; most > 0 && position < block->second.size();) {
            const Packed entry = packed_at(block->second, position);
            position = entry.end;
            if (after && entry.key <= *after) continue;
            into.push_back({std::string{entry.key}, std::string{entry.value}});
            --most;
        }
    }
}

}  // namespace assay::repository
