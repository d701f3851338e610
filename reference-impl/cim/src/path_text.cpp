#include "assay/cim/path_text.hpp"

#include "assay/base/text.hpp"

namespace assay::cim {
namespace {

constexpr std::size_t deepest = 8;  // references within references

/// The text of one key value: a quoted string undone, or a bare word.
struct Literal {
    std::string text;
    bool quoted = false;
};

class PathReader {
public:
    PathReader(std::string_view text, const ClassStore& classes, std::string_view name_space,
               std::size_t depth)
        : rest_{base::trimmed(text)}, classes_{classes}, depth_{depth}, name_space_{name_space} {}

    std::variant<ObjectPath, BadPath> read();

private:
    using Problem = std::optional<BadPath>;

    void take_namespace();
    Problem take_keys(const Class& of, ObjectPath& path);
    Problem take_key(const Class& of, ObjectPath& path);
    Problem put(const Class& of, const Property* key, const Literal& literal, ObjectPath& path);
    std::optional<Literal> literal();
    std::string_view take_until(std::string_view stops) {
        const std::string_view taken = rest_.substr(0, rest_.find_first_of(stops));
        rest_.remove_prefix(taken.size());
        return taken;
    }

    std::string_view rest_;
    const ClassStore& classes_;
    std::size_t depth_;
    std::string name_space_;
};

/// All before a colon that stands before the first '.', '=' or quote.
void PathReader::take_namespace() {
    const std::size_t colon = rest_.find(':');
    if (colon == rest_.npos || rest_.find_first_of(".=\"") < colon) return;
    std::string_view name = rest_.substr(0, colon);
    rest_.remove_prefix(colon + 1);
    if (name.starts_with("//") || name.starts_with("\\\\")) {
        const std::size_t slash = name.find_first_of("/\\", 2);
        name = slash == name.npos ? std::string_view{} : name.substr(slash + 1);
    }
    name_space_ = name;
    for (char& letter : name_space_) {
        if (letter == '\\') letter = '/';
    }
}

std::optional<Literal> PathReader::literal() {
    if (rest_.empty() || (rest_.front() != '"' && rest_.front() != '\'')) {
        Literal read{.text = std::string{base::trimmed(take_until(","))}};
        if (read.text.empty()) return std::nullopt;
        return read;
    }
    const char quote = rest_.front();
    Literal read{.text = {}, .quoted = true};
    for (std::size_t at = 1; at < rest_.size(); ++at) {
        if (rest_[at] == quote) {
            rest_ = base::trimmed(rest_.substr(at + 1));
            return read;
        }
        if (rest_[at] == '\\' && at + 1 < rest_.size()) ++at;
        read.text += rest_[at];
    }
    return std::nullopt;
}

PathReader::Problem PathReader::put(const Class& of, const Property* key, const Literal& literal,
                                    ObjectPath& path) {
    const bool textual = key->type == Type::string || key->type == Type::datetime ||
                         key->type == Type::reference || key->type == Type::char16;
    if (textual != literal.quoted)
        return BadPath{"the key " + key->name + " of " + of.name() + " is of another type"};
    if (path.find(key->name) != nullptr) return BadPath{"the key " + key->name + " is given twice"};
    if (key->type == Type::reference) {
        if (depth_ == 0) return BadPath{"the path is nested too deep"};
        auto nested = PathReader{literal.text, classes_, name_space_, depth_ - 1}.read();
        if (auto* bad = std::get_if<BadPath>(&nested)) return std::move(*bad);
        path.set(key->name, std::get<ObjectPath>(nested));
        return std::nullopt;
    }
    const bool truth = key->type == Type::boolean;
    std::string word = literal.text;
    if (truth) {
        for (char& letter : word) letter = lower(letter);
    }
    auto value = read_text(key->type, word);
    if (std::holds_alternative<Misfit>(value))
        return BadPath{"the key " + key->name + " is no " + std::string{to_string(key->type)}};
    path.set(key->name, std::move(std::get<Value>(value)));
    return std::nullopt;
}

PathReader::Problem PathReader::take_key(const Class& of, ObjectPath& path) {
    const std::string_view name = base::trimmed(take_until("=,"));
    if (!rest_.starts_with('=')) return BadPath{"a key has to be followed by '='"};
    rest_ = base::trimmed(rest_.substr(1));
    const Property* key = of.property(name);
    if (key == nullptr || !key->key) return BadPath{of.name() + " has no key " + std::string{name}};
    const auto value = literal();
    if (!value) return BadPath{"the key " + key->name + " has no value"};
    return put(of, key, *value, path);
}

PathReader::Problem PathReader::take_keys(const Class& of, ObjectPath& path) {
    if (rest_.starts_with('=')) {
        rest_ = base::trimmed(rest_.substr(1));
        if (rest_ == "@" && of.keys().empty()) return std::nullopt;
        if (of.keys().size() != 1) return BadPath{of.name() + " has not one key"};
        const auto value = literal();
        if (!value || !rest_.empty()) return BadPath{"the path does not end after its key"};
        return put(of, &of.properties()[of.keys().front()], *value, path);
    }
    while (!rest_.empty()) {
        rest_.remove_prefix(1);  // the dot or a comma
        if (auto bad = take_key(of, path)) return bad;
        if (!rest_.empty() && rest_.front() != ',') return BadPath{"keys are parted by commas"};
    }
    if (path.keys.size() != of.keys().size()) return BadPath{"the path names not all keys of " + of.name()};
    return std::nullopt;
}

std::variant<ObjectPath, BadPath> PathReader::read() {
    take_namespace();
    const std::string name{base::trimmed(take_until(".="))};
    const ClassPtr of = classes_.find(name_space_, name);
    if (of == nullptr) return BadPath{"there is no class " + name + " in " + name_space_};
    ObjectPath path{.name_space = of->name_space(), .class_name = of->name()};
    if (auto bad = take_keys(*of, path)) return std::move(*bad);
    return path;
}

}  // namespace

std::variant<ObjectPath, BadPath> read_path(std::string_view text, const ClassStore& classes,
                                            std::string_view name_space) {
    return PathReader{text, classes, name_space, deepest}.read();
}

}  // namespace assay::cim
