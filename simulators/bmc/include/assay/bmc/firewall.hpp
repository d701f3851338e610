// The firmware firewall (IPMI 2.0 §21): which commands and sub-functions are turned off, channel by channel.
// What exists and what can be configured is the command table's to say.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

namespace assay::bmc {

class Firewall {
public:
    struct Place {
        std::uint8_t channel = 0;
        std::uint8_t netfn = 0;
        std::uint8_t command = 0;
        friend bool operator==(const Place&, const Place&) = default;
    };
    static constexpr std::uint32_t everything = 0xFFFFFFFF;

    [[nodiscard]] bool allows(const Place& place) const { return blocked(place) != everything; }
    [[nodiscard]] bool allows(const Place& place, unsigned sub_function) const {
        return (blocked(place) >> sub_function & 1U) == 0;
    }
    /// Is anything turned off on this channel?
    [[nodiscard]] bool restricts(std::uint8_t channel) const {
        return std::ranges::any_of(entries_,
                                   [channel](const Entry& entry) { return entry.place.channel == channel; });
    }
    /// The sub-functions that are turned off, one bit each; `everything` for the whole command.
    [[nodiscard]] std::uint32_t blocked(const Place& place) const {
        const auto found = std::ranges::find(entries_, place, &Entry::place);
        return found == entries_.end() ? 0 : found->blocked;
    }
    void block(const Place& place, std::uint32_t sub_functions) {
        std::erase_if(entries_, [&place](const Entry& entry) { return entry.place == place; });
        if (sub_functions != 0) entries_.push_back({place, sub_functions});
    }

private:
    struct Entry {
        Place place;
        std::uint32_t blocked = 0;
    };
    std::vector<Entry> entries_;  // few: the table bounds what can be configured
};

}  // namespace assay::bmc
