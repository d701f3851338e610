// One element of a message: a plain tree with namespaces resolved, prefixes forgotten.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "assay/soap/uri.hpp"
#include "assay/vocab/names.hpp"

namespace assay::soap {

/// A qualified name that owns its text; compares with the constants of vocab.
struct Name {
    Uri ns;  ///< of the namespace, empty for none
    std::string local;

    Name() = default;
    Name(Uri ns_uri, std::string local_part) : ns{std::move(ns_uri)}, local{std::move(local_part)} {}
    // Implicit on purpose: every vocab constant is usable where a name is wanted.
    Name(const vocab::QName& name) : ns{Uri::constant(name.ns.uri)}, local{name.local} {}

    friend bool operator==(const Name&, const Name&) = default;
    friend bool operator==(const Name& left, const vocab::QName& right) {
        return left.local == right.local && left.ns == right.ns.uri;
    }
};

struct Attribute {
    Name name;
    std::string value;
    std::optional<Name> qname = {};  ///< when set, the value is this name and `value` is not used
};

/// Prefixes mean nothing but in expressions: on wsman:FragmentTransfer and the Filter elements the reader
/// keeps each namespace binding in scope as an attribute of the namespace vocab::ns::xmlns, named by its
/// prefix ("xmlns" for the default one).
/// Either element content or character content: white space between child elements is not kept, and
/// the order of mixed content is lost (no WS-Man message has any).
/// Or, only in what is sent, an element that is written already (see `written`).
struct Element {
    Name name;
    std::vector<Attribute> attributes = {};
    std::vector<Element> children = {};
    std::string text = {};           ///< the octets when it is_written()
    std::optional<Name> qname = {};  ///< when set, the content is this name and `text` is not used

    Element() = default;
    explicit Element(Name of) : name{std::move(of)} {}
    Element(Name of, std::string content) : name{std::move(of)}, text{std::move(content)} {}

    /// The first child of that name, or nullptr.
    [[nodiscard]] const Element* child(const vocab::QName& of) const;
    [[nodiscard]] Element* child(const vocab::QName& of);

    /// The attribute's value, or nullptr. An attribute without prefix has no namespace.
    [[nodiscard]] const std::string* attribute(std::string_view local) const;
    [[nodiscard]] const std::string* attribute(const vocab::QName& of) const;

    /// The character content without surrounding white space (DSP0226 §13: it is trimmed, not faulted).
    /// Valid as long as the element is unchanged.
    [[nodiscard]] std::string_view value() const;

    /// An element that the writer appends as it is: name, attributes and children are not there to be asked.
    /// @param octets  one complete element in UTF-8, well-formed, that declares every prefix it uses
    [[nodiscard]] static Element written(std::string octets);
    [[nodiscard]] bool is_written() const { return written_; }

    /// Appends a child and returns it; the reference lasts until the next change of `children`.
    Element& add(Element element);
    /// Appends a child with character content.
    Element& add(Name of, std::string content);
    /// Sets an attribute, replacing one of the same name.
    void set(const Name& of, std::string content);

private:
    bool written_ = false;  ///< `text` is the whole element
};

/// Content of the given element is a QName, e.g. s:Value.
[[nodiscard]] Element qname_element(Name of, Name content);

}  // namespace assay::soap
