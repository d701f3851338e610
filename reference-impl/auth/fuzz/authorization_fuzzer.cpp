// Any Authorization field: it is no credentials, or wrong ones.
#include <cstdint>
#include <cstdlib>

#include "assay/auth/basic.hpp"
#include "assay/auth/digest.hpp"
#include "assay/auth/password.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace assay::auth;
    static Digest digest;
    static const Users users = [] {
        Users made;
        made.add({.name = "a", .digest_secrets = {{Algorithm::md5, "x"}, {Algorithm::sha256, "y"}}});
        return made;
    }();
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    (void)parse_basic(text);
    (void)PasswordHash::parse(text);
    const auto response = parse_digest(text);
    if (response && !digest.verify(*response, "POST", "/wsman", users, {}).user.empty()) std::abort();
    return 0;
}
