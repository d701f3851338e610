// Which class and which instance a request means.
#pragma once

#include <string>

#include "assay/cim/object_manager.hpp"
#include "assay/cim/xml.hpp"
#include "assay/model/request.hpp"

namespace assay::cim_resource {

using model::Outcome;

/// A class as a request addresses it.
struct Target {
    cim::ClassPtr of;
    std::string uri;   ///< of the class in the form of the request: the XML namespace of its instances
    std::string base;  ///< what comes before the name of every class, or empty: each has its own URI

    /// How an instance of this or a derived class is written.
    [[nodiscard]] std::string uri_of(const cim::Class& derived) const {
        return base.empty() ? derived.uri() : base + derived.name();
    }
    [[nodiscard]] cim::ReadContext context(const cim::ClassStore& classes) const {
        return {.classes = classes, .uri = uri, .name_space = of->name_space()};
    }
};

/// Faults: DestinationUnreachable for an unknown class, InvalidSelectors for an unknown namespace or one that
/// the URI contradicts, ActionNotSupported for all classes at once.
[[nodiscard]] Outcome<Target> target_of(const model::Request& request, const cim::ClassStore& classes);

/// The request's key selectors, typed; some keys may be missing. Faults: InvalidSelectors.
[[nodiscard]] Outcome<cim::ObjectPath> keys_of(const model::Request& request, const Target& target,
                                               const cim::ClassStore& classes);

/// Does an instance have all those keys? @param any_case  of strings
[[nodiscard]] bool has_keys(const cim::Instance& instance, const cim::ObjectPath& keys, bool any_case);

/// Who asks for which class.
[[nodiscard]] cim::Call call_of(const model::Request& request, cim::ClassPtr of);

/// The one instance that the selectors name: all keys do, or some do when only one instance has them.
struct Sought {
    cim::Call call;
    cim::ObjectPath keys;
    bool complete;  ///< all keys are there
    bool any_case;  ///< of strings
};

/// Faults: InvalidSelectors.
[[nodiscard]] Outcome<Sought> sought_by(const model::Request& request, const Target& target,
                                        const cim::ClassStore& classes);

/// Both outlive the call.
[[nodiscard]] cim::awaitable<Outcome<cim::Instance>> located(const Sought& sought,
                                                             const cim::ObjectManager& manager);

}  // namespace assay::cim_resource
