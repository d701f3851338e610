#include "parser.hpp"

#include <utility>

#include <fmt/format.h>

#include "assay/base/text.hpp"

namespace assay::mof {

void Parser::read_all() {
    while (!tokens_.at(TokenKind::end) && !session_.reporter.is_full()) {
        try {
            production();
        } catch (const SyntaxError&) {
            skip_production();
        }
    }
}

void Parser::production() {
    if (session_.document.productions.size() >= session_.limits.productions) {
        tokens_.reporter().report(tokens_.place(),
                                  fmt::format("more than {} productions", session_.limits.productions));
        while (!tokens_.at(TokenKind::end)) tokens_.take();
        return;
    }
    if (!pending_ && tokens_.at(TokenKind::pragma)) return pragma();
    if (!pending_ && tokens_.at_word("qualifier")) return qualifier_declaration();
    Qualifiers qualifiers = pending_ ? std::move(*pending_) : qualifier_list();
    pending_.reset();
    if (tokens_.at_word("class")) return class_declaration(std::move(qualifiers));
    if (tokens_.at_word("instance")) return instance_declaration(std::move(qualifiers));
    tokens_.fail(qualifiers.empty() ? "'class', 'instance of', 'qualifier', '#pragma' or '['"
                                    : "'class' or 'instance of' after the qualifiers");
}

void Parser::skip_production() {
    pending_.reset();
    bool in_array = std::exchange(in_array_, false);
    std::size_t depth = 0;
    while (!tokens_.at(TokenKind::end)) {
        if (depth == 0 && at_production_start()) return;
        const bool closes_array = tokens_.at('}') && std::exchange(in_array, false);
        const bool closes = tokens_.at('}') && !closes_array && depth <= 1;
        const bool ends = tokens_.at(';') && depth == 0;
        if (tokens_.at('{')) ++depth;
        if (tokens_.at('}') && !closes_array && depth > 0) --depth;
        tokens_.take();
        if (closes) tokens_.accept(';');
        if (closes || ends) return;
    }
}

void Parser::add(decltype(Production::what) what) {
    session_.document.productions.push_back({.name_space = name_space_, .what = std::move(what)});
}

void Parser::pragma() {
    tokens_.take();
    const Token name = tokens_.expect_name("the name of a directive after '#pragma'");
    Pragma result{.place = name.place, .name = name.text, .parameters = {}};
    tokens_.expect('(', "'(' after the name of the directive");
    do {
        check_count(result.parameters.size());
        result.parameters.push_back(pragma_parameter());
    } while (tokens_.accept(','));
    tokens_.expect(')', "',' or ')'");
    follow(result);
}

Constant Parser::pragma_parameter() {
    const bool literal = tokens_.at_word("null") || tokens_.at_word("true") || tokens_.at_word("false");
    if (!tokens_.at(TokenKind::word) || literal) return constant();
    Token word = tokens_.take();
    return {.place = word.place, .value = std::move(word.text)};
}

void Parser::follow(const Pragma& pragma) {
    const bool include = base::equal_ignoring_case(pragma.name, "include");
    const bool name_space = base::equal_ignoring_case(pragma.name, "namespace");
    if (!include && !name_space) return add(pragma);
    const auto* text = std::get_if<std::string>(&pragma.parameters.front().value);
    if (text == nullptr || text->empty() || pragma.parameters.size() > 1) {
        tokens_.reporter().report(pragma.place,
                                  fmt::format("expected one string in #pragma {}", pragma.name));
        return;
    }
    if (name_space) name_space_ = *text;
    add(pragma);
    if (include) read_include(session_, pragma, name_space_);
}

void Parser::qualifier_declaration() {
    tokens_.take();
    const Token name = tokens_.expect_name("the name of the qualifier");
    QualifierDeclaration result{.place = name.place, .name = name.text};
    tokens_.expect(':', "':' and the type of the qualifier");
    const Type declared = type();
    if (declared.is_reference()) {
        tokens_.reporter().report(declared.place, "expected a data type: a qualifier cannot be a reference");
        throw SyntaxError{};
    }
    result.type = declared.data;
    result.array = array_mark();
    if (tokens_.accept('=')) result.value = value();
    tokens_.expect(',', "',' and 'Scope('");
    tokens_.expect_word("scope");
    tokens_.expect('(', "'(' after 'Scope'");
    do {
        check_count(result.scopes.size());
        result.scopes.push_back(scope());
    } while (tokens_.accept(','));
    tokens_.expect(')', "',' or ')' in the scope");
    if (tokens_.accept(',')) {
        tokens_.expect_word("flavor");
        tokens_.expect('(', "'(' after 'Flavor'");
        do {
            check_count(result.flavors.size());
            result.flavors.push_back(flavor());
        } while (tokens_.accept(','));
        tokens_.expect(')', "',' or ')' in the flavors");
    }
    tokens_.want(';', "';' after the qualifier declaration");
    add(std::move(result));
}

void Parser::class_declaration(Qualifiers qualifiers) {
    tokens_.take();
    const Token name = tokens_.expect_name("the name of the class");
    Class result{.place = name.place, .qualifiers = std::move(qualifiers), .name = name.text};
    if (tokens_.at_word("as")) result.alias = alias_name();
    if (tokens_.accept(':')) {
        const Token superclass = tokens_.expect_name("the name of the superclass");
        result.superclass = superclass.text;
        result.superclass_place = superclass.place;
    }
    tokens_.expect('{', result.superclass.empty() ? "'{' or ': Superclass'" : "'{'");
    body(result);
    add(std::move(result));
}

void Parser::instance_declaration(Qualifiers qualifiers) {
    tokens_.take();
    tokens_.expect_word("of");
    const Token name = tokens_.expect_name("the name of the class");
    Instance result{.place = name.place, .qualifiers = std::move(qualifiers), .class_name = name.text};
    if (tokens_.at_word("as")) result.alias = alias_name();
    tokens_.expect('{', result.alias.empty() ? "'{' or 'as $Alias'" : "'{'");
    body(result);
    add(std::move(result));
}

}  // namespace assay::mof
