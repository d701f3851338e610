#include <algorithm>
#include <array>

#include "assay/base/text.hpp"
#include "assay/cim/path_text.hpp"
#include "assay/model/faults.hpp"
#include "assay/model/names.hpp"
#include "assay/model/selectors.hpp"
#include "assay/query/query.hpp"
#include "association_filter.hpp"
#include "paths.hpp"
#include "statement.hpp"

namespace assay::query {

using model::Outcome;
namespace faults = model::faults;

namespace {

constexpr std::array all_dialects{dialect::wql, dialect::wql_dmtf, dialect::cql, dialect::association,
                                  dialect::selector};

model::Fault fault_of(const Error& error) {
    return faults::cannot_process_filter("the query cannot be processed: " + error.message);
}

/// The clauses RequiredQualifier and RequiredAssocQualifier: of the qualifiers only what makes a class what
/// it is outlives the compiler.
std::optional<Error> check_qualifiers(const AssociationStatement& statement) {
    const std::string& of_association =
        statement.references ? statement.required_qualifier : statement.required_association_qualifier;
    const bool plain = of_association.empty() || cim::same_name(of_association, "Association");
    const bool result = statement.references || statement.required_qualifier.empty();
    if (plain && result) return std::nullopt;
    return error_at(statement.path_position,
                    "only the qualifier Association can be required, of associations");
}

}  // namespace

class Compiler {
public:
    Compiler(const Source& source, const Target& target, const Limits& limits)
        : source_{source}, target_{target}, limits_{limits} {}

    Outcome<Query> text(Language language) {
        if (source_.element != nullptr)
            return faults::cannot_process_filter("a query of this dialect is text");
        auto statement = parse(source_.text, language, target_.now, limits_);
        if (!statement) return fault_of(statement.error());
        try {
            return statement->select ? select(std::move(*statement->select), language)
                                     : association(*statement->association);
        } catch (const Error& error) {
            return fault_of(error);
        }
    }

    Outcome<Query> association_element() {
        if (source_.element == nullptr) {
            return faults::cannot_process_filter("an association filter is one element");
        }
        auto read = read_association(*source_.element, target_.classes, target_.name_space);
        if (!read) return read.error();
        query_.list_ = read->included;
        query_.association_ = std::move(*read);
        return std::move(query_);
    }

    Outcome<Query> selectors() {
        if (source_.element == nullptr || source_.element->name != model::names::SelectorSet) {
            return faults::cannot_process_filter("a selector filter holds one wsman:SelectorSet");
        }
        const auto set = model::read_selectors(*source_.element);
        if (!set) return faults::cannot_process_filter(set.error().reason);
        query_.of_ = target_.classes.find(target_.name_space, target_.class_name);
        if (!query_.of_)
            return faults::cannot_process_filter("a selector filter needs a class to select from");
        query_.language_ = target_.ignores_case ? Language::wql : Language::cql;
        query_.where_.kind = Condition::Kind::all;
        for (const model::Selector& each : set->all()) {
            auto equal = equality(each);
            if (!equal) return equal.error();
            query_.where_.parts.push_back(std::move(*equal));
        }
        return std::move(query_);
    }

private:
    Query select(SelectStatement statement, Language language) {
        const bool of_all = target_.class_name == "*";
        if (!of_all && !cim::same_name(statement.class_name, target_.class_name)) {
            throw error_at(statement.class_position, "the query names another class than the ResourceURI");
        }
        query_.of_ = target_.classes.find(target_.name_space, statement.class_name);
        if (!query_.of_)
            throw error_at(statement.class_position, "there is no class " + statement.class_name);
        const Scope scope{.classes = target_.classes, .name_space = target_.name_space, .language = language};
        if (auto mistake = resolve(statement.where, *query_.of_, scope)) throw std::move(*mistake);
        if (!statement.list.empty()) query_.list_.emplace();
        for (const PropertyPath& each : statement.list) {
            (void)target_of(each, *query_.of_, scope);
            query_.list_->push_back(each.segments.front().name);
        }
        query_.where_ = std::move(statement.where);
        query_.language_ = language;
        return std::move(query_);
    }

    Query association(const AssociationStatement& statement) {
        if (auto mistake = check_qualifiers(statement)) throw std::move(*mistake);
        auto path = cim::read_path(statement.path, target_.classes, target_.name_space);
        if (const auto* bad = std::get_if<cim::BadPath>(&path)) {
            throw error_at(statement.path_position, "no object path: " + bad->message);
        }
        Association made{.references = statement.references,
                         .object = std::get<cim::ObjectPath>(std::move(path)),
                         .association_class = statement.association_class,
                         .result_class = statement.result_class,
                         .role = statement.role,
                         .result_role = statement.result_role};
        for (const std::string* name : {&made.association_class, &made.result_class}) {
            if (!name->empty() && !target_.classes.find(made.object.name_space, *name)) {
                throw error_at(statement.path_position, "there is no class " + *name);
            }
        }
        query_.association_ = std::move(made);
        return std::move(query_);
    }

    /// MS-WSMV 3.1.4.1.13: no arrays, datetimes and references.
    [[nodiscard]] Outcome<Condition> equality(const model::Selector& selector) const {
        const cim::Property* property = query_.of_->property(selector.name);
        if (property == nullptr) {
            return faults::cannot_process_filter("the class has no property " + selector.name);
        }
        const bool plain = !property->array && property->type != cim::Type::datetime &&
                           property->type != cim::Type::reference && property->type != cim::Type::object;
        if (!plain) {
            return faults::cannot_process_filter("a selector filter cannot compare " + selector.name);
        }
        const auto value = cim::read_text(property->type, selector.value);
        if (!std::holds_alternative<cim::Value>(value)) {
            return faults::cannot_process_filter("the value for " + selector.name + " is not of its type");
        }
        Condition condition{.kind = Condition::Kind::comparison};
        condition.left.path = PropertyPath{.segments = {{.name = property->name}}};
        condition.right.literal = std::get<cim::Value>(value);
        return condition;
    }

    const Source& source_;
    const Target& target_;
    const Limits& limits_;
    Query query_;
};

std::span<const std::string_view> dialects() { return all_dialects; }

std::vector<std::size_t> Query::selected(const cim::Class& of) const {
    std::vector<std::size_t> indices;
    const auto properties = of.properties();
    for (std::size_t i = 0; i < properties.size(); ++i) {
        const auto named = [&](const std::string& each) { return cim::same_name(each, properties[i].name); };
        if (!list_ || std::ranges::any_of(*list_, named)) indices.push_back(i);
    }
    return indices;
}

Outcome<Query> compile(const Source& source, const Target& target, const Limits& limits) {
    Compiler compiler{source, target, limits};
    if (source.dialect == dialect::wql || source.dialect == dialect::wql_dmtf) {
        return compiler.text(Language::wql);
    }
    if (source.dialect == dialect::cql) return compiler.text(Language::cql);
    if (source.dialect == dialect::association) return compiler.association_element();
    if (source.dialect == dialect::selector) return compiler.selectors();
    return faults::filter_dialect_requested_unavailable(all_dialects);
}

}  // namespace assay::query
