#include "assay/xpath/syntax.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <stdexcept>

#include "lexer.hpp"

namespace assay::xpath {
namespace {

using Kind = Token::Kind;

struct Function {
    std::string_view name;
    std::size_t least;
    std::size_t most;
    Type result;
    bool of_nodes = false;  ///< the arguments have to be node-sets
};

constexpr std::size_t any_number = std::numeric_limits<std::size_t>::max();

/// The core function library (XPath 1.0 §4).
constexpr std::array functions{
    Function{"last", 0, 0, Type::number},
    Function{"position", 0, 0, Type::number},
    Function{"count", 1, 1, Type::number, true},
    Function{"id", 1, 1, Type::node_set},
    Function{"local-name", 0, 1, Type::string, true},
    Function{"namespace-uri", 0, 1, Type::string, true},
    Function{"name", 0, 1, Type::string, true},
    Function{"string", 0, 1, Type::string},
    Function{"concat", 2, any_number, Type::string},
    Function{"starts-with", 2, 2, Type::boolean},
    Function{"contains", 2, 2, Type::boolean},
    Function{"substring-before", 2, 2, Type::string},
    Function{"substring-after", 2, 2, Type::string},
    Function{"substring", 2, 3, Type::string},
    Function{"string-length", 0, 1, Type::number},
    Function{"normalize-space", 0, 1, Type::string},
    Function{"translate", 3, 3, Type::string},
    Function{"boolean", 1, 1, Type::boolean},
    Function{"not", 1, 1, Type::boolean},
    Function{"true", 0, 0, Type::boolean},
    Function{"false", 0, 0, Type::boolean},
    Function{"lang", 1, 1, Type::boolean},
    Function{"number", 0, 1, Type::number},
    Function{"sum", 1, 1, Type::number, true},
    Function{"floor", 1, 1, Type::number},
    Function{"ceiling", 1, 1, Type::number},
    Function{"round", 1, 1, Type::number},
};

constexpr std::array<std::string_view, 13> axes{
    "ancestor",  "ancestor-or-self",  "attribute", "child",  "descendant", "descendant-or-self",
    "following", "following-sibling", "namespace", "parent", "preceding",  "preceding-sibling",
    "self"};

constexpr std::array<std::string_view, 4> node_types{"comment", "node", "processing-instruction", "text"};

struct Operator {
    std::string_view text;
    int precedence;
    Type result;
    Level level;
};

/// XPath 1.0 §3.4, §3.5; the union of §3.3 binds tighter and is read apart.
constexpr std::array operators{
    Operator{"or", 1, Type::boolean, Level::two},  Operator{"and", 2, Type::boolean, Level::two},
    Operator{"=", 3, Type::boolean, Level::two},   Operator{"!=", 3, Type::boolean, Level::two},
    Operator{"<", 4, Type::boolean, Level::two},   Operator{"<=", 4, Type::boolean, Level::two},
    Operator{">", 4, Type::boolean, Level::two},   Operator{">=", 4, Type::boolean, Level::two},
    Operator{"+", 5, Type::number, Level::full},   Operator{"-", 5, Type::number, Level::full},
    Operator{"*", 6, Type::number, Level::full},   Operator{"div", 6, Type::number, Level::full},
    Operator{"mod", 6, Type::number, Level::full},
};

struct Replacement {
    std::size_t position;
    std::size_t length;
    std::string text;
};

/// Reads by recursive descent; throws Error, which parse() turns into its result.
class Parser {
public:
    Parser(std::vector<Token> tokens, const Bindings& bindings, const Limits& limits, Unprefixed unprefixed)
        : tokens_{std::move(tokens)}, bindings_{bindings}, limits_{limits}, unprefixed_{unprefixed} {}

    Syntax whole(std::string_view text);

private:
    Type expression();
    Type binary(int least);
    Type unary();
    Type joined();
    Type path_or_value();
    Type location_path();
    Type value_then_path();
    Type call();
    void check_argument(const Function& function, Type type, std::size_t position);
    void relative_path();
    void step();
    void node_test(std::string_view axis);
    void name_test(std::string_view axis);
    void node_type(std::string_view axis);
    void predicates();
    void predicate();
    bool index();

    [[nodiscard]] std::string uri_of(std::string_view prefix, std::size_t position) const;
    void add_step(Step::Axis axis);
    void uses(Level level) { level_ = std::max(level_, level); }

    [[nodiscard]] const Token& peek(std::size_t ahead = 0) const {
        return tokens_[std::min(at_ + ahead, tokens_.size() - 1)];
    }
    [[nodiscard]] bool sees(std::string_view symbol, std::size_t ahead = 0) const {
        return peek(ahead).kind == Kind::symbol && peek(ahead).text == symbol;
    }
    const Token& take() { return tokens_[at_ + 1 < tokens_.size() ? at_++ : at_]; }
    bool accept(std::string_view symbol) { return sees(symbol) && (take(), true); }
    void expect(std::string_view symbol);
    [[noreturn]] void fail(std::size_t position, std::string_view message,
                           Error::Kind kind = Error::Kind::syntax) const {
        throw error_at(position, kind, message);
    }
    void need_nodes(Type type, std::size_t position) const {
        if (type != Type::node_set) fail(position, "a node-set is needed here", Error::Kind::type);
    }

    std::vector<Token> tokens_;
    const Bindings& bindings_;
    const Limits& limits_;
    Unprefixed unprefixed_;
    std::size_t at_ = 0;
    std::size_t depth_ = 0;
    Level level_ = Level::one;
    Path path_;
    std::vector<Replacement> replacements_;
};

void Parser::expect(std::string_view symbol) {
    if (!accept(symbol)) fail(peek().position, "\"" + std::string{symbol} + "\" is expected");
}

Syntax Parser::whole(std::string_view text) {
    const Type type = expression();
    if (peek().kind != Kind::end) fail(peek().position, "the expression goes on where it should end");
    Syntax syntax{.text = {}, .level = level_, .type = type};
    if (level_ == Level::one) syntax.path = std::move(path_);
    std::size_t copied = 0;
    for (const Replacement& each : replacements_) {
        syntax.text += text.substr(copied, each.position - copied);
        syntax.text += each.text;
        copied = each.position + each.length;
    }
    syntax.text += text.substr(copied);
    return syntax;
}

Type Parser::expression() {
    if (++depth_ > limits_.depth) {
        fail(peek().position, "the expression is nested too deeply", Error::Kind::too_large);
    }
    const Type type = binary(1);
    --depth_;
    return type;
}

Type Parser::binary(int least) {
    Type left = unary();
    for (;;) {
        const Token& token = peek();
        const auto known = std::ranges::find_if(operators, [&](const Operator& each) {
            return each.text == token.text && (token.kind == Kind::symbol || token.kind == Kind::name);
        });
        if (known == operators.end() || known->precedence < least) return left;
        take();
        uses(known->level);
        binary(known->precedence + 1);
        left = known->result;
    }
}

Type Parser::unary() {
    bool negated = false;
    while (accept("-")) negated = true;
    if (negated) uses(Level::full);
    const Type type = joined();
    return negated ? Type::number : type;
}

Type Parser::joined() {
    std::size_t begin = peek().position;
    const Type type = path_or_value();
    while (sees("|")) {
        need_nodes(type, begin);
        take();
        uses(Level::full);
        begin = peek().position;
        need_nodes(path_or_value(), begin);
    }
    return type;
}

bool is_node_type(std::string_view name) { return std::ranges::find(node_types, name) != node_types.end(); }

Type Parser::path_or_value() {
    const Token& token = peek();
    switch (token.kind) {
        case Kind::literal:
        case Kind::number: return value_then_path();
        case Kind::name:
            return sees("(", 1) && !is_node_type(token.text) ? value_then_path() : location_path();
        case Kind::prefixed:
            if (sees("(", 1))
                fail(token.position, "there are no extension functions", Error::Kind::forbidden);
            return location_path();
        case Kind::symbol: return token.text == "(" ? value_then_path() : location_path();
        case Kind::end: break;
    }
    fail(token.position, "the expression ends where a value or path is expected");
}

Type Parser::location_path() {
    if (accept("/")) {
        path_.absolute = true;
        const bool goes_on = peek().kind == Kind::name || peek().kind == Kind::prefixed || sees(".") ||
                             sees("..") || sees("@") || sees("*");
        if (goes_on) relative_path();
    } else {
        if (accept("//")) uses(Level::full);
        relative_path();
    }
    return Type::node_set;
}

Type Parser::value_then_path() {
    const std::size_t begin = peek().position;
    Type type = Type::string;
    if (accept("(")) {
        // A group is a predicate's; around a path it would be an expression to filter.
        uses(Level::two);
        type = expression();
        expect(")");
        if (type == Type::node_set) uses(Level::full);
    } else if (peek().kind == Kind::name) {
        type = call();
    } else {
        uses(Level::two);
        type = take().kind == Kind::number ? Type::number : Type::string;
    }
    if (sees("[")) {
        need_nodes(type, begin);
        uses(Level::full);
        predicates();
    }
    if (sees("/") || sees("//")) {
        need_nodes(type, begin);
        uses(Level::full);
        take();
        relative_path();
    }
    return type;
}

Type Parser::call() {
    uses(Level::full);
    const Token name = take();
    const auto function = std::ranges::find(functions, name.text, &Function::name);
    if (function == functions.end()) {
        fail(name.position, "there is no function of this name", Error::Kind::forbidden);
    }
    expect("(");
    std::size_t count = 0;
    while (!sees(")")) {
        if (count > 0) expect(",");
        const std::size_t begin = peek().position;
        check_argument(*function, expression(), begin);
        ++count;
    }
    expect(")");
    if (count < function->least || count > function->most) {
        fail(name.position, "the function has another number of arguments", Error::Kind::type);
    }
    return function->result;
}

void Parser::check_argument(const Function& function, Type type, std::size_t position) {
    if (function.of_nodes) need_nodes(type, position);
}

void Parser::relative_path() {
    step();
    while (sees("/") || sees("//")) {
        if (take().text == "//") uses(Level::full);
        const bool leaf = !path_.steps.empty() && (path_.steps.back().axis == Step::Axis::attribute ||
                                                   path_.steps.back().axis == Step::Axis::text);
        if (leaf) uses(Level::full);
        step();
    }
}

void Parser::add_step(Step::Axis axis) { path_.steps.push_back({.axis = axis}); }

void Parser::step() {
    if (accept(".")) return add_step(Step::Axis::self);
    if (accept("..")) return uses(Level::full);
    std::string_view axis = "child";
    if (accept("@")) {
        axis = "attribute";
    } else if (peek().kind == Kind::name && sees("::", 1)) {
        uses(Level::full);
        axis = take().text;
        if (std::ranges::find(axes, axis) == axes.end()) fail(peek().position, "there is no such axis");
        take();
    }
    node_test(axis);
    predicates();
}

void Parser::node_test(std::string_view axis) {
    if (accept("*")) return uses(Level::full);
    if (peek().kind == Kind::name && sees("(", 1)) return node_type(axis);
    if (peek().kind == Kind::name || peek().kind == Kind::prefixed) return name_test(axis);
    fail(peek().position, "a step of a path is expected");
}

void Parser::node_type(std::string_view axis) {
    const Token name = take();
    if (!is_node_type(name.text)) fail(name.position, "a function cannot be a step of a path");
    expect("(");
    if (name.text == "processing-instruction" && peek().kind == Kind::literal) take();
    expect(")");
    if (name.text != "text" || axis != "child") uses(Level::full);
    add_step(Step::Axis::text);
}

std::string Parser::uri_of(std::string_view prefix, std::size_t position) const {
    if (prefix == vocab::ns::xml.prefix) return std::string{vocab::ns::xml.uri};
    const auto found = std::ranges::find(bindings_, prefix, &Binding::prefix);
    if (found == bindings_.end()) {
        fail(position, "the prefix " + std::string{prefix} + " is not bound to a namespace",
             Error::Kind::unbound);
    }
    return found->uri;
}

void Parser::name_test(std::string_view axis) {
    const Token token = take();
    add_step(axis == "attribute" ? Step::Axis::attribute : Step::Axis::child);
    Step& made = path_.steps.back();
    if (token.kind == Kind::prefixed) {
        const auto colon = token.text.find(':');
        made.ns = uri_of(token.text.substr(0, colon), token.position);
        made.local = token.text.substr(colon + 1);
        if (made.local == "*") uses(Level::full);
        return;
    }
    made.local = token.text;
    if (axis == "attribute" || axis == "namespace") return;
    if (unprefixed_ == Unprefixed::no_namespace) {
        made.ns = "";
        return;
    }
    replacements_.push_back({.position = token.position,
                             .length = token.text.size(),
                             .text = "*[local-name()='" + made.local + "']"});
}

void Parser::predicates() {
    if (index()) {
        if (sees("[")) uses(Level::two);
    }
    while (sees("[")) {
        uses(Level::two);
        predicate();
    }
}

/// [n] behind a step that names elements, and nothing else: the array index of Level 1.
bool Parser::index() {
    if (!sees("[") || peek(1).kind != Kind::number || !sees("]", 2)) return false;
    const std::string_view digits = peek(1).text;
    std::size_t value = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    const bool natural = read.ec == std::errc{} && read.ptr == digits.data() + digits.size() && value > 0;
    if (!natural || path_.steps.empty() || path_.steps.back().axis != Step::Axis::child) return false;
    path_.steps.back().position = value;
    at_ += 3;
    return true;
}

void Parser::predicate() {
    expect("[");
    expression();
    expect("]");
}

}  // namespace

void throw_exception_from_error(const Error& error, const boost::source_location& where) {
    throw std::logic_error{"an XPath error was taken for a result at " + where.to_string() + ": " +
                           error.message};
}

Bindings bindings_of(const soap::Element& holder) {
    Bindings bindings;
    for (const soap::Attribute& each : holder.attributes) {
        if (each.name.ns != vocab::ns::xmlns.uri || each.name.local == vocab::ns::xmlns.prefix) continue;
        bindings.push_back({.prefix = each.name.local, .uri = each.value});
    }
    return bindings;
}

Result<Syntax> parse(std::string_view text, const Bindings& bindings, const Limits& limits,
                     Unprefixed unprefixed) {
    auto tokens = tokens_of(text, limits);
    if (!tokens) return tokens.error();
    try {
        return Parser{std::move(*tokens), bindings, limits, unprefixed}.whole(text);
    } catch (Error& error) {
        return std::move(error);
    }
}

}  // namespace assay::xpath
