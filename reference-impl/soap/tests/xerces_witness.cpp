#include "xerces_witness.hpp"

#include <bit>
#include <xercesc/framework/MemBufInputSource.hpp>
#include <xercesc/sax/SAXParseException.hpp>
#include <xercesc/sax2/Attributes.hpp>
#include <xercesc/sax2/DefaultHandler.hpp>
#include <xercesc/sax2/SAX2XMLReader.hpp>
#include <xercesc/sax2/XMLReaderFactory.hpp>
#include <xercesc/util/XMLString.hpp>
#include <xercesc/util/XMLUni.hpp>

#include "assay/base/text.hpp"
#include "assay/xml/xerces_runtime.hpp"

namespace assay::soap {
namespace {

using Kind = ReadError::Kind;

constexpr auto native_order =
    std::endian::native == std::endian::little ? base::ByteOrder::little : base::ByteOrder::big;

std::string utf8(const XMLCh* text, std::size_t length) {
    const auto* const octets = reinterpret_cast<const std::uint8_t*>(text);
    return base::utf8_from_utf16({octets, length * sizeof(XMLCh)}, native_order)
        .value_or("half a surrogate pair");
}

std::string utf8(const XMLCh* text) { return utf8(text, xercesc::XMLString::stringLen(text)); }

/// Thrown through Xerces-C++, which has no other way to be stopped.
struct Stopped {};

class Handler final : public xercesc::DefaultHandler {
public:
    void begin(const ReadLimits& limits) {
        builder_.emplace(limits);
        text_.clear();
    }
    TreeBuilder& builder() { return *builder_; }

    void startPrefixMapping(const XMLCh* const prefix, const XMLCh* const uri) override {
        builder_->declare(utf8(prefix), utf8(uri));
    }

    void startElement(const XMLCh* const uri, const XMLCh* const local, const XMLCh* const,
                      const xercesc::Attributes& attributes) override {
        give_text();
        std::vector<Attribute> list;
        for (XMLSize_t i = 0; i < attributes.getLength(); ++i) {
            list.push_back({.name = {utf8(attributes.getURI(i)), utf8(attributes.getLocalName(i))},
                            .value = utf8(attributes.getValue(i))});
        }
        if (!builder_->begin({utf8(uri), utf8(local)}, std::move(list))) throw Stopped{};
    }

    void endElement(const XMLCh* const, const XMLCh* const, const XMLCh* const) override {
        give_text();
        builder_->end();
    }

    void characters(const XMLCh* const text, const XMLSize_t length) override { text_.append(text, length); }
    void ignorableWhitespace(const XMLCh* const text, const XMLSize_t length) override {
        characters(text, length);
    }

    void processingInstruction(const XMLCh* const, const XMLCh* const) override {
        stop(Kind::forbidden, "the message holds a processing instruction");
    }
    void startDTD(const XMLCh* const, const XMLCh* const, const XMLCh* const) override {
        stop(Kind::forbidden, "the message holds a document type declaration");
    }

    void error(const xercesc::SAXParseException& error) override { fatalError(error); }
    void fatalError(const xercesc::SAXParseException& error) override {
        stop(Kind::not_well_formed,
             "line " + std::to_string(error.getLineNumber()) + ": " + utf8(error.getMessage()));
    }

private:
    /// Two pieces of text may part a surrogate pair, so they are joined before they are converted.
    void give_text() {
        if (!text_.empty()) builder_->characters(utf8(text_.data(), text_.size()));
        text_.clear();
    }

    [[noreturn]] void stop(Kind kind, std::string message) {
        builder_->fail(kind, std::move(message));
        throw Stopped{};
    }

    std::optional<TreeBuilder> builder_;
    std::basic_string<XMLCh> text_;
};

}  // namespace

class XercesWitness::Parser {
public:
    Parser() : reader_{xercesc::XMLReaderFactory::createXMLReader()} {
        reader_->setFeature(xercesc::XMLUni::fgSAX2CoreNameSpaces, true);
        reader_->setFeature(xercesc::XMLUni::fgSAX2CoreNameSpacePrefixes, false);
        reader_->setFeature(xercesc::XMLUni::fgSAX2CoreValidation, false);
        reader_->setFeature(xercesc::XMLUni::fgXercesSchema, false);
        reader_->setFeature(xercesc::XMLUni::fgXercesLoadExternalDTD, false);
        reader_->setContentHandler(&handler_);
        reader_->setErrorHandler(&handler_);
        reader_->setLexicalHandler(&handler_);
    }

    Tree tree(const std::string& text, const ReadLimits& limits) {
        handler_.begin(limits);
        xercesc::MemBufInputSource source{reinterpret_cast<const XMLByte*>(text.data()), text.size(),
                                          "memory"};
        source.setCopyBufToStream(false);
        source.setEncoding(xercesc::XMLUni::fgUTF8EncodingString);
        try {
            reader_->parse(source);
        } catch (const Stopped&) {
            // the builder knows why
        } catch (const xercesc::XMLException& error) {
            handler_.builder().fail(Kind::not_well_formed, utf8(error.getMessage()));
        }
        return handler_.builder().finished();
    }

private:
    xml::XercesRuntime runtime_;
    Handler handler_;
    std::unique_ptr<xercesc::SAX2XMLReader> reader_;
};

XercesWitness::XercesWitness() : parser_{std::make_unique<Parser>()} {}

XercesWitness::~XercesWitness() = default;

Tree XercesWitness::tree(const std::string& text, const ReadLimits& limits) {
    return parser_->tree(text, limits);
}

}  // namespace assay::soap
