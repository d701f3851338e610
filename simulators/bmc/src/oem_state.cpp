#include "assay/bmc/oem_state.hpp"

namespace assay::bmc {
namespace {

std::size_t octets_of(const std::string& name, const OemValue& value) {
    const auto* const text = std::get_if<std::string>(&value);
    constexpr std::size_t scalar = sizeof(std::int64_t);
    return name.size() + (text == nullptr ? scalar : text->size());
}

}  // namespace

const OemValue* OemState::find(const std::string& name) const {
    const auto found = values_.find(name);
    return found == values_.end() ? nullptr : &found->second;
}

bool OemState::set(const std::string& name, OemValue value) {
    std::size_t octets = octets_of(name, value);
    for (const auto& [other, held] : values_) {
        if (other != name) octets += octets_of(other, held);
    }
    if (octets > most_octets) return false;
    values_.insert_or_assign(name, std::move(value));
    return true;
}

}  // namespace assay::bmc
