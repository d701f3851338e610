#include "assay/script/ask.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace assay::script {
namespace {

/// For the whole value of an Authorization field, and for what follows the scheme in it.
constexpr std::array<std::string_view, 2> placeholders{"{authorization}", "{credentials}"};

/// A stretch of a text and what stands there instead.
struct Change {
    std::size_t at = 0;
    std::size_t length = 0;
    std::string with;
};

/// The line around `at`, with its line feed.
Change line_around(const std::string& octets, std::size_t at) {
    const auto before = octets.rfind('\n', at);
    const auto begin = before == std::string::npos ? 0 : before + 1;
    const auto end = std::min(octets.find('\n', at), octets.size() - 1);
    return {begin, end - begin + 1, {}};
}

/// What filling the credentials in changes, in order.
std::vector<Change> changes_in(const std::string& octets, const std::string& authorization) {
    const std::string credentials = authorization.substr(authorization.find(' ') + 1);
    const std::array values{authorization, credentials};
    std::vector<Change> changes;
    for (std::size_t each = 0; each < placeholders.size(); ++each) {
        const auto& [name, value] = std::pair{placeholders[each], values[each]};
        for (auto at = octets.find(name); at != std::string::npos; at = octets.find(name, at + name.size())) {
            changes.push_back(authorization.empty() ? line_around(octets, at)
                                                    : Change{at, name.size(), value});
        }
    }
    std::ranges::sort(changes, {}, &Change::at);
    return changes;
}

std::string changed(const std::string& octets, const std::vector<Change>& changes) {
    std::string result;
    std::size_t done = 0;
    for (const Change& change : changes) {
        if (change.at < done) continue;  // two placeholders in one line that is left out
        result += octets.substr(done, change.at - done) + change.with;
        done = change.at + change.length;
    }
    return result + octets.substr(done);
}

/// Where an offset of the unchanged text is in the changed one; within a change, as far in as it still
/// reaches.
std::size_t moved(std::size_t offset, const std::vector<Change>& changes) {
    std::size_t result = offset;
    for (const Change& change : changes) {
        if (change.at >= offset) break;
        if (change.at + change.length <= offset) {
            result = result + change.with.size() - change.length;
        } else {
            return result - (offset - change.at) + std::min(offset - change.at, change.with.size());
        }
    }
    return result;
}

std::vector<std::string> cut(const std::string& octets, std::size_t size) {
    std::vector<std::string> pieces;
    for (std::size_t at = 0; at < octets.size(); at += size) pieces.push_back(octets.substr(at, size));
    return pieces;
}

}  // namespace

std::string octets_of(const Send& send) {
    std::string octets;
    for (const std::string& piece : send.pieces) octets += piece;
    return octets;
}

std::string octets_of(const Reply& reply) {
    std::string octets;
    for (const std::string& piece : reply.pieces) octets += piece;
    return octets;
}

std::vector<std::string> written_pieces(const Reply& reply) {
    return reply.piece_octets == 0 ? reply.pieces : cut(octets_of(reply), reply.piece_octets);
}

bool asks_for_credentials(const Send& send) {
    const std::string octets = octets_of(send);
    return std::ranges::any_of(placeholders,
                               [&](std::string_view name) { return octets.find(name) != std::string::npos; });
}

std::string kept_authorization(const Send& send, const std::string& ordinary) {
    if (send.digest) return "Digest [redacted]";
    return send.second_user ? "Second-User [redacted]" : ordinary;
}

std::string with_authorization(const std::string& octets, const std::string& authorization) {
    return changed(octets, changes_in(octets, authorization));
}

std::vector<std::string> written_pieces(const Send& send, const std::string& authorization) {
    const std::string octets = octets_of(send);
    const auto changes = changes_in(octets, authorization);
    const std::string whole = changed(octets, changes);
    if (send.piece_octets > 0) return cut(whole, send.piece_octets);
    std::vector<std::string> pieces;
    std::size_t offset = 0;
    std::size_t done = 0;
    for (const std::string& piece : send.pieces) {
        offset += piece.size();
        const std::size_t end = &piece == &send.pieces.back() ? whole.size() : moved(offset, changes);
        if (end > done) pieces.push_back(whole.substr(done, end - done));
        done = std::max(done, end);
    }
    return pieces;
}

}  // namespace assay::script
