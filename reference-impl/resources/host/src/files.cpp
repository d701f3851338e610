#include "files.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>

#include "assay/base/text.hpp"

namespace assay::host {
namespace {

struct Descriptor {
    explicit Descriptor(int opened) : number{opened} {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (number >= 0) ::close(number);
    }
    const int number;
};

}  // namespace

std::optional<std::string> read(const std::filesystem::path& file, std::size_t most) {
    const Descriptor descriptor{::open(file.c_str(), O_RDONLY | O_CLOEXEC)};
    if (descriptor.number < 0) return std::nullopt;
    std::string text;
    while (text.size() < most) {
        const std::size_t before = text.size();
        text.resize(std::min(most, before + 4096));  // files of the kernel tell no size
        const ssize_t got = ::read(descriptor.number, text.data() + before, text.size() - before);
        if (got < 0 && errno != EINTR) return std::nullopt;
        text.resize(before + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
        if (got == 0) break;
    }
    return text;
}

std::string read_word(const std::filesystem::path& file) {
    return std::string{base::trimmed(read(file, 4096).value_or(""))};
}

std::optional<std::uint64_t> number_of(std::string_view text) {
    text = base::trimmed(text);
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} ? std::optional{value} : std::nullopt;
}

std::optional<std::uint64_t> read_number(const std::filesystem::path& file) {
    return number_of(read_word(file));
}

std::vector<std::string_view> fields_of(std::string_view text, char separator) {
    std::vector<std::string_view> result;
    while (true) {
        const std::size_t end = std::min(text.find(separator), text.size());
        result.push_back(text.substr(0, end));
        if (end == text.size()) return result;
        text.remove_prefix(end + 1);
    }
}

std::vector<std::string_view> lines_of(std::string_view text) {
    auto result = fields_of(text, '\n');
    if (result.back().empty()) result.pop_back();
    return result;
}

std::vector<std::string_view> words_of(std::string_view text) {
    constexpr std::string_view blanks = " \t\n";
    std::vector<std::string_view> result;
    std::size_t at = text.find_first_not_of(blanks);
    while (at != std::string_view::npos) {
        const std::size_t end = std::min(text.find_first_of(blanks, at), text.size());
        result.push_back(text.substr(at, end - at));
        at = text.find_first_not_of(blanks, end);
    }
    return result;
}

Pairs pairs_of(std::string_view text, char separator) {
    Pairs result;
    for (const std::string_view line : lines_of(text)) {
        const std::size_t at = line.find(separator);
        if (at == std::string_view::npos) continue;
        std::string_view value = base::trimmed(line.substr(at + 1));
        if (value.size() >= 2 && (value.front() == '"' || value.front() == '\'') &&
            value.back() == value.front()) {
            value = value.substr(1, value.size() - 2);
        }
        result.emplace(base::trimmed(line.substr(0, at)), value);
    }
    return result;
}

std::string value_of(const Pairs& pairs, std::string_view key) {
    const auto found = pairs.find(key);
    return found == pairs.end() ? std::string{} : found->second;
}

std::vector<std::string> names_in(const std::filesystem::path& folder, std::size_t most) {
    std::vector<std::string> result;
    std::error_code error;
    for (std::filesystem::directory_iterator at{folder, error}, end;
         !error && at != end && result.size() < most; at.increment(error)) {
        result.push_back(at->path().filename().string());
    }
    std::ranges::sort(result);
    return result;
}

std::string link_name(const std::filesystem::path& link) {
    std::error_code error;
    return std::filesystem::read_symlink(link, error).filename().string();
}

}  // namespace assay::host
