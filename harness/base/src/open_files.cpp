#include "assay/base/open_files.hpp"

#include <fmt/format.h>
#include <sys/resource.h>

#include "assay/base/setup_error.hpp"

namespace assay::base {
namespace {

constexpr rlim_t other_files = 64;  // what the process has open besides its sockets

}  // namespace

void allow_sockets(std::size_t sockets, const std::string& option, const std::string& remedy) {
    rlimit limit{};
    const rlim_t needed = sockets + other_files;
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= needed) return;
    if (limit.rlim_max < needed) {
        throw SetupError{fmt::format("{} sockets need {} open files, and the limit is {}", sockets, needed,
                                     limit.rlim_max),
                         option, remedy};
    }
    limit.rlim_cur = needed;
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace assay::base
