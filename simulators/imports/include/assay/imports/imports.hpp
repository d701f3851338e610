// Builds a chassis file from what ipmitool dumps of a real machine.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "assay/base/octets.hpp"

namespace assay::imports {

/// A dump: what errors call it, and its octets.
struct Dump {
    std::string name;
    base::Octets octets;
};

struct FruDump {
    std::uint8_t id = 0;
    Dump dump;
};

/// What ipmitool wrote.
struct Dumps {
    Dump sdr;                   ///< `sdr dump FILE`
    std::vector<FruDump> frus;  ///< `fru read ID FILE`
    std::optional<Dump> sel;  ///< `sel writeraw FILE`, or `sel save FILE`, which loses times and OEM records
    std::optional<Dump> sensors;  ///< the output of `sensor list`: what the sensors read
};

/// What the dumps do not tell.
struct Owner {
    std::string chassis;   ///< the name of the chassis, for people
    std::string user;      ///< 1 to 16 characters, an administrator
    std::string password;  ///< 1 to 20 characters
};

struct Imported {
    std::string toml;                  ///< a chassis file that read_chassis() takes
    std::vector<std::string> remarks;  ///< a line each: what could not be simulated, and what became of it
};

/// @throws base::SetupError that names file and offset, or line, what is wrong there and what to do
[[nodiscard]] Imported import_chassis(const Dumps& dumps, const Owner& owner);

}  // namespace assay::imports
