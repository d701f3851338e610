// Where the repository keeps its octets.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "assay/model/fault.hpp"

namespace assay::repository {

using model::Outcome;

/// One of a store's bins: entries ordered by the octets of their keys.
enum class Bin : std::uint32_t {};

struct Entry {
    std::string key;
    std::string value;
};

struct Change {
    enum class Kind : std::uint8_t {
        insert,   ///< refused when the key is there
        replace,  ///< refused when it is not
        erase,    ///< likewise
    };
    Kind kind = Kind::insert;
    Bin bin{};
    std::string key;
    std::string value = {};
};

/// Several ordered bins of octets. May be used from several threads at once; a reader never waits for a
/// writer's disk. What goes wrong outside (a full disk, a database that somebody holds) is a fault.
class Store {
public:
    Store() = default;
    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;
    virtual ~Store() = default;

    /// The bin of that name, made when it is not there. Not for use while others use the store.
    /// @param layout  what its values are made of; the same for as long as the store lives
    /// @throws base::SetupError when the bin was made with another layout
    virtual Bin open(const std::string& name, const std::string& layout) = 0;

    /// The value of a key; nothing when it is not there.
    [[nodiscard]] virtual Outcome<std::optional<std::string>> get(Bin bin, std::string_view key) const = 0;

    /// Appends to `into` up to `most` entries in the order of their keys, those after `after`; without it,
    /// from the first one.
    virtual Outcome<> next(Bin bin, const std::optional<std::string>& after, std::size_t most,
                           std::vector<Entry>& into) const = 0;

    /// How many entries a bin has.
    [[nodiscard]] virtual std::uint64_t size(Bin bin) const = 0;

    /// Makes all changes or none; when it returns true they outlive the process, as far as the store does at
    /// all. @return false when the first one is refused
    virtual Outcome<bool> apply(std::span<const Change> changes) = 0;

    /// Does apply() wait for a device?
    [[nodiscard]] virtual bool waits() const = 0;
};

}  // namespace assay::repository
