#include "assay/capture/key_log.hpp"

#include <vector>

#include <fmt/format.h>

#include "assay/base/setup_error.hpp"
#include "assay/base/text.hpp"

namespace assay::capture {
namespace {

std::vector<std::string_view> words_of(std::string_view line) {
    std::vector<std::string_view> words;
    while (!(line = base::trimmed(line)).empty()) {
        const auto space = std::min(line.find_first_of(" \t"), line.size());
        words.push_back(line.substr(0, space));
        line.remove_prefix(space);
    }
    return words;
}

}  // namespace

void KeyLog::add(std::string_view text, const std::string& where) {
    for (std::size_t number = 1; !text.empty(); ++number) {
        const auto feed = std::min(text.find('\n'), text.size());
        const std::string_view line = base::trimmed(text.substr(0, feed));
        text.remove_prefix(std::min(feed + 1, text.size()));
        if (line.empty() || line.starts_with('#')) continue;
        const auto words = words_of(line);
        const auto random = words.size() == 3 ? base::from_hex(words[1]) : std::nullopt;
        const auto secret = words.size() == 3 ? base::from_hex(words[2]) : std::nullopt;
        if (!random || !secret) {
            throw base::SetupError{
                "not a line of a key log", fmt::format("{}:{}", where, number),
                "each line is a label, the client's random and the secret in hexadecimal, as "
                "SSLKEYLOGFILE gives them"};
        }
        secrets_[{std::string{words[0]}, base::to_hex(*random)}] = *secret;
    }
}

const base::Octets* KeyLog::find(std::string_view label, base::OctetView client_random) const {
    const auto found = secrets_.find({std::string{label}, base::to_hex(client_random)});
    return found == secrets_.end() ? nullptr : &found->second;
}

}  // namespace assay::capture
