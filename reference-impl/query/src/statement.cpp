#include "statement.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "lexer.hpp"

namespace assay::query {
namespace {

using Kind = Token::Kind;

/// Words that are never names.
constexpr std::array<std::string_view, 10> reserved{"select", "from", "where", "and", "or",
                                                    "not",    "like", "is",    "isa", "null"};

/// Clauses of WQL and CQL for events, classes and larger servers.
constexpr std::array<std::string_view, 7> beyond{"within", "group",    "having", "order",
                                                 "first",  "distinct", "by"};

struct Relation {
    std::string_view symbol;
    Condition::Relation relation;
    Condition::Relation mirrored;
};

constexpr std::array relations{
    Relation{"=", Condition::Relation::equal, Condition::Relation::equal},
    Relation{"<>", Condition::Relation::unequal, Condition::Relation::unequal},
    Relation{"!=", Condition::Relation::unequal, Condition::Relation::unequal},
    Relation{"<", Condition::Relation::less, Condition::Relation::greater},
    Relation{"<=", Condition::Relation::less_equal, Condition::Relation::greater_equal},
    Relation{">", Condition::Relation::greater, Condition::Relation::less},
    Relation{">=", Condition::Relation::greater_equal, Condition::Relation::less_equal},
};

/// Reads by recursive descent; throws Error, which parse() turns into its result.
class Parser {
public:
    Parser(std::vector<Token> tokens, Language language, base::WallTime now, const Limits& limits)
        : tokens_{std::move(tokens)}, language_{language}, now_{now}, limits_{limits} {}

    Statement whole();

private:
    SelectStatement select();
    std::vector<PropertyPath> list();
    void class_of(SelectStatement& statement);
    AssociationStatement association(bool references);
    void clause(AssociationStatement& statement);

    Condition disjunction();
    Condition conjunction();
    Condition negation();
    Condition term();
    Condition predicate();
    Condition comparison(Operand left);
    Condition like(Operand left);
    Condition isa(Operand left);
    Condition is_null(Operand left);
    Operand operand();
    Operand call();
    PropertyPath path();
    [[nodiscard]] cim::Value number(const Token& token) const;

    [[nodiscard]] const Token& peek(std::size_t ahead = 0) const {
        return tokens_[std::min(at_ + ahead, tokens_.size() - 1)];
    }
    const Token& take() { return tokens_[at_ + 1 < tokens_.size() ? at_++ : at_]; }
    [[nodiscard]] bool sees(std::string_view symbol, std::size_t ahead = 0) const {
        return peek(ahead).kind == Kind::symbol && peek(ahead).text == symbol;
    }
    [[nodiscard]] bool sees_word(std::string_view word, std::size_t ahead = 0) const {
        return peek(ahead).kind == Kind::word && cim::same_name(peek(ahead).text, word);
    }
    bool accept(std::string_view symbol) { return sees(symbol) && (take(), true); }
    bool accept_word(std::string_view word) { return sees_word(word) && (take(), true); }
    void expect(std::string_view symbol) {
        if (!accept(symbol)) fail("\"" + std::string{symbol} + "\" is expected");
    }
    void expect_word(std::string_view word) {
        if (!accept_word(word)) fail(std::string{word} + " is expected");
    }
    std::string name(const std::string& what);
    [[noreturn]] void fail(const std::string& message) const { throw error_at(peek().position, message); }
    void refuse_what_is_beyond() const;

    std::vector<Token> tokens_;
    Language language_;
    base::WallTime now_;
    const Limits& limits_;
    std::size_t at_ = 0;
    std::size_t depth_ = 0;
    std::string alias_;  ///< of CQL: another name of the class
    std::string class_name_;
};

std::string Parser::name(const std::string& what) {
    const auto is_it = [&](std::string_view word) { return sees_word(word); };
    if (peek().kind != Kind::word || std::ranges::any_of(reserved, is_it)) fail(what + " is expected");
    return take().text;
}

void Parser::refuse_what_is_beyond() const {
    const auto is_it = [&](std::string_view word) { return sees_word(word); };
    if (std::ranges::any_of(beyond, is_it)) fail(peek().text + " is not supported in a filter");
}

Statement Parser::whole() {
    Statement statement;
    if (accept_word("SELECT")) {
        statement.select = select();
    } else if (language_ == Language::wql && (sees_word("ASSOCIATORS") || sees_word("REFERENCES"))) {
        const bool references = sees_word("REFERENCES");
        take();
        statement.association = association(references);
    } else {
        fail(language_ == Language::wql ? "SELECT, ASSOCIATORS OF or REFERENCES OF is expected"
                                        : "SELECT is expected");
    }
    refuse_what_is_beyond();
    if (peek().kind != Kind::end) fail("the query goes on where it should end");
    return statement;
}

SelectStatement Parser::select() {
    SelectStatement statement;
    refuse_what_is_beyond();
    // The list may name the class or its alias, which FROM tells later.
    const std::size_t begin = at_;
    while (peek().kind != Kind::end && !sees_word("FROM")) take();
    expect_word("FROM");
    class_of(statement);
    const std::size_t behind = at_;
    at_ = begin;
    statement.list = list();
    expect_word("FROM");
    at_ = behind;
    refuse_what_is_beyond();
    if (accept_word("WHERE")) statement.where = disjunction();
    return statement;
}

void Parser::class_of(SelectStatement& statement) {
    statement.class_position = peek().position;
    statement.class_name = class_name_ = name("a class");
    if (language_ != Language::cql) return;
    const bool named = accept_word("AS");
    const bool clause = sees_word("WHERE") || peek().kind != Kind::word;
    refuse_what_is_beyond();
    if (named || !clause) alias_ = name("another name of the class");
}

std::vector<PropertyPath> Parser::list() {
    if (accept("*")) return {};
    std::vector<PropertyPath> paths;
    do {
        const bool all_of_class =
            (sees_word(class_name_) || sees_word(alias_)) && sees(".", 1) && sees("*", 2);
        if (all_of_class) {
            at_ += 3;
            return {};
        }
        paths.push_back(path());
    } while (accept(","));
    return paths;
}

AssociationStatement Parser::association(bool references) {
    expect_word("OF");
    AssociationStatement statement{.references = references};
    if (peek().kind != Kind::braces) fail("an object path in braces is expected");
    statement.path_position = peek().position + 1;
    statement.path = take().text;
    if (!accept_word("WHERE")) return statement;
    if (peek().kind == Kind::end) fail("a clause is expected");
    while (peek().kind != Kind::end) clause(statement);
    return statement;
}

void Parser::clause(AssociationStatement& statement) {
    struct Clause {
        std::string_view word;
        std::string AssociationStatement::*member;
        bool of_references;
    };
    static constexpr std::array clauses{
        Clause{"ResultClass", &AssociationStatement::result_class, true},
        Clause{"Role", &AssociationStatement::role, true},
        Clause{"RequiredQualifier", &AssociationStatement::required_qualifier, true},
        Clause{"AssocClass", &AssociationStatement::association_class, false},
        Clause{"ResultRole", &AssociationStatement::result_role, false},
        Clause{"RequiredAssocQualifier", &AssociationStatement::required_association_qualifier, false},
    };
    if (accept_word("KeysOnly")) return;  // a hint that a whole instance satisfies
    if (sees_word("ClassDefsOnly") || sees_word("SchemaOnly")) {
        fail(peek().text + " asks for classes, which are no instances");
    }
    const auto known = std::ranges::find_if(clauses, [&](const Clause& each) {
        return sees_word(each.word) && (each.of_references || !statement.references);
    });
    if (known == clauses.end()) fail("there is no such clause");
    std::string& value = statement.*known->member;
    if (!value.empty()) fail("the clause is given twice");
    take();
    expect("=");
    if (peek().kind != Kind::word && peek().kind != Kind::string) fail("a name is expected");
    value = take().text;
    if (value.empty()) fail("a name is expected");
}

Condition joined(Condition::Kind kind, std::vector<Condition> parts) {
    if (parts.size() == 1) return std::move(parts.front());
    return {.kind = kind, .parts = std::move(parts)};
}

Condition Parser::disjunction() {
    std::vector<Condition> parts;
    do {
        parts.push_back(conjunction());
    } while (accept_word("OR"));
    return joined(Condition::Kind::any, std::move(parts));
}

Condition Parser::conjunction() {
    std::vector<Condition> parts;
    do {
        parts.push_back(negation());
    } while (accept_word("AND"));
    return joined(Condition::Kind::all, std::move(parts));
}

Condition negated(Condition condition) {
    Condition made{.kind = Condition::Kind::negation};
    made.parts.push_back(std::move(condition));
    return made;
}

Condition Parser::negation() {
    bool odd = false;
    while (accept_word("NOT")) odd = !odd;
    Condition made = term();
    return odd ? negated(std::move(made)) : made;
}

Condition Parser::term() {
    if (!sees("(")) return predicate();
    if (++depth_ > limits_.depth) fail("the query is nested too deeply");
    take();
    Condition made = disjunction();
    expect(")");
    --depth_;
    return made;
}

Condition Parser::predicate() {
    Operand left = operand();
    const bool denied = sees_word("NOT") && sees_word("LIKE", 1);
    if (denied) take();
    if (accept_word("LIKE")) return denied ? negated(like(std::move(left))) : like(std::move(left));
    if (accept_word("ISA")) return isa(std::move(left));
    if (accept_word("IS")) return is_null(std::move(left));
    return comparison(std::move(left));
}

Condition Parser::comparison(Operand left) {
    const auto known =
        std::ranges::find_if(relations, [&](const Relation& each) { return sees(each.symbol); });
    if (known == relations.end()) fail("a comparison is expected");
    take();
    Condition made{.kind = Condition::Kind::comparison, .relation = known->relation};
    made.left = std::move(left);
    made.right = operand();
    if (!made.left.path) {
        if (!made.right.path) throw error_at(made.right.position, "a comparison needs a property");
        std::swap(made.left, made.right);
        made.relation = known->mirrored;
    }
    const bool to_null = !made.right.path && made.right.literal.is_null();
    if (!to_null) return made;
    // WQL: "= NULL" says the same as "IS NULL".
    const bool equality = made.relation == Condition::Relation::equal;
    if (!equality && made.relation != Condition::Relation::unequal) {
        throw error_at(made.right.position, "null has no order");
    }
    Condition none{.kind = Condition::Kind::is_null, .left = std::move(made.left)};
    return equality ? none : negated(std::move(none));
}

Condition Parser::like(Operand left) {
    if (!left.path) throw error_at(left.position, "LIKE is of a property");
    if (peek().kind != Kind::string) fail("LIKE needs a pattern in quotes");
    const Token pattern = take();
    auto compiled = language_ == Language::wql ? Like::wql(pattern.text) : Like::cql(pattern.text);
    if (!compiled) throw error_at(pattern.position, compiled.error().message);
    return {.kind = Condition::Kind::like,
            .left = std::move(left),
            .pattern = std::make_shared<const Like>(std::move(*compiled))};
}

Condition Parser::isa(Operand left) {
    if (!left.path) throw error_at(left.position, "ISA is of an object");
    if (peek().kind != Kind::string && peek().kind != Kind::word) fail("ISA needs a class");
    Condition made{.kind = Condition::Kind::isa, .left = std::move(left), .class_name = take().text};
    const std::vector<PropertyPath::Segment>& segments = made.left.path->segments;
    const bool itself = segments.empty() || (segments.size() == 1 && !segments[0].index &&
                                             cim::same_name(segments[0].name, "__this"));
    if (itself) made.left.path.reset();
    return made;
}

Condition Parser::is_null(Operand left) {
    if (!left.path) throw error_at(left.position, "IS NULL is of a property");
    const bool denied = accept_word("NOT");
    expect_word("NULL");
    Condition none{.kind = Condition::Kind::is_null, .left = std::move(left)};
    return denied ? negated(std::move(none)) : none;
}

Operand Parser::operand() {
    const Token& token = peek();
    Operand made{.position = token.position};
    switch (token.kind) {
        case Kind::string: made.literal = take().text; return made;
        case Kind::number: made.literal = number(take()); return made;
        case Kind::word: break;
        default: fail("a property or value is expected");
    }
    if (accept_word("TRUE")) {
        made.literal = true;
    } else if (accept_word("FALSE")) {
        made.literal = false;
    } else if (accept_word("NULL")) {
        made.literal = {};
    } else if (sees("(", 1)) {
        return call();
    } else {
        made.path = path();
    }
    return made;
}

/// The functions of CQL that one instance is enough for.
Operand Parser::call() {
    Operand made{.position = peek().position};
    const bool cql = language_ == Language::cql;
    if (cql && accept_word("CURRENTDATETIME")) {
        expect("(");
        made.literal = cim::Datetime::point(now_);
    } else if (cql && accept_word("DATETIME")) {
        expect("(");
        const auto point = peek().kind == Kind::string ? cim::Datetime::parse(peek().text) : std::nullopt;
        if (!point) fail("a datetime in quotes is expected");
        take();
        made.literal = *point;
    } else if (cql && accept_word("UPPERCASE")) {
        expect("(");
        made.path = path();
        made.upper = true;
    } else {
        fail("there is no function of this name");
    }
    expect(")");
    return made;
}

/// Property, embedded.property, array[0]; in CQL the class or its alias may lead.
PropertyPath Parser::path() {
    PropertyPath made{.position = peek().position};
    do {
        made.segments.push_back({.name = name("a property")});
        if (!accept("[")) continue;
        const Token& index = peek();
        std::size_t value = 0;
        const auto* end = index.text.data() + index.text.size();
        const auto read = std::from_chars(index.text.data(), end, value);
        if (index.kind != Kind::number || read.ec != std::errc{} || read.ptr != end) {
            fail("an index is a number from zero on");
        }
        take();
        made.segments.back().index = value;
        expect("]");
    } while (accept("."));
    const PropertyPath::Segment& first = made.segments.front();
    const bool leads =
        cim::same_name(first.name, class_name_) || (!alias_.empty() && cim::same_name(first.name, alias_));
    // An alias alone stands for the instance: "D ISA CIM_Disk".
    const bool alone = made.segments.size() == 1;
    if (leads && !first.index && (!alone || language_ == Language::cql))
        made.segments.erase(made.segments.begin());
    return made;
}

cim::Value Parser::number(const Token& token) const {
    for (const cim::Type type : {cim::Type::uint64, cim::Type::sint64, cim::Type::real64}) {
        const auto read = cim::read_text(type, token.text);
        if (const auto* value = std::get_if<cim::Value>(&read)) return *value;
    }
    throw error_at(token.position, token.text + " is no number");
}

}  // namespace

Result<Statement> parse(std::string_view text, Language language, base::WallTime now, const Limits& limits) {
    auto tokens = tokens_of(text, limits);
    if (!tokens) return tokens.error();
    try {
        return Parser{std::move(*tokens), language, now, limits}.whole();
    } catch (Error& error) {
        return std::move(error);
    }
}

}  // namespace assay::query
