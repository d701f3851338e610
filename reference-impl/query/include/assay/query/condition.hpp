// What WHERE says, evaluated over instances.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "assay/cim/class_store.hpp"
#include "assay/cim/instance.hpp"
#include "assay/query/like.hpp"

namespace assay::query {

enum class Language { wql, cql };

/// SQL's logic of three values: a comparison with null is neither true nor false.
enum class Truth { no, unknown, yes };

/// A property, one of an embedded object, or an element of an array; "__CLASS" and its kin are of the
/// instance.
struct PropertyPath {
    struct Segment {
        std::string name;
        std::optional<std::size_t> index = {};  ///< from zero
    };
    std::vector<Segment> segments = {};
    std::size_t position = 0;  ///< in the query
};

/// One side of a comparison: a property when the path is there, else the literal.
struct Operand {
    std::optional<PropertyPath> path = {};
    cim::Value literal = {};
    bool upper = false;  ///< UPPERCASE of it
    std::size_t position = 0;
};

struct Condition {
    enum class Kind { always, all, any, negation, comparison, like, isa, is_null };
    enum class Relation { equal, unequal, less, less_equal, greater, greater_equal };

    Kind kind = Kind::always;
    std::vector<Condition> parts = {};  ///< of all, any and negation
    Relation relation = Relation::equal;
    Operand left = {};   ///< of comparison, like, isa (none: the instance itself) and is_null
    Operand right = {};  ///< of comparison
    std::shared_ptr<const Like> pattern = {};
    std::string class_name = {};  ///< of isa
};

/// What conditions are read against.
struct Scope {
    const cim::ClassStore& classes;
    std::string_view name_space;
    Language language = Language::wql;
};

/// Checks names and types against the class, and turns literals into values of the types they are compared
/// with. @return the first mistake
[[nodiscard]] std::optional<Error> resolve(Condition& condition, const cim::Class& of, const Scope& scope);

/// Strings are compared without regard to the case of ASCII letters in WQL, by octets in CQL.
[[nodiscard]] Truth evaluate(const Condition& condition, const cim::Instance& instance, Language language);

}  // namespace assay::query
