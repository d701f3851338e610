// Structure: prolog, tags, namespaces. What tags and text are made of is in tree_parser_text.cpp.
#include "tree_parser.hpp"

#include <algorithm>

#include "uri_reference.hpp"

namespace assay::soap {
namespace {

using Kind = ReadError::Kind;
namespace ns = vocab::ns;

/// The elements whose content is an expression that may use prefixes.
bool holds_expression(const Document::Node& node) {
    if (node.local == "FragmentTransfer") return *node.ns == ns::wsman.uri;
    return node.local == "Filter" &&
           (*node.ns == ns::wsman.uri || *node.ns == ns::wsen.uri || *node.ns == ns::wse.uri);
}

const Uri no_namespace;
const Uri xml_namespace = Uri::constant(ns::xml.uri);
const Uri xmlns_namespace = Uri::constant(ns::xmlns.uri);

}  // namespace

TreeParser::TreeParser(std::string_view text, const ReadLimits& limits, std::pmr::memory_resource& scratch)
    : begin_{text.data()},
      at_{begin_},
      end_{begin_ + text.size()},
      limits_{limits},
      document_{scratch},
      open_{&scratch},
      bindings_{&scratch},
      runs_{&scratch},
      uris_{&scratch},
      made_{&scratch} {
    constexpr std::size_t usual = 16;          // deep, wide and long enough for most requests
    constexpr std::size_t usual_element = 80;  // octets
    document_.nodes.reserve(std::max(usual, std::min(text.size() / usual_element, limits.elements)));
    document_.attributes.reserve(usual);
    open_.reserve(usual);
    bindings_.reserve(usual);
    runs_.reserve(usual);
}

bool TreeParser::fail(std::string_view message) {
    const auto line = 1 + std::count(begin_, at_, '\n');
    return fail(Kind::not_well_formed, "line " + std::to_string(line) + ": " + std::string{message});
}

bool TreeParser::fail(Kind kind, std::string message) {
    error_ = {.kind = kind, .message = std::move(message)};
    return false;
}

bool TreeParser::parse() {
    if (ends()) return fail(Kind::not_well_formed, "the message is empty");
    if (begins("<?xml") && rest().size() > 5 && is(at_[5], xml::white) && !declaration()) return false;
    if (!misc(true)) return false;
    if (!at('<')) return fail("an element begins the document");
    ++at_;
    if (!start_tag()) return false;
    while (!open_.empty()) {
        if (!content()) return false;
    }
    if (!misc(false)) return false;
    return ends() || fail("the document goes on after its root element");
}

/// What may stand before and after the root element (§2.8, production 27).
bool TreeParser::misc(bool before_root) {
    for (;;) {
        skip_white();
        if (take("<!--")) {
            if (!comment()) return false;
        } else if (begins("<?")) {
            return fail(Kind::forbidden, "the message holds a processing instruction");
        } else if (before_root && begins("<!DOCTYPE")) {
            return fail(Kind::forbidden, "the message holds a document type declaration");
        } else {
            return true;
        }
    }
}

/// §2.8: the XML declaration.
bool TreeParser::declaration() {
    at_ += 5;
    if (!version() || !encoding() || !standalone()) return false;
    skip_white();
    return take("?>") || fail("the XML declaration does not end with '?>'");
}

bool TreeParser::version() {
    std::string_view value;
    if (!pseudo_attribute("version", value)) return fail("the XML version is missing");
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    // Fifth edition: a document of a later 1.x is read as one of 1.0.
    const bool known = value.starts_with("1.") && value.size() > 2;
    return (known && std::ranges::all_of(value.substr(2), is_digit)) || fail("unknown XML version");
}

/// Which encoding it is was found out before; here it only has to be a name (production 81).
bool TreeParser::encoding() {
    std::string_view value;
    if (!pseudo_attribute("encoding", value)) return true;
    const auto fits = [](char c) { return is(c, xml::name_part); };
    const bool begins_well = !value.empty() && is(value.front(), xml::name_start) && value.front() != '_';
    return (begins_well && std::ranges::all_of(value, fits)) || fail("an encoding name is no name");
}

bool TreeParser::standalone() {
    std::string_view value;
    if (!pseudo_attribute("standalone", value)) return true;
    return value == "yes" || value == "no" || fail("standalone is neither 'yes' nor 'no'");
}

/// Takes ` name = "value"` of the XML declaration, or leaves everything where it is: false.
bool TreeParser::pseudo_attribute(std::string_view name, std::string_view& value) {
    const char* const before = at_;
    bool taken = skip_white() && take(name) && equals_sign() && (at('"') || at('\''));
    if (taken) {
        const std::string_view quoted = rest();
        const auto close = quoted.find(quoted.front(), 1);
        taken = close != std::string_view::npos;
        if (taken) {
            value = quoted.substr(1, close - 1);
            at_ += close + 1;
        }
    }
    if (!taken) at_ = before;
    return taken;
}

/// One piece of what is between a start tag and its end tag.
bool TreeParser::content() {
    if (ends()) return fail("the document ends inside an element");
    if (*at_ == '&') {
        std::string_view decoded;
        if (!reference(decoded)) return false;
        add_run(decoded);
        return true;
    }
    if (*at_ != '<') return characters();
    ++at_;
    switch (ends() ? '\0' : *at_) {
        case '/': ++at_; return end_tag();
        case '?': return fail(Kind::forbidden, "the message holds a processing instruction");
        case '!': break;
        default: return start_tag();
    }
    if (take("!--")) return comment();
    if (take("![CDATA[")) return cdata();
    return fail("neither a comment nor a CDATA section");
}

bool TreeParser::start_tag() {
    const char* const begin = at_;
    RawName name;
    if (!qname(name)) return false;
    const std::string_view tag{begin, static_cast<std::size_t>(at_ - begin)};
    const std::size_t first = document_.attributes.size();
    bool empty = false;
    if (!attributes(first, empty) || !begin_element(name, tag, first)) return false;
    if (empty || takes_rest(tag)) end_element();
    return true;
}

/// Behind a start tag: takes plain text and the end tag, which is all that most elements hold. Anything else
/// stays where it is: false.
bool TreeParser::takes_rest(std::string_view tag) {
    const char* const begin = at_;
    const char* const end = xml::after_text(begin, end_);
    at_ = end;
    if (take("</") && take(tag) && take(">")) {
        if (end != begin) runs_.emplace_back(begin, static_cast<std::size_t>(end - begin));
        return true;
    }
    at_ = begin;
    return false;
}

bool TreeParser::attributes(std::size_t first, bool& empty) {
    declared_ = 0;
    for (;;) {
        const bool spaced = skip_white();
        if (at('>')) {
            ++at_;
            return true;
        }
        if (at('/') && take("/>")) {
            empty = true;
            return true;
        }
        if (!spaced) return fail("neither white space nor the end of the tag");
        if (!attribute()) return false;
        if (document_.attributes.size() - first + declared_ > limits_.attributes) {
            return fail(Kind::too_large, "an element has too many attributes");
        }
    }
}

bool TreeParser::attribute() {
    RawName name;
    std::string_view value;
    if (!qname(name) || !equals_sign() || !quoted(value)) return false;
    if (name.prefix == "xmlns" || (name.prefix.empty() && name.local == "xmlns")) return declare(name, value);
    document_.attributes.push_back({.prefix = name.prefix, .local = name.local, .value = value});
    return true;
}

/// A namespace declaration; the constraints of Namespaces in XML §3 and §2.2.
bool TreeParser::declare(const RawName& name, std::string_view uri) {
    const std::string_view prefix = name.prefix.empty() ? std::string_view{} : name.local;
    if (prefix == "xmlns" || uri == ns::xmlns.uri)
        return fail("the prefix xmlns and its namespace are reserved");
    if ((prefix == ns::xml.prefix) != (uri == ns::xml.uri)) return fail("the prefix xml is reserved");
    if (prefix == ns::xml.prefix) return true;
    if (uri.empty() && !prefix.empty()) return fail("a prefix is bound to no namespace");
    const auto own = bindings_.end() - static_cast<std::ptrdiff_t>(declared_);
    if (std::any_of(own, bindings_.end(), [&](const Binding& each) { return each.prefix == prefix; })) {
        return fail("a namespace is declared twice");
    }
    const Uri& made = uris_.emplace_front(uri);
    if (!made.is_constant() && !is_uri_reference(uri)) return fail("a namespace name is no URI");
    bindings_.push_back({.prefix = prefix, .uri = &made});
    ++declared_;
    return true;
}

bool TreeParser::resolve(std::string_view prefix, const Uri*& into) {
    for (auto each = bindings_.rbegin(); each != bindings_.rend(); ++each) {
        if (each->prefix != prefix) continue;
        into = each->uri;
        return true;
    }
    into = prefix == ns::xml.prefix ? &xml_namespace : &no_namespace;
    return prefix.empty() || into == &xml_namespace || fail("a prefix is not declared");
}

/// Those from `first` on, which are of one element.
bool TreeParser::resolve_attributes(std::size_t first) {
    const auto begin = document_.attributes.begin() + static_cast<std::ptrdiff_t>(first);
    for (auto each = begin; each != document_.attributes.end(); ++each) {
        // The default namespace is not that of attributes (Namespaces in XML §6.2).
        each->ns = &no_namespace;
        if (!each->prefix.empty() && !resolve(each->prefix, each->ns)) return false;
        const auto is_same = [&](const Document::Attribute& other) {
            return other.local == each->local && (other.ns == each->ns || *other.ns == *each->ns);
        };
        if (std::any_of(begin, each, is_same)) return fail("an attribute is there twice");
    }
    return true;
}

bool TreeParser::begin_element(const RawName& name, std::string_view tag, std::size_t first_attribute) {
    const Uri* uri = nullptr;
    if (!resolve_attributes(first_attribute) || !resolve(name.prefix, uri)) return false;
    if (open_.size() >= limits_.depth) return fail(Kind::too_large, "elements are nested too deeply");
    if (document_.nodes.size() >= limits_.elements) return fail(Kind::too_large, "too many elements");
    if (!open_.empty()) ++document_.nodes[open_.back().node].child_count;
    open_.push_back({.tag = tag,
                     .node = document_.nodes.size(),
                     .bindings = bindings_.size() - declared_,
                     .runs = runs_.size()});
    Document::Node& node = document_.nodes.emplace_back(
        Document::Node{.local = name.local, .ns = uri, .first_attribute = first_attribute});
    if (holds_expression(node)) keep_bindings();
    node.attribute_count = document_.attributes.size() - first_attribute;
    return true;
}

/// Each binding in scope once: the innermost one of a prefix hides the others.
void TreeParser::keep_bindings() {
    for (auto each = bindings_.rbegin(); each != bindings_.rend(); ++each) {
        const auto hides = [&](const Binding& inner) { return inner.prefix == each->prefix; };
        if (each->uri->empty() || std::any_of(bindings_.rbegin(), each, hides)) continue;
        const std::string_view prefix = each->prefix.empty() ? ns::xmlns.prefix : each->prefix;
        document_.attributes.push_back(
            {.prefix = {}, .local = prefix, .value = each->uri->view(), .ns = &xmlns_namespace});
    }
}

bool TreeParser::end_tag() {
    const bool repeats = take(open_.back().tag);
    skip_white();
    if (!repeats || !at('>')) return fail("an end tag does not repeat the name of its start tag");
    ++at_;
    end_element();
    return true;
}

void TreeParser::end_element() {
    const Open& open = open_.back();
    Document::Node& node = document_.nodes[open.node];
    if (open.solid || node.child_count == 0) node.text = joined_runs(open.runs);
    runs_.resize(open.runs);
    bindings_.resize(open.bindings);
    open_.pop_back();
}

}  // namespace assay::soap
