// Small files of /proc, /sys and /etc, read with bounds.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace assay::host {

/// The first `most` octets; nothing when it cannot be read.
[[nodiscard]] std::optional<std::string> read(const std::filesystem::path& file,
                                              std::size_t most = 1U << 16U);

/// The file without white space around it; empty when it cannot be read.
[[nodiscard]] std::string read_word(const std::filesystem::path& file);

/// The whole number that `text` begins with, white space before it passed over.
[[nodiscard]] std::optional<std::uint64_t> number_of(std::string_view text);
[[nodiscard]] std::optional<std::uint64_t> read_number(const std::filesystem::path& file);

[[nodiscard]] std::vector<std::string_view> lines_of(std::string_view text);
/// Split at runs of spaces and tabs.
[[nodiscard]] std::vector<std::string_view> words_of(std::string_view text);
[[nodiscard]] std::vector<std::string_view> fields_of(std::string_view text, char separator);

/// "key<separator>value" lines; the first of a key counts; quotes around a value are taken off.
using Pairs = std::map<std::string, std::string, std::less<>>;
[[nodiscard]] Pairs pairs_of(std::string_view text, char separator);
/// The value, or an empty text.
[[nodiscard]] std::string value_of(const Pairs& pairs, std::string_view key);

/// The names in a folder, sorted; at most `most`; none when it cannot be read.
[[nodiscard]] std::vector<std::string> names_in(const std::filesystem::path& folder,
                                                std::size_t most = 65'536);

/// The last part of what a symbolic link points to; empty for none.
[[nodiscard]] std::string link_name(const std::filesystem::path& link);

}  // namespace assay::host
