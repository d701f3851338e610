// What wsmand is told by its file and its command line.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "assay/ipmi-client/session_machine.hpp"
#include "assay/model/profile.hpp"
#include "assay/server/access.hpp"
#include "assay/service/limits.hpp"
#include "assay/wire/address.hpp"
#include "assay/wire/limits.hpp"
#include "assay/wire/tls.hpp"

namespace assay::server {

/// A BMC whose hardware classes are served, or several that are reached the same way.
struct Bmc {
    std::string address;     ///< HOST:PORT, or a range as parse_bmc_addresses() takes it
    std::string where = {};  ///< the address was given
    std::string name = {};   ///< of its system in the keys of instances; empty: its GUID
    ipmi_client::Credentials credentials = {};

    /// Where it was given does not matter.
    friend bool operator==(const Bmc& one, const Bmc& other) {
        return one.address == other.address && one.name == other.name && one.credentials == other.credentials;
    }
};

/// Where the instances of the classes are that nothing else provides.
struct Repository {
    std::filesystem::path file = {};      ///< a SQLite database; empty: in memory
    std::uint64_t instances = 4'000'000;  ///< at most
    std::uint64_t octets = 0;             ///< how large the file may grow; 0: as its disk
};

struct Listener {
    wire::Address address;
    wire::TlsSettings tls = {};  ///< looked at when the address is secure
};

struct Config {
    std::vector<Listener> listen = {};
    wire::TlsSettings tls = {};  ///< for listeners that say nothing else
    unsigned threads = 1;
    bool allow_unencrypted = false;  ///< Basic over clear text beyond this machine
    bool conformance = false;        ///< serve the conformance resources
    AccessSettings access = {};
    std::filesystem::path access_log = {};  ///< empty for none, "-" for standard error
    std::vector<Bmc> bmcs = {};
    std::vector<std::filesystem::path> class_files = {};  ///< MOF; empty: those that come with the program
    Repository repository = {};
    wire::Limits wire = {};
    service::Limits service = {};
    const model::Profile* profile = &model::dmtf;  ///< the dialect that is spoken
};

/// Reads a TOML file.
/// @throws base::SetupError with file and line for anything unknown, missing or wrong.
[[nodiscard]] Config read_config(const std::filesystem::path& file);

/// @throws base::SetupError when there is no dialect profile of that name.
/// @param where  where the name was given
[[nodiscard]] const model::Profile& profile_of(const std::string& name, const std::string& where);

/// The fixture mode: user "assay", password "assay-demo" (on the BMC too), who may do everything; user
/// "reader", password "reader-demo", Digest only, who may read, few things at once; conformance resources.
void add_demo(Config& config);

/// @throws base::SetupError when the configuration is unsafe or cannot serve anybody.
void check(const Config& config);

}  // namespace assay::server
