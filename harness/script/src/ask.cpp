#include "assay/script/ask.hpp"

#include <string_view>

namespace assay::script {
namespace {

constexpr std::string_view placeholder = "{authorization}";

/// Removes the line around `at`, with its line feed.
void remove_line(std::string& octets, std::size_t at) {
    const auto before = octets.rfind('\n', at);
    const auto begin = before == std::string::npos ? 0 : before + 1;
    const auto end = octets.find('\n', at);
    octets.erase(begin, end == std::string::npos ? std::string::npos : end - begin + 1);
}

}  // namespace

std::string octets_of(const Send& send) {
    std::string octets;
    for (const std::string& piece : send.pieces) octets += piece;
    return octets;
}

std::string with_authorization(std::string octets, const std::string& authorization) {
    for (auto at = octets.find(placeholder); at != std::string::npos; at = octets.find(placeholder, at)) {
        if (authorization.empty()) {
            remove_line(octets, at);
            at = 0;
        } else {
            octets.replace(at, placeholder.size(), authorization);
            at += authorization.size();
        }
    }
    return octets;
}

}  // namespace assay::script
