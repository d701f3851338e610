// Which associations and associated objects are asked for (DSP0227 §8.2; WQL's ASSOCIATORS OF).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "assay/cim/class_store.hpp"
#include "assay/cim/instance.hpp"

namespace assay::query {

/// Empty names ask for any.
struct Association {
    bool references = false;  ///< the associations themselves, and not what stands at their other ends
    cim::ObjectPath object = {};
    std::string association_class = {};
    std::string result_class = {};  ///< of the other end, or of the association when those are asked for
    std::string role = {};          ///< the reference by which the association names the object
    std::string result_role = {};   ///< the reference by which it names the other end
    /// Only these properties of a result; names that it does not have are passed over.
    std::optional<std::vector<std::string>> included = {};

    /// The association classes of the object's namespace that can name it: each once, subclasses included.
    [[nodiscard]] std::vector<cim::ClassPtr> candidates(const cim::ClassStore& classes) const;

    /// Does the association name the object in the wanted role?
    [[nodiscard]] bool refers(const cim::Instance& association) const;

    /// What an association that refers to the object names otherwise, in the wanted role. An association of
    /// an object with itself names it.
    [[nodiscard]] std::vector<cim::ObjectPath> other_ends(const cim::Instance& association) const;

    /// Is a result of that class asked for?
    [[nodiscard]] bool wants(const cim::Class& result) const {
        return result_class.empty() || result.is_a(result_class);
    }
};

}  // namespace assay::query
