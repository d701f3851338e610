// Instances and methods in XML: the WS-CIM mapping (DSP0230).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "assay/cim/class_store.hpp"
#include "assay/cim/instance.hpp"
#include "assay/cim/provider.hpp"
#include "assay/model/epr.hpp"
#include "assay/model/fault.hpp"

namespace assay::cim {

/// What is said differently from one request to the next.
struct XmlForm {
    /// The XML namespace of the instance element and its properties; empty for the class's own.
    std::string_view uri = {};
    /// wsa:Address of references; the connection that the message goes over.
    std::string_view address = vocab::anonymous_address;
    /// Elements of arrays that are null keep their places with xsi:nil (DSP0230 §9.2.2), or are left out
    /// (MS-WSMV 3.1.4.1.26).
    bool null_elements = true;
};

/// The instance element as UTF-8 octets that stand alone: properties in order of name; null as one element
/// with xsi:nil, an empty array as nothing (DSP0230 §9.2), what may not be read as null.
[[nodiscard]] std::string to_octets(const Instance& instance, const XmlForm& form = {});

/// The same as a tree, for those who look into it.
[[nodiscard]] soap::Element to_element(const Instance& instance, const XmlForm& form = {});

/// The instance cast to `super`, its class or one above it: only that class's properties (DSP0227 §8.3).
[[nodiscard]] Instance cast(const Instance& instance, const ClassPtr& super);

/// What a request tells of the names in it.
struct ReadContext {
    const ClassStore& classes;
    std::string_view uri;         ///< of the class: the XML namespace that is expected
    std::string_view name_space;  ///< of the class, and of references that name none
};

/// What a representation is read for.
enum class Purpose {
    put,     ///< properties that may not be written stay as they were, and those that are left out
    create,  ///< all that is given is taken
};

/// Reads a representation. Faults: wxf:InvalidRepresentation with InvalidNamespace, InvalidValues (of another
/// type or range, unknown, given twice) or MissingValues (a required property is null).
/// @param before  the instance as it is, or the initial one with the keys of the selectors for Create
[[nodiscard]] model::Outcome<Instance> read_instance(const ReadContext& context, const soap::Element& element,
                                                     const Instance& before, Purpose purpose);

/// Reads <Method>_INPUT. Faults: wsman:InvalidParameter with InvalidName (unknown, out of order, given twice,
/// only OUT, left out though required) or TypeMismatch.
/// @return a value for each parameter of the method
[[nodiscard]] model::Outcome<std::vector<Value>> read_input(const ReadContext& context, const Method& method,
                                                            const soap::Element& element);

/// <Method>_OUTPUT: the OUT parameters in their order, then ReturnValue.
[[nodiscard]] std::string output_octets(const Class& of, const Method& method, const MethodResult& result,
                                        const XmlForm& form = {});

/// Reads the text of a key selector: the form of XML Schema, and for a datetime also that of DSP0004.
[[nodiscard]] std::variant<Value, Misfit> read_key(Type type, std::string_view text);

/// The selectors of an instance: its keys and __cimnamespace.
[[nodiscard]] model::SelectorSet selectors_of(const ObjectPath& path);

/// The EPR of an instance; its ResourceURI is that of the class.
[[nodiscard]] model::Epr epr_of(const ObjectPath& path, std::string_view address);

/// The path that an EPR names; nothing when its class is unknown, or its selectors are not just the keys.
[[nodiscard]] std::optional<ObjectPath> path_of(const ReadContext& context, const model::Epr& epr);

/// The name of the selector that names the CIM namespace (DSP0227 §6.3).
inline constexpr std::string_view namespace_selector = "__cimnamespace";

}  // namespace assay::cim
