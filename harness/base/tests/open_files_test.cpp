#include "assay/base/open_files.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include "assay/base/setup_error.hpp"

namespace assay::base {
namespace {

rlimit limit_now() {
    rlimit limit{};
    getrlimit(RLIMIT_NOFILE, &limit);
    return limit;
}

TEST(OpenFiles, MayBeAsManyAsTheHardLimitSays) {
    const rlimit before = limit_now();
    rlimit low = before;
    low.rlim_cur = 100;
    setrlimit(RLIMIT_NOFILE, &low);
    allow_sockets(10, "--n", "fewer");
    EXPECT_EQ(limit_now().rlim_cur, 100U);
    allow_sockets(200, "--n", "fewer");
    EXPECT_GE(limit_now().rlim_cur, 200U);
    EXPECT_THROW(allow_sockets(before.rlim_max, "--n", "fewer"), SetupError);
    setrlimit(RLIMIT_NOFILE, &before);
}

}  // namespace
}  // namespace assay::base
