#include "tree_builder.hpp"

#include <algorithm>
#include <climits>
#include <map>
#include <tuple>

#include "assay/base/text.hpp"
#include "assay/observe/limits.hpp"
#include "assay/xml/libxml.hpp"

namespace assay::observe {
namespace {

constexpr std::size_t most_troubles = 16;

bool continues_a_character(char octet) { return (static_cast<unsigned char>(octet) & 0xC0U) == 0x80U; }

}  // namespace

Position PlaceCounter::at(std::size_t offset) {
    offset = std::min(offset, text_->size());
    if (offset < offset_) *this = PlaceCounter{*text_};
    for (; offset_ < offset; ++offset_) {
        const char octet = (*text_)[offset_];
        if (octet == '\n') {
            ++line_;
            column_ = 1;
        } else if (!continues_a_character(octet)) {
            ++column_;
        }
    }
    return {offset, 0, line_, column_};
}

/// The user data of every event is the builder. That it is not the parser context keeps libxml2 from looking
/// declared entities up by itself and expanding them.
struct TreeBuilder::Events {
    static TreeBuilder& builder(void* user_data) { return *static_cast<TreeBuilder*>(user_data); }
    static void start(void* user_data, const xmlChar* local, const xmlChar* prefix, const xmlChar* uri,
                      int declaration_count, const xmlChar** declarations, int attribute_count,
                      int /*defaulted*/, const xmlChar** attributes) {
        if (!builder(user_data).start_element(local, prefix, uri)) return;
        builder(user_data).declare(declaration_count, declarations);
        builder(user_data).add_attributes(attribute_count, attributes);
    }
    static void end(void* user_data, const xmlChar*, const xmlChar*, const xmlChar*) {
        builder(user_data).end_element();
    }
    static void characters(void* user_data, const xmlChar* text, int length) {
        builder(user_data).characters(text, length);
    }
    static void processing_instruction(void* user_data, const xmlChar*, const xmlChar*) {
        builder(user_data).processing_instruction();
    }
    static void comment(void* user_data, const xmlChar*) { builder(user_data).comment(); }
    static void document_type(void* user_data, const xmlChar*, const xmlChar*, const xmlChar*) {
        builder(user_data).document_type();
    }
    static void error(void* user_data, const xmlError* error) { builder(user_data).error(*error); }

    static xmlSAXHandler table() {
        xmlSAXHandler events{};
        events.initialized = XML_SAX2_MAGIC;
        events.startElementNs = start;
        events.endElementNs = end;
        events.characters = characters;
        events.ignorableWhitespace = characters;
        events.cdataBlock = characters;
        events.processingInstruction = processing_instruction;
        events.comment = comment;
        events.internalSubset = document_type;
        events.serror = [](void* user_data, xmlError* found) { error(user_data, found); };
        return events;
    }
};

void TreeBuilder::build() {
    const xml::ParserContextPtr parser{xmlNewParserCtxt()};
    if (parser == nullptr || reading_.text.size() > INT_MAX) {
        reading_.troubles.push_back({"too large to be read", {0, 0, 1, 1}});
        return;
    }
    *parser->sax = Events::table();
    parser->userData = this;
    parser_ = parser.get();
    // Entities are neither substituted nor loaded; the declared encoding was dealt with before.
    xmlCtxtReadMemory(parser_, reading_.text.data(), static_cast<int>(reading_.text.size()), nullptr, nullptr,
                      XML_PARSE_NONET | XML_PARSE_IGNORE_ENC);
    if (parser_->wellFormed == 0 && reading_.troubles.empty() && reading_.excess.empty()) {
        reading_.troubles.push_back({"not well-formed", places_.at(consumed())});
    }
    parser_ = nullptr;
    number_namesakes();
}

bool TreeBuilder::takes_node() {
    if (reading_.excess.empty() && ++nodes_ > limits.nodes)
        stop("it has more than " + std::to_string(limits.nodes) + " elements, comments and instructions");
    return reading_.excess.empty();
}

void TreeBuilder::stop(std::string excess) {
    reading_.excess = std::move(excess);
    xmlStopParser(parser_);
}

bool TreeBuilder::takes_names(const xmlChar* local, const xmlChar* uri) {
    const std::size_t longest = std::max(xml::view_of(local).size(), xml::view_of(uri).size());
    if (longest > limits.name_octets && reading_.excess.empty())
        stop("a name in it has more than " + std::to_string(limits.name_octets) + " octets");
    return reading_.excess.empty();
}

std::string_view TreeBuilder::shared(const xmlChar* uri) {
    const std::string_view text = xml::view_of(uri);
    const auto found = reading_.uris.find(text);
    return found != reading_.uris.end() ? *found : *reading_.uris.emplace(text).first;
}

/// For paths: counted once, because counting siblings for each of many findings takes too long.
void TreeBuilder::number_namesakes() {
    using Name = std::tuple<const Element*, std::string_view, std::string_view>;
    std::map<Name, std::uint32_t> counts;
    const auto name_of = [](const Element& each) { return Name{each.parent, each.uri, each.local}; };
    for (Element& element : reading_.elements) element.ordinal = ++counts[name_of(element)];
    for (Element& element : reading_.elements) element.has_namesakes = counts[name_of(element)] > 1;
}

bool TreeBuilder::start_element(const xmlChar* local, const xmlChar* prefix, const xmlChar* uri) {
    if (!takes_node() || !takes_names(local, uri)) return false;
    if (path_.size() == limits.depth) {
        stop("its elements are nested deeper than " + std::to_string(limits.depth));
        return false;
    }
    Element& element = reading_.elements.emplace_back();
    element.local = xml::view_of(local);
    element.prefix = xml::view_of(prefix);
    element.uri = shared(uri);
    // The parser stands before the ">" of the start tag, and no "<" can stand within one.
    element.at = last("<");
    const auto closing = reading_.text.find('>', std::max(element.at.offset, consumed()));
    element.end = std::min(closing, reading_.text.size() - 1) + 1;
    element.at.length = element.end - element.at.offset;
    element.parent = open_;
    if (open_ != nullptr) open_->children.push_back(&element);
    path_.push_back(&element);
    open_ = &element;
    return true;
}

void TreeBuilder::declare(int count, const xmlChar** declarations) {
    // libxml2 looks every prefix up in all of them, one by one.
    in_scope_ += static_cast<std::size_t>(count);
    if (in_scope_ > limits.in_scope)
        return stop("more than " + std::to_string(limits.in_scope) + " namespace declarations are in scope");
    // Two pointers each: prefix and URI.
    for (int i = 0; i < count; ++i, declarations += 2) {
        if (!takes_names(declarations[0], declarations[1])) return;
        open_->declarations.push_back({.prefix = std::string{xml::view_of(declarations[0])},
                                       .uri = std::string{xml::view_of(declarations[1])}});
    }
}

void TreeBuilder::add_attributes(int count, const xmlChar** attributes) {
    // Five pointers each: local name, prefix, URI, beginning and end of the value.
    for (int i = 0; i < count; ++i, attributes += 5) {
        if (!takes_names(attributes[0], attributes[2])) return;
        open_->attributes.push_back({.uri = shared(attributes[2]),
                                     .prefix = std::string{xml::view_of(attributes[1])},
                                     .local = std::string{xml::view_of(attributes[0])},
                                     .value = std::string{attributes[3], attributes[4]}});
    }
}

void TreeBuilder::end_element() {
    if (open_ == nullptr) return;
    in_scope_ -= std::min(in_scope_, open_->declarations.size());
    open_->end = std::clamp(consumed(), open_->end, reading_.text.size());
    path_.pop_back();
    open_ = path_.empty() ? nullptr : path_.back();
}

void TreeBuilder::characters(const xmlChar* text, int length) {
    if (open_ != nullptr) open_->text.append(text, text + length);
}

void TreeBuilder::processing_instruction() {
    if (takes_node()) reading_.processing_instructions.push_back(last("<?"));
}

void TreeBuilder::comment() {
    if (takes_node()) reading_.comments.push_back(last("<!--"));
}

void TreeBuilder::document_type() {
    if (!reading_.document_type) reading_.document_type = last("<!DOCTYPE");
}

void TreeBuilder::error(const xmlError& error) {
    if (error.level < XML_ERR_ERROR || reading_.troubles.size() == most_troubles) return;
    if (!reading_.excess.empty()) return;
    if (error.code == XML_ERR_NAME_TOO_LONG)
        return stop("a name in it has more than " + std::to_string(limits.name_octets) + " octets");
    const std::string_view message = error.message == nullptr ? "not well-formed" : error.message;
    reading_.troubles.push_back({std::string{base::trimmed(message)}, places_.at(consumed())});
}

std::size_t TreeBuilder::consumed() const {
    const long count = xmlByteConsumed(parser_);
    return count < 0 ? 0 : std::min(static_cast<std::size_t>(count), reading_.text.size());
}

Position TreeBuilder::last(std::string_view opening) {
    const std::size_t end = consumed();
    const auto found = reading_.text.rfind(opening, end == 0 ? 0 : end - 1);
    Position place = places_.at(found == std::string::npos ? end : found);
    place.length = end - std::min(end, place.offset);
    return place;
}

}  // namespace assay::observe
