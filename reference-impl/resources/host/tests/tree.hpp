// A machine made of files in a temporary folder.
#pragma once

#include <filesystem>

#include "assay/base/temporary_folder.hpp"
#include "assay/host/machine.hpp"

namespace assay::host {

class Tree {
public:
    Tree() {
        for (const char* const folder : {"proc", "sys", "etc"})
            std::filesystem::create_directories(path() / folder);
    }

    void write(const std::filesystem::path& file, std::string_view text) const { folder_.write(file, text); }
    void link(const std::filesystem::path& file, const std::filesystem::path& target) const {
        std::filesystem::create_directories((path() / file).parent_path());
        std::filesystem::create_symlink(target, path() / file);
    }
    [[nodiscard]] const std::filesystem::path& path() const { return folder_.path(); }

    [[nodiscard]] Machine machine() const {
        return {.proc = path() / "proc",
                .sys = path() / "sys",
                .etc = path() / "etc",
                .space = [](const std::string& point) -> std::optional<Space> {
                    if (point == "/dead") return std::nullopt;
                    return Space{.size = 1000, .free = point == "/" ? 400U : 0U, .name_length = 255};
                },
                .addresses =
                    [] {
                        return std::vector<Address>{
                            {.interface = "eth0", .text = "192.0.2.7", .mask = "255.255.255.0"},
                            {.interface = "lo", .text = "127.0.0.1", .mask = "255.0.0.0"},
                            {.interface = "eth0", .text = "2001:db8::7", .mask = "64", .v6 = true}};
                    },
                .kernel = [] { return Kernel{.node = "tree", .release = "6.1.0", .machine = "x86_64"}; },
                .zone =
                    [](base::WallTime) {
                        return Zone{.offset = 120,
                                    .daylight = true,
                                    .standard_offset = 60,
                                    .standard_name = "CET",
                                    .daylight_offset = 120,
                                    .daylight_name = "CEST"};
                    },
                .page = 4096,
                .ticks_a_second = 100};
    }

private:
    base::TemporaryFolder folder_;
};

}  // namespace assay::host
