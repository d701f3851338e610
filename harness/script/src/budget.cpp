#include "budget.hpp"

#include <ctime>

#include <fmt/format.h>

namespace assay::script {
namespace {

constexpr std::size_t mebi = 1024UL * 1024;

}  // namespace

std::chrono::nanoseconds Budget::processor_time() {
    timespec now{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return std::chrono::seconds{now.tv_sec} + std::chrono::nanoseconds{now.tv_nsec};
}

std::string Budget::too_much_work() const {
    if (!is_used_up())
        return fmt::format("the script ran for {} s without an end: it was cut",
                           limits_.processor_time.count());
    return fmt::format("the script ran {} instructions without an end: it was cut", limits_.instructions);
}

std::string Budget::too_much_memory() const {
    if (is_used_up()) return too_much_work();
    return fmt::format("not enough memory: the script wanted more than {} MiB and was cut",
                       limits_.memory_octets / mebi);
}

std::string Budget::too_much_handed_over() const {
    return fmt::format("the script handed over more than {} MiB of text and was cut",
                       limits_.handed_octets / mebi);
}

std::string Budget::too_many_asks() const {
    return fmt::format("the script was cut: a case asks at most {} times and sleeps at most {} s in all",
                       limits_.asks, std::chrono::duration_cast<std::chrono::seconds>(limits_.sleep).count());
}

}  // namespace assay::script
