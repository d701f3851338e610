#include "import_command.hpp"

#include <charconv>
#include <cstdio>

#include <fcntl.h>
#include <unistd.h>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "assay/base/home.hpp"
#include "assay/base/setup_error.hpp"
#include "assay/base/uuid.hpp"
#include "assay/imports/imports.hpp"

namespace assay::bmcsim {
namespace {

constexpr std::size_t password_length = 20;
constexpr mode_t owner_only = S_IRUSR | S_IWUSR;

imports::Dump read_dump(const std::string& file) {
    const std::string content = base::read_file(file);
    const auto octets = base::octets_of(content);
    return {file, {octets.begin(), octets.end()}};
}

/// "ID=FILE", or a file that gets the next id.
imports::FruDump read_fru(const std::string& text, std::size_t next_id) {
    const auto equals = text.find('=');
    if (equals == std::string::npos) return {static_cast<std::uint8_t>(next_id), read_dump(text)};
    std::uint8_t id = 0;
    const char* const end = text.data() + equals;
    const auto parsed = std::from_chars(text.data(), end, id);
    if (parsed.ec != std::errc{} || parsed.ptr != end || id > 254) {
        throw base::SetupError{"no FRU id before the =", "--fru " + text,
                               "write it like --fru 1=FILE, with an id to 254"};
    }
    return {id, read_dump(text.substr(equals + 1))};
}

/// The password stands in the file, so nobody else may read it; an existing file is not overwritten.
void write_new(const std::string& file, std::string_view text) {
    const int handle = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, owner_only);
    if (handle < 0) {
        throw base::SetupError{fmt::format("cannot create it: {}", std::generic_category().message(errno)),
                               file, "name a file that is not there yet, in a folder that you may write to"};
    }
    std::FILE* const stream = ::fdopen(handle, "w");
    const bool written = std::fwrite(text.data(), 1, text.size(), stream) == text.size();
    if (std::fclose(stream) != 0 || !written) {
        throw base::SetupError{"cannot write all of it", file, "see whether the disk is full"};
    }
}

/// Nobody knows it beforehand.
std::string fresh_password() {
    std::string digits = base::random_uuid();
    std::erase(digits, '-');
    return digits.substr(0, password_length);
}

}  // namespace

CLI::App& add_import(CLI::App& app, ImportOptions& options) {
    CLI::App& command = *app.add_subcommand("import", "make a chassis file of a machine's dumps");
    command.add_option("--sdr", options.sdr, "the file of `ipmitool sdr dump FILE`")
        ->type_name("FILE")
        ->required();
    command
        .add_option("--fru", options.frus,
                    "the files of `ipmitool fru read ID FILE`;\nwithout an id they are 0, 1, ...")
        ->type_name("[ID=]FILE");
    command
        .add_option("--sel", options.sel, "the file of `ipmitool sel writeraw FILE`,\nor of `sel save FILE`")
        ->type_name("FILE");
    command
        .add_option("--sensors", options.sensors,
                    "the output of `ipmitool sensor list`:\nwhat the sensors read")
        ->type_name("FILE");
    command.add_option("--out", options.out, "the chassis file to make")->type_name("FILE.toml")->required();
    command.add_option("--name", options.name, "of the chassis")->capture_default_str();
    command.add_option("--user", options.user, "the administrator; the password is random\nand in the file")
        ->check(
            [](const std::string& name) {
                return name.empty() || name.size() > 16 ? std::string{"1 to 16 characters"} : std::string{};
            },
            "")
        ->capture_default_str();
    return command;
}

int run_import(const ImportOptions& options) {
    imports::Dumps dumps;
    dumps.sdr = read_dump(options.sdr);
    for (const std::string& fru : options.frus) dumps.frus.push_back(read_fru(fru, dumps.frus.size()));
    if (!options.sel.empty()) dumps.sel = read_dump(options.sel);
    if (!options.sensors.empty()) dumps.sensors = read_dump(options.sensors);
    const auto imported = imports::import_chassis(dumps, {options.name, options.user, fresh_password()});
    write_new(options.out, imported.toml);
    for (const std::string& remark : imported.remarks) fmt::print(stderr, "bmcsim: {}\n", remark);
    fmt::print("{}: user '{}', password in the file; try bmcsim --config {}\n", options.out, options.user,
               options.out);
    return 0;
}

}  // namespace assay::bmcsim
