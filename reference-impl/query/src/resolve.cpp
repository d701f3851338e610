// Literals become values of the types they are compared with; what cannot be compared is refused.
#include <algorithm>

#include "assay/base/text.hpp"
#include "assay/cim/path_text.hpp"
#include "paths.hpp"

namespace assay::query {
namespace {

using Relation = Condition::Relation;

bool is_number(const cim::Value& value) {
    return value.get<std::uint64_t>() != nullptr || value.get<std::int64_t>() != nullptr ||
           value.get<double>() != nullptr;
}

bool is_number(cim::Type type) { return cim::is_integer(type) || cim::is_real(type); }

/// Types without an order.
bool is_unordered(cim::Type type) {
    return type == cim::Type::boolean || type == cim::Type::reference || type == cim::Type::object;
}

class Resolver {
public:
    Resolver(const cim::Class& of, const Scope& scope) : class_{of}, scope_{scope} {}

    void resolve(Condition& condition) {
        for (Condition& part : condition.parts) resolve(part);
        switch (condition.kind) {
            case Condition::Kind::comparison: return comparison(condition);
            case Condition::Kind::like: return text(condition.left);
            case Condition::Kind::is_null: (void)target_of(*condition.left.path, class_, scope_); return;
            case Condition::Kind::isa: return isa(condition);
            default: return;
        }
    }

private:
    void comparison(Condition& condition) {
        const Destination left = scalar(*condition.left.path);
        if (condition.left.upper || condition.right.upper) {
            if (condition.left.upper) text(condition.left);
            if (condition.right.upper) text(condition.right);
        }
        if (condition.right.path) {
            same_kind(left, scalar(*condition.right.path), condition.right.position);
        } else if (left.type) {
            fit(*left.type, condition.right);
        }
        const bool ordered = condition.relation != Relation::equal && condition.relation != Relation::unequal;
        if (ordered && left.type && is_unordered(*left.type)) {
            throw error_at(condition.left.position,
                           "values of this type are equal or not, and have no order");
        }
    }

    [[nodiscard]] Destination scalar(const PropertyPath& path) const {
        const Destination target = target_of(path, class_, scope_);
        if (target.array) throw error_at(path.position, "an array as a whole cannot be compared");
        if (target.type == cim::Type::object) throw error_at(path.position, "an object cannot be compared");
        return target;
    }

    void text(const Operand& operand) const {
        const Destination target = scalar(*operand.path);
        if (target.type && *target.type != cim::Type::string && *target.type != cim::Type::char16) {
            throw error_at(operand.position, "only strings have a pattern or a case");
        }
    }

    void isa(const Condition& condition) const {
        if (!condition.left.path) return;
        const Destination target = target_of(*condition.left.path, class_, scope_);
        const bool object =
            !target.type || *target.type == cim::Type::object || *target.type == cim::Type::reference;
        if (target.array || !object) throw error_at(condition.left.position, "only an object is of a class");
    }

    static void same_kind(const Destination& left, const Destination& right, std::size_t position) {
        if (!left.type || !right.type || left.type == right.type) return;
        if (is_number(*left.type) && is_number(*right.type)) return;
        throw error_at(position, "the properties are of types that cannot be compared");
    }

    void fit(cim::Type type, Operand& literal) const {
        const std::string* string = literal.literal.get<std::string>();
        if (type == cim::Type::string) {
            if (string == nullptr) misfit(literal, "a string in quotes");
        } else if (type == cim::Type::reference) {
            if (string == nullptr) misfit(literal, "an object path in quotes");
            reference(literal, *string);
        } else if (string != nullptr) {
            from_string(type, literal, *string);
        } else {
            from_literal(type, literal);
        }
    }

    /// WQL takes numbers and truth values in quotes; both languages have datetimes and characters there only.
    void from_string(cim::Type type, Operand& literal, const std::string& string) const {
        const bool quoted = type == cim::Type::datetime || type == cim::Type::char16;
        if (!quoted && scope_.language == Language::cql) misfit(literal, "a value without quotes");
        if (type == cim::Type::boolean &&
            (base::equal_ignoring_case(string, "true") || base::equal_ignoring_case(string, "false"))) {
            literal.literal = base::equal_ignoring_case(string, "true");
            return;
        }
        // A number out of the property's range is a number that no instance has.
        const cim::Type wide = cim::is_unsigned(type)  ? cim::Type::uint64
                               : cim::is_integer(type) ? cim::Type::sint64
                                                       : type;
        const auto read = cim::read_text(wide, string);
        if (const auto* value = std::get_if<cim::Value>(&read)) {
            literal.literal = *value;
        } else if (const auto wider = cim::read_text(cim::Type::real64, string);
                   is_number(type) && std::holds_alternative<cim::Value>(wider)) {
            literal.literal = std::get<cim::Value>(wider);
        } else {
            misfit(literal, "a value of type " + std::string{cim::to_string(type)});
        }
    }

    void from_literal(cim::Type type, Operand& literal) const {
        const cim::Value& value = literal.literal;
        if (value.get<cim::Datetime>() != nullptr) {
            if (type != cim::Type::datetime) misfit(literal, "another type");
        } else if (type == cim::Type::datetime) {
            misfit(literal, "a datetime in quotes");
        } else if (type == cim::Type::boolean) {
            const bool number = is_number(value);
            if (number && value != cim::Value{0U} && value != cim::Value{1U})
                misfit(literal, "TRUE or FALSE");
            if (number) literal.literal = value == cim::Value{1U};
        } else if (!is_number(value)) {
            misfit(literal, "a number");
        } else if (type == cim::Type::char16) {
            const std::uint64_t* code = value.get<std::uint64_t>();
            if (code == nullptr || *code > 0xFFFF) misfit(literal, "a character");
            literal.literal = static_cast<char16_t>(*code);
        }
    }

    void reference(Operand& literal, const std::string& string) const {
        auto path = cim::read_path(string, scope_.classes, scope_.name_space);
        if (const auto* bad = std::get_if<cim::BadPath>(&path)) {
            throw error_at(literal.position, "no object path: " + bad->message);
        }
        literal.literal = std::get<cim::ObjectPath>(path);
    }

    [[noreturn]] static void misfit(const Operand& literal, const std::string& wanted) {
        throw error_at(literal.position, "the property is compared with " + wanted + " only");
    }

    const cim::Class& class_;
    const Scope& scope_;
};

}  // namespace

std::optional<Error> resolve(Condition& condition, const cim::Class& of, const Scope& scope) {
    try {
        Resolver{of, scope}.resolve(condition);
        return std::nullopt;
    } catch (Error& error) {
        return std::move(error);
    }
}

}  // namespace assay::query
