#include "markup.hpp"

#include <algorithm>
#include <array>
#include <cassert>

#include "assay/base/text.hpp"
#include "text.hpp"

namespace assay::reports {
namespace {

/// Elements that begin on a line of their own; white space in front of them means nothing.
constexpr std::array<std::string_view, 28> blocks{
    "article", "body",    "dd",    "details", "div",  "dl",       "dt",        "fieldset",  "footer", "form",
    "h1",      "h2",      "h3",    "h4",      "head", "header",   "li",        "main",      "nav",    "ol",
    "p",       "section", "table", "tr",      "ul",   "testcase", "testsuite", "testsuites"};

}  // namespace

Markup::Element Markup::element(std::string_view name, Attributes attributes) {
    open(name, attributes);
    return Element{*this};
}

void Markup::leaf(std::string_view name, Attributes attributes, std::string_view content) {
    open(name, attributes);
    text(content);
    close();
}

void Markup::empty(std::string_view name, Attributes attributes) {
    open(name, attributes);
    open_.pop_back();
}

void Markup::text(std::string_view text) { out_ << base::xml_escaped(visible(text)); }

void Markup::open(std::string_view name, Attributes attributes) {
    if (std::ranges::find(blocks, name) != blocks.end()) line();
    out_ << '<' << name;
    for (const Attribute& attribute : attributes) {
        out_ << ' ' << attribute.name << "=\"";
        text(attribute.value);
        out_ << '"';
    }
    out_ << '>';
    open_.push_back(name);
}

void Markup::close() {
    assert(!open_.empty());
    out_ << "</" << open_.back() << '>';
    open_.pop_back();
}

}  // namespace assay::reports
