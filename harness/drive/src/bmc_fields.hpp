// What a case says of a message to a BMC, over what a lawful one would have.
#pragma once

#include <string>
#include <string_view>

#include "assay/base/octets.hpp"
#include "assay/script/value.hpp"

namespace assay::drive {

/// The table outlives it. A field of another type than is asked for counts as not said: the script's bindings
/// have checked it.
class BmcFields {
public:
    explicit BmcFields(const script::Table& table) : table_{table} {}

    [[nodiscard]] bool has(std::string_view name) const { return table_.contains(name); }
    /// The lowest 32 bits of it.
    [[nodiscard]] std::uint32_t number(std::string_view name, std::uint32_t lawful) const {
        const auto* found = get<std::int64_t>(name);
        return found == nullptr ? lawful : static_cast<std::uint32_t>(*found);
    }
    [[nodiscard]] bool flag(std::string_view name, bool lawful) const {
        const auto* found = get<bool>(name);
        return found == nullptr ? lawful : *found;
    }
    [[nodiscard]] std::string text(std::string_view name, std::string lawful) const {
        const auto* found = get<std::string>(name);
        if (found == nullptr) return lawful;
        return *found;
    }
    [[nodiscard]] base::Octets octets(std::string_view name, base::Octets lawful) const {
        const auto* found = get<std::string>(name);
        if (found == nullptr) return lawful;
        return {found->begin(), found->end()};
    }

private:
    template <class T>
    [[nodiscard]] const T* get(std::string_view name) const {
        const auto found = table_.find(name);
        return found == table_.end() ? nullptr : std::get_if<T>(&found->second.held);
    }

    const script::Table& table_;
};

}  // namespace assay::drive
