#include "assay/bmc/parameters.hpp"

#include <algorithm>
#include <cassert>

namespace assay::bmc {
namespace {

using ipmi_wire::Completion;

// §23.1, §26.2, §30.3: the completion codes are the same
constexpr auto already_in_progress = static_cast<Completion>(0x81);
constexpr auto is_read_only = static_cast<Completion>(0x82);

constexpr std::size_t octets_of_all_sets(const Parameter& parameter) {
    return std::size_t{parameter.octets} * parameter.sets;
}

bool has_set(const Parameter& parameter, std::uint8_t set) {
    if (!parameter.in_sets) return set == 0;
    return set >= parameter.first_set && set - parameter.first_set < parameter.sets;
}

}  // namespace

ParameterBlock::ParameterBlock(std::span<const Parameter> rows) : rows_{rows} {
    assert(!rows.empty() && rows.front().number == set_in_progress);
    std::size_t all = 0;
    for (const Parameter& parameter : rows) all += octets_of_all_sets(parameter);
    values_.resize(all);
}

const Parameter* ParameterBlock::row(std::uint8_t number) const {
    const auto found = std::ranges::find(rows_, number, &Parameter::number);
    return found == rows_.end() ? nullptr : &*found;
}

std::size_t ParameterBlock::place_of(const Parameter& parameter, std::uint8_t set) const {
    std::size_t place = 0;
    for (const Parameter& earlier : rows_.first(static_cast<std::size_t>(&parameter - rows_.data()))) {
        place += octets_of_all_sets(earlier);
    }
    const std::size_t ordinal = parameter.in_sets ? set - parameter.first_set : 0U;
    return place + ordinal * parameter.octets;
}

Completion ParameterBlock::get(std::uint8_t number, std::uint8_t set, ipmi_wire::Writer& reply) const {
    const Parameter* const parameter = row(number);
    if (parameter == nullptr) return Completion::parameter_not_supported;
    if (parameter->in_sets) {
        if (!has_set(*parameter, set)) return Completion::out_of_range;
        reply.u8(set);
    }
    // a set selector for what has no sets is ignored (§23.2: "00h if the parameter does not require one")
    reply.put(value(number, parameter->in_sets ? set : std::uint8_t{0}));
    return Completion::ok;
}

Completion ParameterBlock::set_progress(std::uint8_t asked) {
    constexpr unsigned complete = 0, in_progress = 1, commit = 2;  // §23.2 parameter 0
    const unsigned state = asked & 0x03U;
    if (state > commit) return Completion::invalid_field;
    if (state == in_progress && values_[0] == in_progress) return already_in_progress;
    // there is no rollback: what was written is in force, and a commit ends the change like a completion
    values_[0] = state == in_progress ? in_progress : complete;
    return Completion::ok;
}

Completion ParameterBlock::set(std::uint8_t number, base::OctetView data) {
    const Parameter* const parameter = row(number);
    if (parameter == nullptr) return Completion::parameter_not_supported;
    if (parameter->access == Access::read_only) return is_read_only;
    const std::size_t selector = parameter->in_sets ? 1 : 0;
    if (data.size() != selector + parameter->octets) return Completion::wrong_length;
    if (number == set_in_progress) return set_progress(data[0]);
    const auto chosen = static_cast<std::uint8_t>(parameter->in_sets ? data[0] : 0U);
    if (!has_set(*parameter, chosen)) return Completion::out_of_range;
    const base::OctetView value = data.subspan(selector);
    if (parameter->lawful != nullptr && !parameter->lawful(value)) return Completion::invalid_field;
    put(number, value, chosen);
    return Completion::ok;
}

base::OctetView ParameterBlock::value(std::uint8_t number, std::uint8_t set) const {
    const Parameter* const parameter = row(number);
    assert(parameter != nullptr && has_set(*parameter, set));
    return base::OctetView{values_}.subspan(place_of(*parameter, set), parameter->octets);
}

std::vector<ParameterBlock::Value> ParameterBlock::writable() const {
    std::vector<Value> values;
    for (const Parameter& parameter : rows_) {
        if (parameter.access == Access::read_only || parameter.number == set_in_progress) continue;
        for (unsigned i = 0; i < parameter.sets; ++i) {
            const auto set = static_cast<std::uint8_t>(parameter.in_sets ? parameter.first_set + i : 0U);
            values.push_back({parameter.number, parameter.in_sets ? std::optional{set} : std::nullopt,
                              value(parameter.number, set)});
        }
    }
    return values;
}

void ParameterBlock::put(std::uint8_t number, base::OctetView value, std::uint8_t set) {
    const Parameter* const parameter = row(number);
    assert(parameter != nullptr && has_set(*parameter, set) && value.size() == parameter->octets);
    std::ranges::copy(value, values_.begin() + static_cast<std::ptrdiff_t>(place_of(*parameter, set)));
}

}  // namespace assay::bmc
