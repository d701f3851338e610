// wsman:SelectorSet (DSP0226 §5.1.2.2): which instance of a resource is meant.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "assay/model/fault.hpp"

namespace assay::model {

struct Epr;

struct Selector {
    std::string name;
    std::string value;                          ///< trimmed; empty for a nested EPR
    std::shared_ptr<const Epr> reference = {};  ///< the value is a nested EPR, which no simple type matches

    friend bool operator==(const Selector& left, const Selector& right);
};

class SelectorSet {
public:
    SelectorSet() = default;
    SelectorSet(std::initializer_list<Selector> selectors) : selectors_{selectors} {}

    [[nodiscard]] bool empty() const { return selectors_.empty(); }
    [[nodiscard]] const std::vector<Selector>& all() const { return selectors_; }
    /// The value of the selector of that name, or nullptr.
    [[nodiscard]] const std::string* find(std::string_view name) const;
    void add(std::string name, std::string value);
    void add(Selector selector);
    /// Makes room for so many.
    void reserve(std::size_t count) { selectors_.reserve(count); }

    friend bool operator==(const SelectorSet&, const SelectorSet&) = default;

private:
    std::vector<Selector> selectors_;
};

/// Reads wsman:SelectorSet. Faults: SchemaValidationError for a wrong shape, InvalidSelectors for repeated
/// names, EncodingLimit for values over 4096 or names over 2048 characters (DSP0226 §13.4).
[[nodiscard]] Outcome<SelectorSet> read_selectors(const soap::Element& element);

[[nodiscard]] soap::Element to_element(const SelectorSet& selectors);

/// Is `text` an NCName (Namespaces in XML §4)? Letters beyond ASCII are taken as they come.
[[nodiscard]] bool is_ncname(std::string_view text);

}  // namespace assay::model
