// Octets by octets, ordered, in little more memory than they have.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "assay/repository/store.hpp"

namespace assay::repository {

/// An ordered map whose entries stand one behind the other in blocks of two kilobytes: an entry costs its
/// octets, two to four for their lengths, and a share of the block's unused end. Not thread-safe.
class PackedMap {
public:
    /// @return false, and nothing is changed, when the key is there.
    bool insert(std::string_view key, std::string_view value);
    /// @return false when the key is not there.
    bool replace(std::string_view key, std::string_view value);
    /// @return false when the key is not there.
    bool erase(std::string_view key);

    /// The value, as long as the map is not changed.
    [[nodiscard]] std::optional<std::string_view> find(std::string_view key) const;
    /// Appends up to `most` entries whose keys are after `after`; from the first one without it.
    void next(const std::optional<std::string>& after, std::size_t most, std::vector<Entry>& into) const;

    [[nodiscard]] std::uint64_t size() const { return size_; }
    /// What the blocks take, their unused ends too. Looks at each block.
    [[nodiscard]] std::size_t octets() const;

private:
    /// Under a key that is no greater than those in the block and greater than those before it.
    using Blocks = std::map<std::string, std::string, std::less<>>;

    [[nodiscard]] Blocks::const_iterator block_of(std::string_view key) const;
    [[nodiscard]] Blocks::iterator block_of(std::string_view key);
    void make_room(Blocks::iterator& block, std::size_t& position, std::string_view key, std::size_t octets);
    void tidy(Blocks::iterator block);

    Blocks blocks_{{"", ""}};
    std::uint64_t size_ = 0;
};

}  // namespace assay::repository
