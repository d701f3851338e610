// The parts of the parser that features and productions share: qualifiers, types, values.
#include <array>
#include <utility>

#include <fmt/format.h>

#include "assay/base/text.hpp"
#include "parser.hpp"

namespace assay::mof {
namespace {

template <class Meaning>
using Words = std::initializer_list<std::pair<std::string_view, Meaning>>;

template <class Meaning>
std::optional<Meaning> meaning_of(const Token& token, Words<Meaning> words) {
    if (token.kind != TokenKind::word) return std::nullopt;
    for (const auto& [word, meaning] : words) {
        if (base::equal_ignoring_case(word, token.text)) return meaning;
    }
    return std::nullopt;
}

}  // namespace

void Parser::check_count(std::size_t count) {
    if (count < session_.limits.items) return;
    tokens_.reporter().report(tokens_.place(),
                              fmt::format("more than {} items in a list", session_.limits.items));
    throw SyntaxError{};
}

Qualifiers Parser::qualifier_list() {
    Qualifiers result;
    if (!tokens_.accept('[')) return result;
    do {
        check_count(result.size());
        result.push_back(qualifier());
    } while (tokens_.accept(','));
    tokens_.expect(']', "',' or ']' in the qualifiers");
    return result;
}

Qualifier Parser::qualifier() {
    const Token name = tokens_.expect_name("the name of a qualifier");
    Qualifier result{.place = name.place, .name = name.text};
    if (tokens_.at('{')) {
        result.value = array_value();
    } else if (tokens_.accept('(')) {
        const Place start = tokens_.place();
        result.value = Value{.place = start, .array = false, .constants = {constant()}};
        tokens_.expect(')', "')' after the value of the qualifier");
    }
    if (tokens_.accept(':')) result.flavors = flavors();
    return result;
}

std::vector<Flavor> Parser::flavors() {
    std::vector<Flavor> result{flavor()};
    while (tokens_.at(TokenKind::word)) {
        check_count(result.size());
        result.push_back(flavor());
    }
    return result;
}

Flavor Parser::flavor() {
    const auto found = meaning_of<Flavor>(tokens_.token(), {{"EnableOverride", Flavor::enable_override},
                                                            {"DisableOverride", Flavor::disable_override},
                                                            {"Restricted", Flavor::restricted},
                                                            {"ToSubclass", Flavor::to_subclass},
                                                            {"Translatable", Flavor::translatable}});
    if (!found) {
        tokens_.fail("a flavor (EnableOverride, DisableOverride, Restricted, ToSubclass or Translatable)");
    }
    tokens_.take();
    return *found;
}

Scope Parser::scope() {
    const auto found = meaning_of<Scope>(tokens_.token(), {{"class", Scope::class_},
                                                           {"association", Scope::association},
                                                           {"indication", Scope::indication},
                                                           {"qualifier", Scope::qualifier},
                                                           {"property", Scope::property},
                                                           {"reference", Scope::reference},
                                                           {"method", Scope::method},
                                                           {"parameter", Scope::parameter},
                                                           {"any", Scope::any}});
    if (!found) {
        tokens_.fail(
            "a scope (class, association, indication, qualifier, property, reference, method, parameter "
            "or any)");
    }
    tokens_.take();
    return *found;
}

Type Parser::type() {
    const Token word = tokens_.expect_name("a data type, or a class name and 'REF'");
    if (const auto data = data_type(word.text))
        return {.place = word.place, .data = *data, .reference_class = {}};
    if (!tokens_.accept_word("ref")) {
        tokens_.reporter().report(
            word.place,
            fmt::format("expected a data type, or 'REF' after a class name, found '{}'", word.text));
        throw SyntaxError{};
    }
    return {.place = word.place, .data = DataType::string, .reference_class = word.text};
}

std::optional<ArrayMark> Parser::array_mark() {
    if (!tokens_.accept('[')) return std::nullopt;
    ArrayMark result;
    if (!tokens_.at(']')) {
        const auto* size =
            tokens_.at(TokenKind::constant) ? std::get_if<Integer>(&tokens_.token().constant.value) : nullptr;
        if (size == nullptr || size->negative || size->magnitude == 0) {
            tokens_.fail("']', or the size of the array (at least 1)");
        }
        result.size = size->magnitude;
        tokens_.take();
    }
    tokens_.expect(']', "']'");
    return result;
}

Value Parser::value() {
    if (tokens_.at('{')) return array_value();
    const Place start = tokens_.place();
    return {.place = start, .array = false, .constants = {constant()}};
}

Value Parser::array_value() {
    Value result{.place = tokens_.take().place, .array = true, .constants = {}};
    if (tokens_.accept('}')) return result;
    in_array_ = true;
    do {
        check_count(result.constants.size());
        result.constants.push_back(constant());
    } while (tokens_.accept(','));
    tokens_.expect('}', "',' or '}' in the array");
    in_array_ = false;
    return result;
}

Constant Parser::constant() {
    const Place start = tokens_.place();
    if (tokens_.accept_word("null")) return {.place = start, .value = Null{}};
    if (tokens_.accept_word("true")) return {.place = start, .value = true};
    if (tokens_.accept_word("false")) return {.place = start, .value = false};
    if (tokens_.at(TokenKind::alias)) return {.place = start, .value = Alias{tokens_.take().text}};
    if (!tokens_.at(TokenKind::constant)) tokens_.fail("a value");
    Constant result = tokens_.take().constant;
    if (auto* text = std::get_if<std::string>(&result.value)) {
        while (tokens_.at_string()) *text += std::get<std::string>(tokens_.take().constant.value);
    }
    return result;
}

std::string Parser::alias_name() {
    tokens_.take();
    if (!tokens_.at(TokenKind::alias)) tokens_.fail("an alias like $Name after 'as'");
    return tokens_.take().text;
}

}  // namespace assay::mof
