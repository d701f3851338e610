// Builds the elements of a reading from libxml2's SAX2 events.
#pragma once

#include <libxml/parser.h>

#include "assay/observe/envelope_reading.hpp"

namespace assay::observe {

/// Counts lines and characters up to an offset that only grows, so that a long line costs no more than a
/// short.
class PlaceCounter {
public:
    explicit PlaceCounter(const std::string& text) : text_{&text} {}

    /// The place of `offset`. Offsets given one after the other should not go back; one that does costs a
    /// count from the beginning.
    Position at(std::size_t offset);

private:
    const std::string* text_;
    std::size_t offset_ = 0;
    std::uint32_t line_ = 1;
    std::uint32_t column_ = 1;
};

class TreeBuilder {
public:
    explicit TreeBuilder(EnvelopeReading& reading) : reading_{reading}, places_{reading.text} {}

    /// Parses reading.text and fills the reading.
    void build();

private:
    struct Events;  // the C functions libxml2 calls

    /// @return false when the element is one too many
    bool start_element(const xmlChar* local, const xmlChar* prefix, const xmlChar* uri);
    void declare(int count, const xmlChar** declarations);
    void add_attributes(int count, const xmlChar** attributes);
    void end_element();
    void characters(const xmlChar* text, int length);
    void processing_instruction();
    void comment();
    void document_type();
    void error(const xmlError& error);
    /// Counts one more element, comment or instruction; stops the parser when there are too many.
    bool takes_node();
    [[nodiscard]] bool takes_names(const xmlChar* local, const xmlChar* uri);
    [[nodiscard]] std::string_view shared(const xmlChar* uri);
    void number_namesakes();
    void stop(std::string excess);

    /// How many octets the parser has taken in.
    [[nodiscard]] std::size_t consumed() const;
    /// The place of the last `opening` that begins before the parser's own.
    Position last(std::string_view opening);

    EnvelopeReading& reading_;
    PlaceCounter places_;
    xmlParserCtxt* parser_ = nullptr;
    Element* open_ = nullptr;
    std::vector<Element*> path_;
    std::size_t nodes_ = 0;
    std::size_t in_scope_ = 0;  ///< namespace declarations
};

}  // namespace assay::observe
