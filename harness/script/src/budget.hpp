// What a script has used up of its limits.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

#include "assay/script/dialogue.hpp"

namespace assay::script {

/// Counted so that the same script is cut at the same place in every run; only the processor time, which
/// catches what cannot be counted, depends on the machine.
class Budget {
public:
    explicit Budget(const Limits& limits) : limits_{limits} {}

    /// Notes work that executes no instruction of Lua's: steps of a match, elements that are moved.
    /// @return false when the script has to be cut
    [[nodiscard]] bool work(std::uint64_t instructions) {
        instructions_ += instructions;
        return instructions_ <= limits_.instructions;
    }
    [[nodiscard]] bool is_used_up() const { return instructions_ > limits_.instructions; }

    /// Work on octets: 16 of them cost about as much as an instruction.
    [[nodiscard]] static std::uint64_t for_octets(std::size_t octets) { return octets / 16; }

    /// May the script's heap grow?
    [[nodiscard]] bool may_grow(std::size_t by) {
        if (trusted_ == 0 && !has_room_for(by)) return false;
        return work(for_octets(by)) || trusted_ > 0;
    }
    [[nodiscard]] bool has_room_for(std::size_t octets) const {
        return octets_ + octets <= limits_.memory_octets;
    }
    void heap_changed(std::size_t from, std::size_t to) { octets_ = octets_ - from + to; }

    /// Notes text that the script gives into our keeping, outside its heap.
    [[nodiscard]] bool hand_over(std::size_t octets) {
        handed_ += octets;
        return handed_ <= limits_.handed_octets;
    }

    /// Notes something that is asked of the driver.
    [[nodiscard]] bool ask(Milliseconds sleep) {
        slept_ += sleep;
        return ++asks_ <= limits_.asks && slept_ <= limits_.sleep;
    }

    /// The script runs from here on the calling thread, or no longer does.
    void started() { started_ = processor_time(); }
    void stopped() { ran_ += processor_time() - started_; }
    [[nodiscard]] bool is_overdue() const {
        return ran_ + (processor_time() - started_) > limits_.processor_time;
    }

    /// Our own code runs: an allocation of ours must not fail by the script's limit.
    void trust() { ++trusted_; }
    void distrust() { --trusted_; }

    /// Why a script that went on for too long is cut.
    [[nodiscard]] std::string too_much_work() const;
    [[nodiscard]] std::string too_much_memory() const;
    [[nodiscard]] std::string too_much_handed_over() const;
    [[nodiscard]] std::string too_many_asks() const;

private:
    static std::chrono::nanoseconds processor_time();

    Limits limits_;
    std::size_t octets_ = 0;
    std::uint64_t instructions_ = 0;
    std::size_t handed_ = 0;
    std::uint64_t asks_ = 0;
    Milliseconds slept_{0};
    std::chrono::nanoseconds started_{0};
    std::chrono::nanoseconds ran_{0};
    int trusted_ = 1;
};

}  // namespace assay::script
