// XPath 1.0 as text: is it an expression, what does it need, and how much of the language does it use?
#pragma once

#include <boost/system/result.hpp>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "assay/soap/element.hpp"

namespace assay::xpath {

/// The namespace bindings an expression is read with.
struct Binding {
    std::string prefix;
    std::string uri;
};
using Bindings = std::vector<Binding>;

/// The bindings that the reader kept on an element that holds an expression; the default namespace is left
/// out, because XPath 1.0 §2.3 does not use it.
[[nodiscard]] Bindings bindings_of(const soap::Element& holder);

/// What a name without prefix means where an element is named. XPath 1.0 §2.3 says "in no namespace", where
/// no CIM representation has an element; clients (winrm.cmd's -fragment:Caption) mean the local name.
enum class Unprefixed { any_namespace, no_namespace };

/// How much an expression may ask for; each bound holds whatever the item is.
struct Limits {
    std::size_t characters = 2'048;
    std::size_t tokens = 256;
    std::size_t depth = 32;           ///< of brackets within brackets
    std::size_t operations = 20'000;  ///< steps of one evaluation, as libxml2 counts them
    std::size_t nodes = 4'096;        ///< of the item
    std::size_t selected = 4'096;     ///< nodes of one result
};

/// Why an expression is not taken, or did not come to an end.
struct Error {
    enum class Kind {
        syntax,      ///< no XPath 1.0
        unbound,     ///< a prefix that is bound to nothing
        forbidden,   ///< a variable, or a function that is not of the core library
        type,        ///< e.g. count() of a string
        too_large,   ///< longer or deeper than the limits
        too_costly,  ///< evaluation took too many steps
    };
    Kind kind = Kind::syntax;
    std::size_t position = 0;  ///< octets from the beginning of the expression; 0 in evaluation
    std::string message = {};  ///< for people, with the position
};

[[noreturn]] void throw_exception_from_error(const Error& error, const boost::source_location& where);

template <class T>
using Result = boost::system::result<T, Error>;

/// The subsets of DSP0226 Annex D, smallest first. Level 1 names nodes by steps and positions; Level 2 adds
/// predicates of comparisons joined by "and" and "or".
enum class Level { one, two, full };

enum class Type { node_set, boolean, number, string };

/// One step of a Level 1 path.
struct Step {
    enum class Axis { self, child, attribute, text };
    Axis axis = Axis::child;
    std::optional<std::string> ns = {};  ///< of a prefixed name; without one any, of an attribute none
    std::string local = {};
    std::optional<std::size_t> position = {};  ///< 1 is the first
};

/// A path of Level 1.
struct Path {
    bool absolute = false;  ///< begins at the document, whose only child is the item
    std::vector<Step> steps = {};
};

/// An expression that is XPath 1.0, type-correct, with all prefixes bound.
struct Syntax {
    std::string text;  ///< what XPath engines are to be given
    Level level = Level::one;
    Type type = Type::node_set;
    std::optional<Path> path = {};  ///< when the level is one
};

/// Reads an expression. No variables (there are no bindings, DSP0226 §7.7), functions of the core library
/// only, with their numbers and types of arguments (XPath 1.0 §4).
[[nodiscard]] Result<Syntax> parse(std::string_view text, const Bindings& bindings, const Limits& limits,
                                   Unprefixed unprefixed = Unprefixed::any_namespace);

}  // namespace assay::xpath
