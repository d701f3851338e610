#include <algorithm>
#include <compare>

#include "assay/base/text.hpp"
#include "paths.hpp"

namespace assay::query {
namespace {

using Relation = Condition::Relation;

Truth truth(bool value) { return value ? Truth::yes : Truth::no; }

Truth opposite(Truth value) {
    return value == Truth::unknown ? value : value == Truth::yes ? Truth::no : Truth::yes;
}

std::string upper(std::string text) {
    std::ranges::transform(text, text.begin(), [](char c) {
        return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    });
    return text;
}

std::weak_ordering compare_names(std::string_view left, std::string_view right) {
    return std::lexicographical_compare_three_way(
        left.begin(), left.end(), right.begin(), right.end(), [](char a, char b) {
            return std::strong_ordering{static_cast<unsigned char>(cim::lower(a)) <=>
                                        static_cast<unsigned char>(cim::lower(b))};
        });
}

class Evaluator {
public:
    Evaluator(const cim::Instance& instance, Language language) : instance_{instance}, language_{language} {}

    [[nodiscard]] Truth of(const Condition& condition) const {
        switch (condition.kind) {
            case Condition::Kind::always: break;
            case Condition::Kind::all: return all(condition.parts);
            case Condition::Kind::any: return any(condition.parts);
            case Condition::Kind::negation: return opposite(of(condition.parts.front()));
            case Condition::Kind::comparison: return comparison(condition);
            case Condition::Kind::like: return like(condition);
            case Condition::Kind::isa: return isa(condition);
            case Condition::Kind::is_null: {
                cim::Value made;
                return truth(value_at(*condition.left.path, instance_, made).is_null());
            }
        }
        return Truth::yes;
    }

private:
    [[nodiscard]] Truth all(const std::vector<Condition>& parts) const {
        Truth least = Truth::yes;
        for (const Condition& part : parts) {
            least = std::min(least, of(part));
            if (least == Truth::no) break;
        }
        return least;
    }

    [[nodiscard]] Truth any(const std::vector<Condition>& parts) const {
        Truth most = Truth::no;
        for (const Condition& part : parts) {
            most = std::max(most, of(part));
            if (most == Truth::yes) break;
        }
        return most;
    }

    const cim::Value& value_of(const Operand& operand, cim::Value& made) const {
        if (!operand.path) return operand.literal;
        const cim::Value& value = value_at(*operand.path, instance_, made);
        if (!operand.upper || value.get<std::string>() == nullptr) return value;
        made = upper(*value.get<std::string>());
        return made;
    }

    [[nodiscard]] std::partial_ordering order(const cim::Value& left, const cim::Value& right) const {
        const auto* one = left.get<std::string>();
        const auto* other = right.get<std::string>();
        if (one == nullptr || other == nullptr) return cim::compare(left, right);
        return language_ == Language::wql ? compare_names(*one, *other)
                                          : std::weak_ordering{one->compare(*other) <=> 0};
    }

    [[nodiscard]] Truth comparison(const Condition& condition) const {
        cim::Value made_left;
        cim::Value made_right;
        const cim::Value& left = value_of(condition.left, made_left);
        const cim::Value& right = value_of(condition.right, made_right);
        if (left.is_null() || right.is_null()) return Truth::unknown;
        const std::partial_ordering found =
            left.reference() != nullptr
                ? (left == right ? std::partial_ordering::equivalent : std::partial_ordering::less)
                : order(left, right);
        if (found == std::partial_ordering::unordered) return Truth::unknown;
        switch (condition.relation) {
            case Relation::equal: return truth(std::is_eq(found));
            case Relation::unequal: return truth(std::is_neq(found));
            case Relation::less: return truth(std::is_lt(found));
            case Relation::less_equal: return truth(std::is_lteq(found));
            case Relation::greater: return truth(std::is_gt(found));
            case Relation::greater_equal: return truth(std::is_gteq(found));
        }
        return Truth::unknown;
    }

    [[nodiscard]] Truth like(const Condition& condition) const {
        cim::Value made;
        const cim::Value& value = value_of(condition.left, made);
        if (value.is_null()) return Truth::unknown;
        if (const auto* text = value.get<std::string>()) return truth(condition.pattern->matches(*text));
        return truth(condition.pattern->matches(cim::to_text(value)));
    }

    [[nodiscard]] Truth isa(const Condition& condition) const {
        if (!condition.left.path) return truth(instance_.of().is_a(condition.class_name));
        cim::Value made;
        const cim::Value& value = value_at(*condition.left.path, instance_, made);
        if (const cim::Instance* object = value.object())
            return truth(object->of().is_a(condition.class_name));
        if (const cim::ObjectPath* path = value.reference()) {
            return truth(cim::same_name(path->class_name, condition.class_name));
        }
        return Truth::unknown;
    }

    const cim::Instance& instance_;
    Language language_;
};

}  // namespace

Truth evaluate(const Condition& condition, const cim::Instance& instance, Language language) {
    return Evaluator{instance, language}.of(condition);
}

}  // namespace assay::query
