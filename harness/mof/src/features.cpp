// The parts of the parser that read what stands between the braces of a class or an instance.
#include <utility>

#include <fmt/format.h>

#include "parser.hpp"

namespace assay::mof {

bool Parser::at_production_start() const {
    return tokens_.at(TokenKind::pragma) || tokens_.at_word("class") || tokens_.at_word("instance") ||
           tokens_.at_word("qualifier");
}

void Parser::leave_open_body(Qualifiers qualifiers) {
    tokens_.reporter().report(tokens_.place(),
                              fmt::format("expected '}};' before {}", description_of(tokens_.token())));
    if (!qualifiers.empty()) pending_ = std::move(qualifiers);
}

void Parser::body(Class& into) {
    while (!tokens_.at('}') && !session_.reporter.is_full()) {
        try {
            check_count(into.properties.size() + into.methods.size());
            Qualifiers qualifiers = qualifier_list();
            if (at_production_start()) return leave_open_body(std::move(qualifiers));
            feature(into, std::move(qualifiers));
        } catch (const SyntaxError&) {
            skip_feature();
        }
        if (tokens_.at(TokenKind::end)) break;
        if (at_production_start()) return leave_open_body({});
    }
    close_body(fmt::format("class {}", into.name));
}

void Parser::body(Instance& into) {
    while (!tokens_.at('}') && !session_.reporter.is_full()) {
        try {
            check_count(into.values.size());
            if (at_production_start()) return leave_open_body({});
            initialized_value(into);
        } catch (const SyntaxError&) {
            skip_feature();
        }
        if (tokens_.at(TokenKind::end)) break;
    }
    close_body(fmt::format("the instance of {}", into.class_name));
}

void Parser::close_body(const std::string& what) {
    if (!tokens_.want('}', fmt::format("'}}' at the end of {}", what))) return;
    tokens_.want(';', fmt::format("';' after the '}}' of {}", what));
}

void Parser::skip_feature() {
    bool in_array = std::exchange(in_array_, false);
    std::size_t depth = 0;
    while (!tokens_.at(TokenKind::end)) {
        const bool closes_array = tokens_.at('}') && std::exchange(in_array, false);
        if (depth == 0 && ((tokens_.at('}') && !closes_array) || at_production_start())) return;
        if (tokens_.at('{')) ++depth;
        if (tokens_.at('}') && !closes_array) --depth;
        // No array goes on behind a semicolon: one that was not closed ends here.
        const bool ends = tokens_.at(';') && depth == 0;
        tokens_.take();
        if (ends) return;
    }
}

void Parser::feature(Class& into, Qualifiers qualifiers) {
    std::optional<DataType> returns;
    const bool is_void = tokens_.at_word("void");
    const Type declared = is_void ? Type{.place = tokens_.take().place} : type();
    const Token name = tokens_.expect_name("the name of a property or a method");
    if (tokens_.at('(') && !declared.is_reference()) {
        if (!is_void) returns = declared.data;
        return method(into, std::move(qualifiers), returns, name);
    }
    if (is_void) tokens_.fail("'(': only a method can be void");
    Property result{
        .place = name.place, .qualifiers = std::move(qualifiers), .type = declared, .name = name.text};
    result.array = array_mark();
    if (tokens_.accept('=')) result.value = value();
    tokens_.expect(';', result.value ? "';'" : "';', '=', '[' or '('");
    into.properties.push_back(std::move(result));
}

void Parser::method(Class& into, Qualifiers qualifiers, std::optional<DataType> returns, const Token& name) {
    Method result{
        .place = name.place, .qualifiers = std::move(qualifiers), .returns = returns, .name = name.text};
    tokens_.take();
    if (!tokens_.at(')')) {
        do {
            check_count(result.parameters.size());
            result.parameters.push_back(parameter());
        } while (tokens_.accept(','));
    }
    tokens_.expect(')', "',' or ')' in the parameters");
    tokens_.expect(';', "';' after the method");
    into.methods.push_back(std::move(result));
}

Parameter Parser::parameter() {
    Parameter result{.place = {}, .qualifiers = qualifier_list()};
    result.type = type();
    const Token name = tokens_.expect_name("the name of the parameter");
    result.place = name.place;
    result.name = name.text;
    result.array = array_mark();
    return result;
}

void Parser::initialized_value(Instance& into) {
    PropertyValue result{.place = {}, .qualifiers = qualifier_list()};
    const Token name = tokens_.expect_name("the name of a property");
    result.place = name.place;
    result.name = name.text;
    tokens_.expect('=', "'=' and a value");
    result.value = value();
    tokens_.expect(';', "';' after the value");
    into.values.push_back(std::move(result));
}

}  // namespace assay::mof
