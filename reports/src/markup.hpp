// Writes markup in which nothing an endpoint sent can become a tag: every text and every attribute value is
// made visible and escaped here, and there is no other way in but trusted().
#pragma once

#include <initializer_list>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace assay::reports {

struct Attribute {
    std::string_view name;
    std::string value;
};

class Markup {
public:
    using Attributes = std::initializer_list<Attribute>;

    /// Closes its element when it goes out of scope.
    class Element {
    public:
        explicit Element(Markup& markup) : markup_{markup} {}
        Element(const Element&) = delete;
        Element& operator=(const Element&) = delete;
        ~Element() { markup_.close(); }

    private:
        Markup& markup_;
    };

    /// @param out has to outlive the writer
    explicit Markup(std::ostream& out) : out_{out} {}

    /// Opens an element. @param name has to outlive the element, as a literal does
    [[nodiscard]] Element element(std::string_view name, Attributes attributes = {});

    /// An element with nothing but text in it.
    void leaf(std::string_view name, Attributes attributes, std::string_view text);
    void leaf(std::string_view name, std::string_view text) { leaf(name, {}, text); }

    /// An HTML element that has no content and no end tag.
    void empty(std::string_view name, Attributes attributes = {});

    void text(std::string_view text);

    /// Octets of our own, as they are: prologue, style, script.
    void trusted(std::string_view markup) { out_ << markup; }

    /// A line break between tags, which keeps the file readable in a diff.
    void line() { out_ << '\n'; }

private:
    void open(std::string_view name, Attributes attributes);
    void close();

    std::ostream& out_;
    std::vector<std::string_view> open_;
};

}  // namespace assay::reports
