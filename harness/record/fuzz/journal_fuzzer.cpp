// Any file can be read as a journal, or is refused with its line; what it leaves in the file can be read from
// there.
#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "assay/base/setup_error.hpp"
#include "assay/record/journal.hpp"

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer calls it by this name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const int memory = memfd_create("journal", 0);
    if (memory < 0 || write(memory, data, size) != static_cast<ssize_t>(size)) std::abort();
    try {
        const auto journal = assay::record::read_journal("/proc/self/fd/" + std::to_string(memory));
        for (const assay::record::Exchange& exchange : journal.exchanges) {
            if (journal.whole(exchange).received() != exchange.received()) std::abort();
        }
    } catch (const assay::base::SetupError&) {
        // what is no journal
    }
    close(memory);
    return 0;
}
