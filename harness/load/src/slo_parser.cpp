// The language of objectives, by recursive descent:
//   objectives = any { "," any }
//   any        = all { "or" all }
//   all        = one { "and" one }
//   one        = "not" one | "(" any ")" | comparison
//   comparison = [ "service." ] metric [ "(" argument { "," argument } ")" ]
//                ( "<" | "<=" | ">" | ">=" | "==" ) bound
//   argument   = operation | of "faults" a fault's code, which has a colon | of "completion_code" e.g. C1h
//                | of "findings" a rule
#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

#include "assay/base/text.hpp"
#include "assay/base/usage_error.hpp"
#include "assay/load/quantity.hpp"
#include "assay/load/slo.hpp"

namespace assay::load {
namespace {

constexpr std::string_view example =
    "write e.g. p99<20ms, p99(Pull)<=1s and faults<0.1%, not (rate<500 or max>5s); `assay bench --help` "
    "has the metrics";
constexpr int deepest = 64;  // parentheses and "not"s

struct Token {
    enum class Kind { word, number, relation, open, close, comma, end, unknown };
    Kind kind = Kind::end;
    std::size_t at = 0;
    std::string_view text{};
};

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r'; }

/// Cuts the text into tokens, one look ahead.
class Lexer {
public:
    explicit Lexer(std::string_view text) : text_{text} { next(); }

    [[nodiscard]] const Token& token() const { return token_; }
    [[nodiscard]] std::string_view text() const { return text_; }

    Token next() {
        const Token taken = token_;
        while (at_ < text_.size() && is_space(text_[at_])) ++at_;
        const std::size_t length = length_of_token();
        token_ = {kind_, at_, text_.substr(at_, length)};
        at_ += length;
        return taken;
    }

private:
    std::size_t length_of_token() {
        using enum Token::Kind;
        if (at_ == text_.size()) return kind_ = end, 0;
        const char first = text_[at_];
        const bool doubled = at_ + 1 < text_.size() && text_[at_ + 1] == '=';
        switch (first) {
            case '(': return kind_ = open, 1;
            case ')': return kind_ = close, 1;
            case ',': return kind_ = comma, 1;
            case '<':
            case '>': return kind_ = relation, doubled ? 2 : 1;
            case '=': return kind_ = doubled ? relation : unknown, doubled ? 2 : 1;
            case '*': return kind_ = word, 1;
            default: break;
        }
        if (is_letter(first)) return kind_ = word, length_of_word();
        if (is_digit(first)) return kind_ = number, length_of_number();
        return kind_ = unknown, 1;
    }

    [[nodiscard]] std::size_t length_of_word() const {
        const auto belongs = [](char c) {
            return is_letter(c) || is_digit(c) || c == '.' || c == '-' || c == ':';
        };
        const std::string_view rest = text_.substr(at_);
        return static_cast<std::size_t>(std::ranges::find_if_not(rest, belongs) - rest.begin());
    }

    /// With its unit, also after a space; "and" and "or" are no units.
    [[nodiscard]] std::size_t length_of_number() const {
        const std::string_view rest = text_.substr(at_);
        std::size_t length = 0;
        while (length < rest.size() && (is_digit(rest[length]) || rest[length] == '.')) ++length;
        std::size_t unit = length;
        while (unit < rest.size() && is_space(rest[unit])) ++unit;
        std::size_t stop = unit;
        while (stop < rest.size() && (is_letter(rest[stop]) || rest[stop] == '%' || rest[stop] == '/'))
            ++stop;
        const std::string_view word = rest.substr(unit, stop - unit);
        return word.empty() || word == "and" || word == "or" ? length : stop;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    Token token_{};
    Token::Kind kind_ = Token::Kind::end;
};

class Parser {
public:
    Parser(std::string_view text, const SloSource& source) : lexer_{text}, source_{source} {}

    std::vector<Objective> objectives() {
        std::vector<Objective> objectives;
        do {
            const std::size_t from = lexer_.token().at;
            Condition condition = any();
            const std::size_t to = lexer_.token().at;
            const auto text = base::trimmed(lexer_.text().substr(from, to - from));
            objectives.push_back({std::string{text}, std::move(condition)});
        } while (took(Token::Kind::comma));
        if (lexer_.token().kind != Token::Kind::end)
            refuse(lexer_.token(), "expected 'and', 'or', ',' or the end");
        return objectives;
    }

private:
    [[noreturn]] void refuse(const Token& token, const std::string& what) const {
        const std::string found =
            token.kind == Token::Kind::end ? "the end" : fmt::format("'{}'", token.text);
        const std::string where = source_.file.empty()
                                      ? fmt::format("--slo, column {}", token.at + 1)
                                      : fmt::format("{}:{}:{}", source_.file, source_.line, token.at + 1);
        std::string caret;
        for (const char c : lexer_.text().substr(0, token.at)) caret += c == '\t' ? '\t' : ' ';
        caret += '^' + std::string(token.text.empty() ? 0 : token.text.size() - 1, '~');
        throw base::UsageError{fmt::format("{}, found {}", what, found), where,
                               fmt::format("  {}\n    {}\n  {}", lexer_.text(), caret, example)};
    }

    bool took(Token::Kind kind) {
        if (lexer_.token().kind != kind) return false;
        lexer_.next();
        return true;
    }

    bool took(std::string_view word) {
        if (lexer_.token().kind != Token::Kind::word || lexer_.token().text != word) return false;
        lexer_.next();
        return true;
    }

    Condition any() {
        return joined("or", Condition::Kind::any_of, [this] { return all(); });
    }
    Condition all() {
        return joined("and", Condition::Kind::all_of, [this] { return one(); });
    }

    template <class Part>
    Condition joined(std::string_view word, Condition::Kind kind, Part part) {
        Condition first = part();
        if (lexer_.token().text != word) return first;
        Condition whole{.kind = kind};
        whole.parts.push_back(std::move(first));
        while (took(word)) whole.parts.push_back(part());
        return whole;
    }

    Condition one() {
        const Token at = lexer_.token();
        if (depth_ == deepest) refuse(at, fmt::format("nested more than {} deep", deepest));
        ++depth_;
        Condition condition;
        if (took("not")) {
            condition.kind = Condition::Kind::negation;
            condition.parts.push_back(one());
        } else if (took(Token::Kind::open)) {
            condition = any();
            if (!took(Token::Kind::close)) refuse(lexer_.token(), "expected ')'");
        } else {
            condition.comparison = comparison();
        }
        --depth_;
        return condition;
    }

    Comparison comparison() {
        if (lexer_.token().kind != Token::Kind::word) refuse(lexer_.token(), "expected a metric");
        Comparison comparison;
        take_metric(comparison, lexer_.next());
        if (took(Token::Kind::open)) take_arguments(comparison);
        take_relation(comparison);
        take_bound(comparison);
        return comparison;
    }

    void take_metric(Comparison& comparison, const Token& token) {
        comparison.name = token.text;
        std::string_view name = token.text;
        constexpr std::string_view service = "service.";
        if (name.starts_with(service)) {
            comparison.of_service_time = true;
            name.remove_prefix(service.size());
        }
        if (is_time(comparison, name) || (!comparison.of_service_time && is_count(comparison, name))) return;
        refuse(token,
               "expected a metric (p50 to p100, max, min, mean, each also as service.p50; errors, "
               "faults or another kind of error, rate, offered, findings)");
    }

    static bool is_time(Comparison& comparison, std::string_view name) {
        struct Named {
            std::string_view name;
            Metric metric;
        };
        constexpr std::array names{Named{"max", Metric::maximum}, Named{"min", Metric::minimum},
                                   Named{"mean", Metric::mean}};
        const auto found = std::ranges::find(names, name, &Named::name);
        if (found != names.end()) return comparison.metric = found->metric, true;
        if (!name.starts_with('p')) return false;
        name.remove_prefix(1);
        const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(),
                                                  comparison.percentile, std::chars_format::fixed);
        return error == std::errc{} && end == name.data() + name.size() && comparison.percentile >= 0 &&
               comparison.percentile <= 100;
    }

    static bool is_count(Comparison& comparison, std::string_view name) {
        if (name == "errors") return comparison.metric = Metric::errors, true;
        if (name == "rate" || name == "throughput") return comparison.metric = Metric::throughput, true;
        if (name == "offered") return comparison.metric = Metric::offered, true;
        if (name == "findings") return comparison.metric = Metric::findings, true;
        if (name == "faults") name = name_of(ErrorKind::fault);
        for (std::size_t i = 0; i < error_kind_count; ++i) {
            if (name != name_of(static_cast<ErrorKind>(i))) continue;
            comparison.kind = static_cast<ErrorKind>(i);
            return comparison.metric = Metric::failures, true;
        }
        return false;
    }

    void take_arguments(Comparison& comparison) {
        std::string shown;
        do {
            const Token token = lexer_.token();
            if (token.kind != Token::Kind::word) refuse(token, expected_argument(comparison));
            take_argument(comparison, token);
            shown += fmt::format("{}{}", shown.empty() ? "" : ", ", token.text);
            lexer_.next();
        } while (took(Token::Kind::comma));
        comparison.name += fmt::format("({})", shown);
        if (!took(Token::Kind::close)) refuse(lexer_.token(), "expected ')'");
    }

    static std::string expected_argument(const Comparison& comparison) {
        if (comparison.metric == Metric::findings) return "expected a rule";
        if (counts(comparison, ErrorKind::fault))
            return "expected an operation, '*', or a fault's code such as wsman:TimedOut";
        if (counts(comparison, ErrorKind::completion_code))
            return "expected an operation, '*', or a completion code such as C1h";
        return "expected an operation, or '*'";
    }

    static bool counts(const Comparison& comparison, ErrorKind kind) {
        return comparison.metric == Metric::failures && comparison.kind == kind;
    }

    static bool is_completion_code(std::string_view text) {
        const auto is_digit = [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F'); };
        return text.size() == 3 && text.back() == 'h' && std::ranges::all_of(text.substr(0, 2), is_digit);
    }

    /// Is it the name of what is counted, rather than the operation of which it is?
    static bool is_name_of_failure(const Comparison& comparison, std::string_view text) {
        if (counts(comparison, ErrorKind::fault)) return text.find(':') != std::string_view::npos;
        return counts(comparison, ErrorKind::completion_code) && is_completion_code(text);
    }

    void take_argument(Comparison& comparison, const Token& token) const {
        std::string& into = comparison.metric == Metric::findings        ? comparison.rule
                            : is_name_of_failure(comparison, token.text) ? comparison.fault
                                                                         : comparison.operation;
        if (!into.empty()) refuse(token, "that is said already");
        into = token.text;
    }

    void take_relation(Comparison& comparison) {
        const Token token = lexer_.token();
        if (token.kind != Token::Kind::relation) refuse(token, "expected <, <=, >, >= or ==");
        lexer_.next();
        comparison.relation = token.text == "<"    ? Relation::less
                              : token.text == "<=" ? Relation::at_most
                              : token.text == ">"  ? Relation::more
                              : token.text == ">=" ? Relation::at_least
                                                   : Relation::equal;
    }

    void take_bound(Comparison& comparison) {
        const Token token = lexer_.token();
        const auto [what, bound] = read_bound(comparison.metric, token);
        if (!bound) refuse(token, fmt::format("expected {}", what));
        comparison.bound = *bound;
        lexer_.next();
    }

    struct Bound {
        std::string_view what;
        std::optional<double> value;
    };

    static std::optional<double> number_before(std::string_view text, std::string_view unit) {
        if (!text.ends_with(unit)) return std::nullopt;
        const std::string_view digits = base::trimmed(text.substr(0, text.size() - unit.size()));
        double number = 0;
        const auto [end, error] =
            std::from_chars(digits.data(), digits.data() + digits.size(), number, std::chars_format::fixed);
        if (error != std::errc{} || end != digits.data() + digits.size() || !(number >= 0))
            return std::nullopt;
        return number;
    }

    static Bound read_bound(Metric metric, const Token& token) {
        const std::string_view text = token.kind == Token::Kind::number ? token.text : std::string_view{};
        if (metric == Metric::throughput || metric == Metric::offered) {
            const auto rate = number_before(text, text.ends_with("/s") ? "/s" : "");
            return {"a rate such as 500 or 500/s", rate};
        }
        if (metric == Metric::errors || metric == Metric::failures)
            return {"a share such as 0.1% or 0.001", parse_share(text)};
        if (metric == Metric::findings) return {"a count such as 0", number_before(text, "")};
        std::string compact{text};
        std::erase_if(compact, is_space);
        const auto duration = compact.empty() ? std::nullopt : parse_duration(compact);
        return {"a duration such as 250us, 5ms or 1.5s",
                duration ? std::optional{static_cast<double>(duration->count())} : std::nullopt};
    }

    Lexer lexer_;
    const SloSource& source_;
    int depth_ = 0;
};

}  // namespace

std::vector<Objective> parse_objectives(std::string_view text, const SloSource& source) {
    return Parser{text, source}.objectives();
}

std::vector<Objective> parse_objective_file(std::string_view content, const std::string& file) {
    std::vector<Objective> objectives;
    SloSource source{.file = file, .line = 0};
    for (std::size_t from = 0; from < content.size();) {
        ++source.line;
        const std::size_t end = std::min(content.find('\n', from), content.size());
        const std::string_view line = content.substr(from, end - from);
        const std::string_view said = line.substr(0, std::min(line.find('#'), line.size()));
        if (!base::trimmed(said).empty()) {
            for (Objective& objective : parse_objectives(said, source))
                objectives.push_back(std::move(objective));
        }
        from = end + 1;
    }
    if (objectives.empty()) throw base::UsageError{"this file has no objective", file, std::string{example}};
    return objectives;
}

}  // namespace assay::load
