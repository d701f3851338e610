// A compiled XPath 1.0 expression, evaluated on representations.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "assay/xpath/syntax.hpp"

namespace assay::xpath {

/// A node of a representation. Points into it, and lasts as long as it is unchanged.
struct Node {
    enum class Kind { element, attribute, text };
    Kind kind = Kind::element;
    const soap::Element* element = nullptr;  ///< the element, or the one that holds the attribute or text
    std::size_t attribute = 0;               ///< index of the attribute

    friend bool operator==(const Node&, const Node&) = default;
};

/// What an expression comes to: nodes in document order, or a value as XPath's string() writes it.
struct Selection {
    std::vector<Node> nodes = {};
    std::optional<std::string> value = {};
};

/// The context is that of DSP0226 §7.7 and §8.3: node = the item's element, which is the root of a document
/// of its own, position and size 1, no variables, core functions. Movable; one thread at a time.
class Expression {
public:
    [[nodiscard]] static Result<Expression> compile(std::string_view text, const Bindings& bindings,
                                                    const Limits& limits = {},
                                                    Unprefixed unprefixed = Unprefixed::any_namespace);
    Expression(Expression&&) noexcept;
    Expression& operator=(Expression&&) noexcept;
    ~Expression();

    [[nodiscard]] const Syntax& syntax() const;

    /// The expression as predicate: its value as boolean() turns it (XPath 1.0 §4.3). Errors: too_costly.
    [[nodiscard]] Result<bool> matches(const soap::Element& item) const;

    /// What the expression selects in `item`, which is not written already. Errors: too_costly, also for more
    /// nodes than the limit.
    [[nodiscard]] Result<Selection> select(const soap::Element& item) const;

    /// Steps of the last evaluation, as libxml2 counts them: what it cost, whatever came of it.
    [[nodiscard]] std::size_t steps() const;

private:
    struct Engine;
    explicit Expression(std::unique_ptr<Engine> engine);

    std::unique_ptr<Engine> engine_;
};

}  // namespace assay::xpath
