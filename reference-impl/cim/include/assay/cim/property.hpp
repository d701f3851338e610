// What a class says of one property, and of one method and its parameters.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "assay/cim/value.hpp"

namespace assay::cim {

/// What properties, parameters and return values have in common.
struct TypedElement {
    std::string name;
    Type type = Type::string;
    bool array = false;
    std::size_t array_size = 0;  ///< of a fixed array; 0 when it is not
    bool required = false;       ///< may not be null
    bool octet_string =
        false;  ///< OctetString: an array of uint8 or of strings that is one run of octets each
    std::string embedded_class =
        {};  ///< of type object: the class named by EmbeddedInstance, or empty for any
    std::string reference_class = {};   ///< of type reference
    std::size_t max_length = SIZE_MAX;  ///< MaxLen, in characters
    std::size_t min_length = 0;         ///< MinLen
    Value least = {};                   ///< MinValue of a number, or null
    Value most = {};                    ///< MaxValue of a number, or null
    std::vector<std::string> value_map = {};
};

struct Property : TypedElement {
    bool key = false;
    bool read = true;         ///< a client may read it
    bool write = false;       ///< a client may change it by Put
    Value initial = {};       ///< the default value
    std::string origin = {};  ///< the class that declared it first
};

struct Parameter : TypedElement {
    bool in = true;
    bool out = false;
};

struct Method {
    std::string name;
    TypedElement result = {};  ///< type of the return value; its name is "ReturnValue"
    bool is_void = false;
    bool is_static = false;  ///< may be invoked on the class
    std::vector<Parameter> parameters = {};
    std::string origin = {};       ///< the class that declared it first
    std::string declared_in = {};  ///< the class whose declaration this is

    /// The parameter of that name without regard to case, or nullptr.
    [[nodiscard]] const Parameter* find(std::string_view parameter) const;
};

}  // namespace assay::cim
