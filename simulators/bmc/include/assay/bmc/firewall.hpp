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

    [[nodiscard]] bool allows(const Place& place) const { return !state_of(place).off; }
    /// Appendix H: does it allow this part of the command? The command as a whole is another question.
    [[nodiscard]] bool allows(const Place& place, unsigned sub_function) const {
        return (state_of(place).sub_functions_off >> sub_function & 1U) == 0;
    }
    [[nodiscard]] std::uint32_t sub_functions_off(const Place& place) const {
        return state_of(place).sub_functions_off;
    }
    /// Is anything turned off on this channel?
    [[nodiscard]] bool restricts(std::uint8_t channel) const {
        return std::ranges::any_of(entries_,
                                   [channel](const Entry& entry) { return entry.place.channel == channel; });
    }

    void turn(const Place& place, bool on) { set(place, {!on, state_of(place).sub_functions_off}); }
    void turn_sub_functions_off(const Place& place, std::uint32_t off) {
        set(place, {state_of(place).off, off});
    }

    struct State {
        bool off = false;
        std::uint32_t sub_functions_off = 0;
    };
    struct Entry {
        Place place;
        State state;
    };
    /// What is turned off, in no particular order.
    [[nodiscard]] const std::vector<Entry>& entries() const { return entries_; }

private:
    [[nodiscard]] State state_of(const Place& place) const {
        const auto found = std::ranges::find(entries_, place, &Entry::place);
        return found == entries_.end() ? State{} : found->state;
    }
    void set(const Place& place, State state) {
        std::erase_if(entries_, [&place](const Entry& entry) { return entry.place == place; });
        if (state.off || state.sub_functions_off != 0) entries_.push_back({place, state});
    }

    std::vector<Entry> entries_;  // few: the command table bounds what can be configured
};

}  // namespace assay::bmc
